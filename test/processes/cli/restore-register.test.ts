/** A backup of before the register of issued certificates: restored it starts, and OCSP knows what the CAs within had issued. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFileKey } from '../../../src/adapters/blobs/index.ts';
import { readPassphrase } from '../../../src/adapters/custody/index.ts';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { fromBase64, fromHex, toBase64, toHex } from '../../../src/base/bytes.ts';
import { encodeCertificateId, encodeOcspRequest, parseCertificate, parseOcspResponse, sameName } from '../../../src/pki/index.ts';
import { backupTo } from '../../../src/processes/cli/backup.ts';
import { PARTS } from '../../../src/services/maintenance/backup.ts';
import { MANIFEST, readManifest, writeManifest } from '../../../src/services/maintenance/manifest.ts';
import { authoritiesIn, ENTERED_SETTING, type CertifiedKey } from '../../../src/services/pki/index.ts';
import type { CollectionName, IssuedCertificateRecord } from '../../../src/services/storage/index.ts';
import { run, runBuilt, type Ran } from '../../support/cli.ts';
import { approvedIn, specialSeal } from '../../support/approved-seal.ts';
import { newHeldKey } from '../../support/held-seal.ts';
import { crypto } from '../../support/pki.ts';
import { configOf, newInstallation, withOpened } from '../../support/served.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const COLLECTION = PARTS.records('issued-certificates');
const SETTINGS = PARTS.records('settings');

describe('restoring a backup of before the register of issued certificates', function () {
  this.timeout(180_000);
  let origin: string;
  let backup: string;
  let authorities: readonly CertifiedKey[];
  let issued: readonly IssuedCertificateRecord[];
  let said: ReadonlyMap<string, string | undefined>;

  const command = async (cwd: string, ...argv: readonly string[]): Promise<string> => {
    const { code, out, err } = await run(argv, { cwd });
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return out;
  };
  /** A seal for a new UKey, approved; the command that makes it. */
  const orderOfHeldSeal = async (folder: string, lowerLine: string): Promise<readonly string[]> => {
    const { request } = await newHeldKey();
    return ['seal', 'make', await approvedIn(folder, specialSeal(lowerLine, { kind: 'holder', request: toBase64(request) }))];
  };
  /** A folder to restore into, with nothing but the passphrase. */
  const elsewhere = (): string => {
    const folder = join(temporaryFolder(), 'elsewhere');
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    cpSync(join(origin, 'keys', 'passphrase'), join(folder, 'keys', 'passphrase'));
    return folder;
  };
  const sm3 = (bytes: Uint8Array): string => toHex(crypto.digest('sm3', bytes));

  /** What a server on a folder says of serial numbers, each asked by OCSP over HTTP. */
  async function answers(folder: string): Promise<ReadonlyMap<string, string | undefined>> {
    const server = await startServerProcess(folder);
    assert.ok(server);
    try {
      const found = new Map<string, string | undefined>();
      for (const { _id } of issued) {
        const [ca = '', serial = ''] = _id.split('/');
        const authority = authorities.find(({ certificate }) => sm3(certificate.publicKey.raw) === ca);
        if (!authority) continue;
        const subject = { serialNumber: fromHex(serial) };
        const id = encodeCertificateId(subject, authority.certificate, { digest: 'sha256', crypto });
        const answer = await fetch(`${server.url}/ocsp`, {
          method: 'POST',
          headers: { 'content-type': 'application/ocsp-request' },
          body: Buffer.from(encodeOcspRequest([id], null)),
        });
        const { response } = parseOcspResponse(new Uint8Array(await answer.arrayBuffer()));
        found.set(_id, response?.data.responses[0]?.status.kind);
      }
      assert.equal(await server.stop(), 0);
      assert.equal(server.complaints(), '');
      return found;
    } finally {
      await server.kill();
    }
  }

  /** Takes out of a backup what an earlier version would not have written, and closes it again as that version did. */
  async function makeOlder(folder: string): Promise<void> {
    const key = await readFileKey(join(folder, 'keys', 'files.key'), await readPassphrase(join(origin, 'keys', 'passphrase')));
    assert.ok(key);
    const manifest = readManifest(readFileSync(join(folder, MANIFEST)), key.authenticate);
    const settings = readFileSync(join(folder, SETTINGS), 'utf8').split('\n');
    const left = settings.filter((line) => !line.includes(`"_id":"${ENTERED_SETTING}"`));
    assert.equal(left.length, settings.length - 1);
    writeFileSync(join(folder, SETTINGS), left.join('\n'));
    rmSync(join(folder, COLLECTION));
    const bytes = readFileSync(join(folder, SETTINGS));
    const parts = manifest.parts
      .filter(({ path }) => path !== COLLECTION)
      .map((part) => (part.path === SETTINGS ? { path: SETTINGS, size: bytes.length, sm3: sm3(bytes) } : part));
    assert.equal(parts.length, manifest.parts.length - 1);
    const records = manifest.records - issued.length - 1;
    writeFileSync(join(folder, MANIFEST), writeManifest({ ...manifest, records, parts }, key.authenticate));
  }

  before(async () => {
    origin = await newInstallation();
    const { keys } = JSON.parse(await command(origin, 'key', 'list', '--json')) as {
      readonly keys: readonly { readonly keyId: string; readonly sealCodes: readonly string[] }[];
    };
    const [renewed, rotated] = keys.filter(({ sealCodes }) => sealCodes.length > 0);
    assert.ok(renewed && rotated);
    // Certificates that only seals still have: one before a renewal, one whose key was destroyed and which is revoked, one for a UKey.
    await command(origin, 'key', 'renew', renewed.keyId, '--remake-seals');
    await command(origin, 'key', 'rotate', rotated.keyId, '--destroy-old');
    await command(origin, ...(await orderOfHeldSeal(origin, '合同专用章')));
    await withOpened(configOf(origin), async ({ custody, store }) => {
      authorities = await authoritiesIn(custody);
      issued = await store.records.list('issued-certificates', { limit: 1000 });
    });
    said = await answers(origin);
    await withOpened(configOf(origin), async (ground) => {
      issued = await ground.store.records.list('issued-certificates', { limit: 1000 });
      backup = join(temporaryFolder(), 'backup');
      await backupTo(ground, backup, { withPassphrase: false });
    });
    await makeOlder(backup);
  });

  it('starts cleanly, and answers as the installation that it is a copy of', async () => {
    const kinds = [...said.values()];
    assert.ok(kinds.includes('good') && kinds.includes('revoked') && !kinds.includes('unknown'), kinds.join());
    const folder = elsewhere();
    await command(folder, 'restore', backup);
    await withOpened(configOf(folder), async ({ store }) =>
      assert.deepEqual(await store.records.list('issued-certificates', { limit: 1 }), []),
    );
    assert.deepEqual(await answers(folder), said);
    await withOpened(configOf(folder), async ({ store, register, config }) => {
      const [entry] = await store.records.list('issued-certificates', { limit: 1 });
      assert.deepEqual([entry?.issuedBy, entry?.purpose], [null, null]);
      assert.ok(await store.records.get('settings', ENTERED_SETTING));
      const { intermediates } = await createTrustFiles(config.trustDirectory, crypto).load();
      assert.equal(await register.find(intermediates[0] ?? assert.fail(), fromHex('42'.repeat(16))), null);
    });
    assert.match(await command(folder, 'doctor'), /register of issued certificates has those of \d+ keys/);
  });

  it('has every certificate that was issued while a store that moves on was copied', async () => {
    const moving = join(temporaryFolder(), 'moving');
    const order = await orderOfHeldSeal(origin, '财务专用章');
    await withOpened(configOf(origin), async (ground) => {
      const { records, journal } = ground.store;
      const made: Ran[] = [];
      const live = {
        records: {
          ...records,
          // The last collection before the journal: another process makes a seal when all others were read.
          async list<C extends CollectionName>(...asked: Parameters<typeof records.list<C>>) {
            if (asked[0] === 'settings' && made.length === 0) made.push(await runBuilt(order, origin));
            return records.list(...asked);
          },
        },
        ...{ journal, frozen: false, release: () => Promise.resolve() },
      };
      const store = { ...ground.store, snapshot: () => Promise.resolve(live) };
      await backupTo({ ...ground, store }, moving, { withPassphrase: false });
      assert.deepEqual([made.length, made[0]?.code], [1, 0]);
    });
    const folder = elsewhere();
    await command(folder, 'restore', moving);
    await withOpened(configOf(folder), async ({ store, register }) => {
      const seals = await store.records.list('seals', { limit: 100 });
      const made = seals.flatMap(({ versions }) => versions).find(({ application }) => application === order[2]);
      const certificate = parseCertificate(fromBase64(made?.certificate ?? assert.fail()));
      const issuer = authorities.find((one) => sameName(one.certificate.subject, certificate.issuer)) ?? assert.fail();
      assert.ok(await register.find(issuer.certificate, certificate.serialNumber));
    });
  });
});
