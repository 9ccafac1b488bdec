/** Packages of evidence over both stores: what is in them, that they are checked offline, that every flipped octet is noticed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { fromUtf8, toHex, utf8 } from '../../../src/base/bytes.ts';
import { readTar, writeTar, type TarMember } from '../../../src/base/tar/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import {
  listEvidencePackages,
  makeEvidencePackage,
  recordReceipt,
  verifyEvidencePackage,
  type PackageDependencies,
  type PackageReport,
  type PackageTerms,
} from '../../../src/services/evidence-packages/index.ts';
import { digestLines } from '../../../src/services/evidence-packages/layout.ts';
import { ensureJournalKey } from '../../../src/services/journal/heads/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { ensureStatementKey } from '../../../src/services/statements/index.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { sharedAuthority, sharedInstallation } from '../../support/http.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { hasOpenssl } from '../../support/openssl.ts';
import { crypto } from '../../support/pki.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { actor, CLERK, openUseCases, order, OTHER_ISSUER, type UseCases } from '../../support/use-cases.ts';

const PURPOSE = { item: '行政诉讼', caseNumber: '（2026）样01行初1号', cause: '欧阳晓样案举证' } as const;
const AUDITOR = actor('auditor', null);
const NOTHING = prepareTrust({ anchors: [], intermediates: [], revocationLists: [], sealMakers: [] }, crypto);

for (const kind of ['lmdb', 'MongoDB'] as const)
  describe(`packages of evidence over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let isOpen = false;
    let deps: PackageDependencies;
    let terms: PackageTerms;
    let licence: LicenceRecord;
    let bytes: Uint8Array;
    let digest = '';

    before(async function () {
      if (kind === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      isOpen = true;
      const { custody, material, engine } = await sharedInstallation();
      const { clock, random } = under.licences;
      const making = { signer: custody, custody, crypto, random, register: sharedRegister };
      const ordered = { now: clock.now() - 1, authorisation: AUTHORISATION };
      await ensureJournalKey(making, ordered);
      await ensureStatementKey(making, ordered);
      deps = {
        ...{ store: under.store, journal: under.relay, clock, custody, signer: custody, crypto, engine },
        ...{ timeStamper: await sharedAuthority(clock), trust: () => Promise.resolve(material) },
        policy: { revocation: 'if-known', acceptDemonstration: true },
      };
      terms = { engine, trust: prepareTrust(material, crypto), policy: deps.policy, at: clock.now() + 60_000 };
      ({ licence } = await issueLicence(under.licences, CLERK, order()));
      await issueLicence(under.licences, CLERK, order());
      const { identifier } = currentEdition(licence);
      await changeStatus(under.licences, CLERK, {
        identifier,
        event: 'suspend',
        reason: '检查',
        documentNumber: '样〔2026〕1号',
      });
      await under.relay.drain();
      const made = await makeEvidencePackage(deps, AUDITOR, { identifier, purpose: PURPOSE });
      bytes = made.bytes;
      digest = made.record._id;
    });
    after(async () => {
      if (isOpen) await under.close();
    });

    const verify = (archive: Uint8Array, changes: Partial<PackageTerms> = {}): PackageReport =>
      verifyEvidencePackage({ ...terms, ...changes }, archive);
    const members = (): readonly TarMember[] => readTar(bytes).members;
    const part = (path: string): Uint8Array => members().find((one) => one.path === path)?.bytes ?? new Uint8Array();
    const json = (path: string): Record<string, unknown> => JSON.parse(fromUtf8(part(path))) as Record<string, unknown>;
    /** The package as somebody would make it who changes parts and all digests, but has no key. */
    const forged = (change: (list: readonly TarMember[]) => readonly TarMember[]): Uint8Array => {
      const changed = change(members()).filter(({ path }) => path !== 'SM3SUMS' && path !== 'manifest.txt');
      const content = changed.filter(({ path }) => path.startsWith('content/'));
      const around = [
        ...changed.filter(({ path }) => !path.startsWith('content/')),
        { path: 'manifest.txt', bytes: digestLines(content, crypto) },
      ];
      return writeTar([...around, { path: 'SM3SUMS', bytes: digestLines(around, crypto) }, ...content], readTar(bytes).time);
    };
    const replaced = (path: string, by: (text: string) => string) => (list: readonly TarMember[]) =>
      list.map((one) => (one.path === path ? { path, bytes: utf8(by(fromUtf8(one.bytes))) } : one));
    const failing = ({ checks }: PackageReport): readonly string[] =>
      checks.filter(({ outcome }) => outcome === 'failed').map(({ property, id }) => `${property} ${id}`);

    it('hold everything of a licence, and pass the check of the four properties offline', () => {
      const report = verify(bytes);
      assert.deepEqual(failing(report), []);
      assert.deepEqual(report.properties, {
        ...{ authenticity: 'passed', integrity: 'passed', usability: 'passed', security: 'passed' },
      });
      assert.equal(report.conclusion, 'passed');
      assert.equal(report.statement?.licence, currentEdition(licence).identifier);
      assert.ok(report.provenAt !== null);
      const file = currentEdition(licence).files.at(-1);
      assert.equal(toHex(crypto.digest('sm3', part(`content/files/${file?.digest}.pdf`))), file?.digest);
      const text = JSON.stringify(json('content/licence.json'));
      for (const secret of [file?.blob ?? 'x', file?.key ?? 'x']) assert.ok(!text.includes(`"${secret}"`));
      assert.equal((json('content/status.json')['events'] as unknown[]).length, 1);
      assert.match(JSON.stringify(json('content/application.json')), /欧阳晓样/);
      const folders = new Set(members().map(({ path }) => path.split('/').slice(0, 2).join('/')));
      for (const folder of ['stampings', 'grants', 'seals', 'verifications', 'pki', 'journal', 'files'])
        assert.ok(folders.has(`content/${folder}`), folder);
      const entries = fromUtf8(part('content/journal/entries.jsonl'));
      assert.ok(!entries.includes('欧阳晓样'));
      for (const event of ['licence-issued', 'licence-status-changed']) assert.ok(entries.includes(event));
    });

    it('say of every flipped octet that something is wrong', () => {
      const small = members().filter(
        ({ path }) => path.startsWith('signature/') || path === 'SM3SUMS' || path === 'manifest.txt',
      );
      const starts = small.map(({ bytes: content }) => content.byteOffset - bytes.byteOffset);
      assert.ok(starts.every((start) => start > 0));
      const position = fc.oneof(
        fc.nat({ max: bytes.length - 1 }),
        ...small.map(({ bytes: content }, index) => fc.nat({ max: content.length - 1 }).map((at) => (starts[index] ?? 0) + at)),
      );
      fc.assert(
        fc.property(position, fc.integer({ min: 0, max: 7 }), (at, bit) => {
          const altered = bytes.slice();
          altered[at] = (altered[at] ?? 0) ^ (1 << bit);
          const report = verify(altered);
          return report.conclusion === 'failed' && failing(report).length > 0;
        }),
        { numRuns: 150 },
      );
    });

    it('name the property that fails when somebody without the keys makes a package anew', () => {
      const licenceJson = 'content/licence.json';
      assert.ok(
        failing(verify(forged(replaced(licenceJson, (text) => text.replace('欧阳晓样', '欧阳小样'))))).includes(
          'authenticity statement',
        ),
      );
      const manifestLine = (list: readonly TarMember[]) =>
        list.map((one) =>
          one.path === 'signature/statement.txt'
            ? { ...one, bytes: utf8(fromUtf8(one.bytes).replace(/manifest-sm3 \w+/, `manifest-sm3 ${'a'.repeat(64)}`)) }
            : one,
        );
      assert.ok(failing(verify(forged(manifestLine))).includes('authenticity statement'));
      const without = (path: string) => forged((list) => list.filter((one) => !one.path.startsWith(path)));
      const lost = failing(verify(without('content/files/')));
      assert.ok(lost.includes('usability files') && lost.includes('authenticity statement'));
      assert.ok(failing(verify(without('content/journal/heads'))).includes('integrity journal'));
      assert.ok(failing(verify(without('content/archive-metadata'))).includes('usability metadata'));
      assert.ok(failing(verify(without('signature/statement.tst'))).includes('authenticity time-stamp'));
      const active = failing(
        verify(
          forged((list) =>
            list.map((one) =>
              one.path.startsWith('content/files/') ? { ...one, bytes: utf8('%PDF-1.7 /OpenAction <</S /JavaScript>>') } : one,
            ),
          ),
        ),
      );
      assert.ok(
        active.includes('security active-content') && active.includes('usability readable') && active.includes('integrity files'),
      );
      const act = forged(
        replaced('content/journal/entries.jsonl', (text) => text.replace('licence-status-changed', 'licence-issued')),
      );
      assert.ok(failing(verify(act)).includes('integrity journal'));
      assert.deepEqual(failing(verify(utf8('no tar'))), ['integrity container']);
    });

    it('prove nothing to who trusts nobody, and are not said to be false either', () => {
      const report = verify(bytes, { trust: NOTHING });
      assert.deepEqual([report.conclusion, report.properties.integrity, report.provenAt], ['indeterminate', 'passed', null]);
      assert.equal(report.properties.authenticity, 'indeterminate');
    });

    it('are checked by OpenSSL alone, as their README says', function () {
      if (!hasOpenssl) this.skip();
      const folder = temporaryFolder();
      for (const { path, bytes: content } of members()) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const readme = fromUtf8(part('README.md'));
      const sh = (script: string): string => {
        const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
          cwd: folder,
          encoding: 'utf8',
          env: { ...process.env, LC_ALL: 'C' },
        });
        assert.equal(status, 0, `${script}\n${stdout}${stderr}`);
        return stdout;
      };
      const commands = readme
        .split('\n')
        .filter((line) => line.startsWith('       '))
        .map((line) => line.trim());
      const chosen = commands.filter((line) => /^(for f in \$|openssl x509|openssl dgst -sm3 -verify|cat|openssl ts)/.test(line));
      assert.equal(chosen.length, 6);
      for (const command of chosen) sh(command);
      assert.match(sh(chosen.find((line) => line.includes('-verify')) ?? ''), /Verified OK/);
      const told = sh(chosen.find((line) => line.startsWith('cat')) ?? '');
      const [, named = 'x'] = /manifest-sm3 (\w+)/.exec(told) ?? [];
      assert.ok(told.includes(`${named} *manifest.txt`));
      writeFileSync(join(folder, 'anchors.pem'), part('content/pki/anchors.pem'));
      for (const command of commands.filter((line) => line.includes('openssl verify'))) assert.match(sh(command), /: OK/);
      const hash = sh(commands.find((line) => line.startsWith('head -1')) ?? 'false');
      const [first = '{}'] = fromUtf8(part('content/journal/entries.jsonl')).split('\n');
      assert.ok(hash.includes((JSON.parse(first) as { readonly hash: string }).hash), hash);
    });

    it('are made for auditors alone, with a purpose, and the journal has it before they are given', async () => {
      const { identifier } = currentEdition(licence);
      const told = (await newestEntries(under.store)).filter(({ event }) => event.kind === 'evidence-packaged').at(-1)?.event;
      assert.deepEqual(
        [told?.subject, told?.facts['sm3'], told?.purpose, told?.actor.person],
        [`licences/${licence._id}`, digest, { ...PURPOSE, cause: '欧***案举证' }, AUDITOR.person],
      );
      const asked = { identifier, purpose: PURPOSE };
      const stranger = { ...actor('auditor', OTHER_ISSUER), dataScope: { kind: 'own' } as const };
      for (const other of [CLERK, actor('verifier'), actor('administrator', null)])
        await assert.rejects(makeEvidencePackage(deps, other, asked), { code: 'NOT_ALLOWED' });
      await assert.rejects(makeEvidencePackage(deps, stranger, asked), {
        code: 'LICENCE_NOT_FOUND',
      });
      const journal = { ...deps.journal, record: () => Promise.reject(new Error('no journal')) };
      await assert.rejects(makeEvidencePackage({ ...deps, journal }, AUDITOR, asked), /no journal/);
    });

    it('get the receipt of an archive, once', async () => {
      const desk = { records: under.store.records, journal: under.relay, clock: under.licences.clock };
      const receipt = {
        package: digest,
        archive: '样本市档案馆',
        number: 'R-1',
        receivedAt: under.licences.clock.now(),
        checked: 'failed',
      } as const;
      await assert.rejects(recordReceipt(desk, CLERK, receipt), { code: 'NOT_ALLOWED' });
      await assert.rejects(recordReceipt(desk, AUDITOR, { ...receipt, package: 'f'.repeat(64) }), {
        code: 'EVIDENCE_PACKAGE_NOT_FOUND',
      });
      for (const receivedAt of [0, receipt.receivedAt + 3_600_000])
        await assert.rejects(recordReceipt(desk, AUDITOR, { ...receipt, receivedAt }), { code: 'INPUT_INVALID' });
      assert.equal((await recordReceipt(desk, AUDITOR, receipt)).receipt?.checked, 'failed');
      const passed = { ...receipt, number: 'R-2', checked: 'passed' } as const;
      const had = await recordReceipt(desk, AUDITOR, passed);
      assert.deepEqual(await recordReceipt(desk, AUDITOR, passed), had);
      await assert.rejects(recordReceipt(desk, AUDITOR, { ...passed, number: 'R-3' }), { code: 'ARCHIVE_RECEIPT_REFUSED' });
      const { items } = await listEvidencePackages(desk, AUDITOR, { limit: 100 });
      assert.equal(items.find(({ _id }) => _id === digest)?.receipt?.number, 'R-2');
      await under.relay.drain();
      const events = (await newestEntries(under.store)).filter(({ event }) => event.kind === 'archive-receipt-recorded');
      assert.equal(events.length, 2);
    });
  });
