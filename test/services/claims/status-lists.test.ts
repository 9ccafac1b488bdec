/** Claims in QR codes and the status lists they are checked with, over both stores: drawn, signed, published, followed. */
import assert from 'node:assert/strict';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  acceptsKeySet,
  acceptsStatusList,
  judgeClaim,
  readClaim,
  readClaimText,
  readKeySet,
  readStatusList,
  type ClaimVerdict,
  type KeySet,
  type StatusList,
} from '../../../src/claim/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { currentEdition, type LicenceRecord, type StatusEventKind } from '../../../src/domain/licence/index.ts';
import {
  announcedKey,
  countStatusLists,
  createClaimDesk,
  createStatusPublisher,
  ensureClaimKeys,
  entryClaim,
  getPublication,
  type ClaimDesk,
  type StatusPublisher,
} from '../../../src/services/claims/index.ts';
import { createLease } from '../../../src/services/journal/index.ts';
import { changeStatus, issueLicence, type LicenceDependencies } from '../../../src/services/licences/index.ts';
import { verifier } from '../../support/claims.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { AUTHORISATION, makeTestCustody } from '../../support/custody.ts';
import { sharedInstallation } from '../../support/http.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { crypto } from '../../support/pki.ts';
import { needTool, withFile } from '../../support/pdf.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { CLERK, openUseCases, order, type UseCases } from '../../support/use-cases.ts';
import { createSystemRandom } from '../../../src/adapters/platform/random.ts';

const HOUR = 3_600_000;
const PUBLIC_URL = 'https://licence.example';
const random = createSystemRandom();

for (const kind of ['lmdb', 'MongoDB'] as const)
  describe(`claims and status lists over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let isOpen = false;
    let custody: Awaited<ReturnType<typeof sharedInstallation>>['custody'];
    let licences: LicenceDependencies;
    let desk: ClaimDesk;
    let publisher: StatusPublisher;
    let trust: Awaited<ReturnType<typeof sharedInstallation>>['trust'];

    before(async function () {
      if (kind === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      isOpen = true;
      ({ custody, trust } = await sharedInstallation());
      await ensureClaimKeys(
        { signer: custody, custody, crypto, random, register: sharedRegister },
        { now: now(), authorisation: AUTHORISATION },
      );
      const { store } = under;
      const { clock } = under.licences;
      desk = createClaimDesk({ store, custody, signer: custody, crypto, clock, random, publicUrl: PUBLIC_URL });
      licences = { ...under.licences, claims: desk };
      publisher = publisherOf('one');
    });
    after(async () => {
      if (isOpen) await under.close();
    });

    const now = (): number => under.licences.clock.now();
    const publisherOf = (owner: string): StatusPublisher => {
      const { clock } = under.licences;
      const lease = createLease({ records: under.store.records, clock, name: 'status-lists', owner, duration: 20_000 });
      return createStatusPublisher({ store: under.store, custody, signer: custody, crypto, clock, lease, trust: () => trust });
    };
    const round = async (by = publisher): Promise<void> => {
      await under.relay.drain();
      await by.round();
    };
    const issue = async (changes: Record<string, unknown> = {}): Promise<LicenceRecord> => {
      return (await issueLicence(licences, CLERK, order(changes))).licence;
    };
    const change = (licence: LicenceRecord, event: StatusEventKind, effectiveAt?: number) =>
      changeStatus(licences, CLERK, {
        ...{ identifier: currentEdition(licence).identifier, event, reason: '测试', documentNumber: '文 1' },
        ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt).toISOString() }),
      });
    const keySet = async (): Promise<KeySet> => {
      const read = readKeySet((await getPublication(under.store.records, 'key-set')).bytes);
      assert.ok(acceptsKeySet(read, { known: null, crypto: verifier }));
      return read.keySet;
    };
    const list = async (number: number): Promise<StatusList> => {
      const read = readStatusList((await getPublication(under.store.records, number)).bytes, verifier.sm3);
      assert.ok(acceptsStatusList(read, { keySet: await keySet(), crypto: verifier }));
      return read.list;
    };
    const entryOf = async (licence: LicenceRecord): Promise<number | undefined> => {
      const { status } = currentEdition(licence);
      assert.ok(status);
      return (await list(status.list)).entries[status.index];
    };
    const address = async (licence: LicenceRecord): Promise<string> => {
      const found = await desk.address(licence, currentEdition(licence));
      assert.ok(found);
      return found;
    };
    const verdict = async (licence: LicenceRecord): Promise<ClaimVerdict> => {
      const claim = readClaim(readClaimText(await address(licence)));
      const { status } = currentEdition(licence);
      return judgeClaim(claim, { keySet: await keySet(), list: await list(status?.list ?? 1), now: now(), crypto: verifier })
        .verdict;
    };

    it('publishes nothing while there is nothing to sign with', async () => {
      const empty = await makeTestCustody();
      try {
        const parts = { store: under.store, custody: empty.custody, signer: empty.custody, crypto, clock: under.licences.clock };
        const lease = createLease({ ...parts, records: under.store.records, name: 'x', owner: 'x', duration: 1000 });
        await createStatusPublisher({ ...parts, lease, trust: () => trust }).round();
        await assert.rejects(getPublication(under.store.records, 'key-set'), (error) =>
          isYinzhengError(error, 'PUBLICATION_NOT_FOUND'),
        );
        const without = createClaimDesk({ ...parts, random, publicUrl: PUBLIC_URL });
        assert.equal(await without.draw(), null);
        const { licence } = await issueLicence({ ...under.licences, claims: without }, CLERK, order());
        assert.equal(currentEdition(licence).status, undefined, 'a licence as before');
        assert.equal(await without.address(licence, currentEdition(licence)), null);
      } finally {
        empty.remove();
      }
    });

    it('gives a licence an entry that is its own for good, and publishes it as valid', async () => {
      const licence = await issue();
      const edition = currentEdition(licence);
      assert.ok(edition.status);
      const claim = await under.store.records.get('claims', entryClaim(edition.status));
      assert.equal(claim?.owner, licence._id);
      await round();
      assert.equal(await entryOf(licence), 0);
      assert.equal(await verdict(licence), 'valid');
      const { claim: said } = readClaim(readClaimText(await address(licence)));
      assert.equal(said.identifier, edition.identifier);
      assert.equal(said.typeName, licence.typeName);
      assert.doesNotMatch(said.holder, new RegExp(licence.holders[0]?.name ?? 'x'));
      assert.equal(said.demonstration, true);
    });

    it('refuses an entry that another licence has, and draws none that is taken', async () => {
      const licence = await issue();
      const { status } = currentEdition(licence);
      assert.ok(status);
      const again = { ...licences, claims: { ...desk, draw: () => Promise.resolve(status) } };
      await assert.rejects(issueLicence(again, CLERK, order()), (error) =>
        isYinzhengError(error, 'ALREADY_EXISTS', 'ISSUING_INCOMPLETE'),
      );
      // Every number that the dice give is taken once, then another comes.
      const bytes = (index: number): Uint8Array => Uint8Array.of(index >> 16, (index >> 8) & 255, index & 255);
      const thrown = [status.index, status.index, 12_345];
      const loaded = createClaimDesk({
        ...{ store: under.store, custody, signer: custody, crypto, clock: under.licences.clock, publicUrl: PUBLIC_URL },
        random: { bytes: () => bytes(thrown.shift() ?? 0) },
      });
      assert.deepEqual(await loaded.draw(), { list: status.list, index: 12_345 });
    });

    it('begins the next list where one entry after another is taken', async () => {
      const licence = await issue();
      const { status } = currentEdition(licence);
      assert.ok(status);
      const before = await countStatusLists(under.store.records);
      let left = 16;
      const loaded = createClaimDesk({
        ...{ store: under.store, custody, signer: custody, crypto, clock: under.licences.clock, publicUrl: PUBLIC_URL },
        random: {
          bytes: () => {
            const index = left-- > 0 ? status.index : 7;
            return Uint8Array.of(index >> 16, (index >> 8) & 255, index & 255);
          },
        },
      });
      assert.deepEqual(await loaded.draw(), { list: before + 1, index: 7 });
      assert.equal(await countStatusLists(under.store.records), before + 1);
      await round();
      assert.equal((await list(before + 1)).entries.length, 0x100000);
      const next = await issue();
      assert.equal(currentEdition(next).status?.list, before + 1);
      await round();
      assert.equal(await verdict(next), 'valid');
    });

    it('publishes every change of status, and takes back what was suspended', async () => {
      const licence = await issue();
      await change(licence, 'suspend');
      await round();
      assert.equal(await verdict(licence), 'suspended');
      await change(licence, 'resume');
      await round();
      assert.equal(await verdict(licence), 'valid');
      for (const event of ['cancel', 'rescind', 'revoke', 'void'] as const) {
        const other = await issue();
        await change(other, event);
        await round();
        assert.equal(await entryOf(other), 1, event);
        assert.equal(await verdict(other), 'ended', event);
      }
    });

    it('publishes what was planned when its time comes, whoever publishes then', async () => {
      const licence = await issue();
      await change(licence, 'suspend', now() + HOUR);
      await change(licence, 'resume', now() + 2 * HOUR);
      await round();
      assert.equal(await entryOf(licence), 0);
      under.advance(HOUR + 1000);
      await publisher.stop();
      publisher = publisherOf('two');
      await publisher.round();
      assert.equal(await entryOf(licence), 2);
      under.advance(HOUR);
      await publisher.round();
      assert.equal(await entryOf(licence), 0);
      assert.equal(await under.store.records.get('status-plans', licence._id), null);
    });

    it('says of an edition that has a later one that it is replaced', async () => {
      const licence = await issue();
      const stored = await under.store.records.get('licences', licence._id);
      assert.ok(stored);
      const [first] = stored.editions;
      assert.ok(first?.status);
      const later = {
        ...first,
        number: '002',
        identifier: first.identifier.replace('.001.', '.002.'),
        status: { list: 1, index: 99 },
      };
      const at = new Date(now()).toISOString();
      await under.store.records.replace('licences', {
        ...stored,
        version: stored.version + 1,
        editions: [first, { ...later, files: first.files.map((file) => ({ ...file, recordedAt: at })) }],
        outbox: [
          {
            ...{
              id: `licences/${licence._id}/later`,
              kind: 'licence-issued',
              subject: `licences/${licence._id}`,
              effectiveAt: at,
            },
            ...{ recordedAt: at, actor: CLERK, purpose: null, facts: { edition: '002' } },
          },
        ],
        pending: true,
      });
      under.advance(1000);
      await round();
      assert.equal((await list(first.status.list)).entries[first.status.index], 3);
      assert.equal((await list(1)).entries[99], 0);
    });

    it('signs nothing anew that did not change, until an hour has passed', async () => {
      await round();
      const before = await getPublication(under.store.records, 1);
      await round();
      assert.equal((await getPublication(under.store.records, 1)).sm3, before.sm3);
      under.advance(HOUR + 1000);
      await publisher.round();
      const after = await list(1);
      assert.ok(after.issuedAt > Date.parse(before.publishedAt));
      assert.ok(after.nextUpdate - after.issuedAt === 24 * HOUR);
    });

    it('leaves publishing to the server that holds the lease', async () => {
      const licence = await issue();
      await round();
      await change(licence, 'revoke');
      await under.relay.drain();
      await publisherOf('three').round();
      assert.equal(await entryOf(licence), 0, 'another holds it');
      await publisher.round();
      assert.equal(await entryOf(licence), 1);
    });

    it('names in the key set what signs claims and lists, with their certificates', async () => {
      const { keys, nextUpdate, issuedAt } = await keySet();
      assert.deepEqual(
        keys.map(({ usages }) => usages),
        [['licence-claim'], ['status-list', 'key-set']],
      );
      assert.equal(nextUpdate - issuedAt, 7 * 24 * HOUR);
      const key = await announcedKey(custody, { purpose: 'licence-claim', now: now() });
      assert.ok(key);
      assert.deepEqual(Buffer.from(keys[0]?.certificate ?? []), Buffer.from(key.certificate.raw));
    });

    it('frees no entry of a licence that was given up', async () => {
      const drawn = await desk.draw();
      assert.ok(drawn);
      const failing = { ...licences, signer: { sign: () => Promise.reject(new Error('broken')) } };
      await assert.rejects(issueLicence({ ...failing, claims: { ...desk, draw: () => Promise.resolve(drawn) } }, CLERK, order()));
      assert.notEqual(await under.store.records.get('claims', entryClaim(drawn)), null);
    });

    it('puts a code onto the printed licence that readers find, with the claim behind #', async function () {
      needTool(this, 'pdftoppm');
      needTool(this, 'zbarimg');
      const licence = await issue();
      const [file] = currentEdition(licence).files;
      assert.ok(file);
      const bytes = await under.store.blobs.get(file.blob, file.key);
      // A laser printer has 600 dots to the inch; 150 is what a phone makes of it at an arm's length.
      for (const dpi of [300, 150]) {
        const found = withFile(bytes, (path, folder) => {
          assert.equal(spawnSync('pdftoppm', ['-r', String(dpi), '-png', path, join(folder, 'page')]).status, 0);
          const page = readdirSync(folder).find((name) => name.endsWith('.png')) ?? '';
          return spawnSync('zbarimg', ['-q', '--raw', join(folder, page)], { encoding: 'utf8' }).stdout.trim();
        });
        assert.ok(found.startsWith(`${PUBLIC_URL}/v#`), `${dpi} dpi: ${found.slice(0, 60)}`);
        const { claim } = readClaim(readClaimText(found));
        assert.equal(claim.identifier, currentEdition(licence).identifier);
      }
    });
  });
