/** The installation of a server, opened as the server opens it. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openSoftwareCustody, readPassphrase } from '../../../src/adapters/custody/index.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { buildPath, readCertificates, verifyTimeStamp } from '../../../src/pki/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { installationOpener } from '../../../src/processes/installation/open.ts';
import type { Installation } from '../../../src/processes/server/installation.ts';
import { parseHeadStatement, readHeadLine } from '../../../src/services/journal/heads/index.ts';
import { signIn } from '../../../src/services/access/index.ts';
import { DEMONSTRATION_SETTING } from '../../../src/services/demonstration/index.ts';
import { latin1 } from '../../../src/base/bytes.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import { issueRequest, ISSUER } from '../../support/http.ts';
import { extractText, needTool } from '../../support/pdf.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const verifier = fileURLToPath(new URL('../../support/verifier-thread.mjs', import.meta.url));
const open = installationOpener({ verifier });
const log = pino({ level: 'silent' });
const crypto = createNativeProvider();

const CLERK = {
  person: 'clerk',
  organisation: ISSUER,
  capacity: 'issuer',
  onBehalfOf: null,
  client: 'test',
  session: null,
} as const;

describe('the installation of a server', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const config = parseConfig({ env: {}, cwd: folder, readText: () => null });
  let passwords = new Map<string, string>();

  async function using<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
    const installation = await open(config, log);
    try {
      return await work(installation);
    } finally {
      await installation.stop();
    }
  }

  it('makes the demonstration at the first start and shows its accounts once', async () => {
    await using(async ({ credentials, dependencies }) => {
      assert.ok(credentials);
      passwords = new Map(credentials.accounts.map(({ userName, password }) => [userName, password]));
      assert.equal(passwords.size, 13);
      assert.equal(await dependencies.signerReady(), true);
    });
    await using(async ({ credentials, dependencies }) => {
      assert.equal(credentials, null);
      const password = passwords.get('clerk') ?? '';
      const { account } = await signIn(dependencies.access, {
        userName: 'clerk',
        password,
        address: '127.0.0.1',
        previous: null,
      });
      assert.equal(account.organisation, ISSUER);
    });
  });

  it('anchors the head of its journal outside of the store', async () => {
    const own = temporaryFolder();
    const env = { YINZHENG_JOURNAL_HEAD_SECONDS: '1', YINZHENG_JOURNAL_HEAD_FILE: 'elsewhere/heads.jsonl' };
    const installation = await open(parseConfig({ env, cwd: own, readText: () => null }), log);
    try {
      const { anchoring, licences } = installation.dependencies;
      while ((anchoring()?.sequence ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      const [line] = (await readFile(join(own, 'elsewhere', 'heads.jsonl'), 'utf8')).split('\n');
      const { sequence, hash } = parseHeadStatement(readHeadLine(line ?? '').statement);
      assert.equal((await licences.store.journal.read(sequence, 1))[0]?.hash, hash);
    } finally {
      await installation.stop();
    }
  });

  it('is ready in production without keys yet, for it verifies all the same', async () => {
    const own = temporaryFolder();
    const env = {
      NODE_ENV: 'production',
      YINZHENG_PUBLIC_URL: 'https://licence.example',
      YINZHENG_KEYSTORE_PASSPHRASE_FILE: join(own, 'passphrase'),
    };
    await writeFile(join(own, 'passphrase'), 'a passphrase of its own\n', { mode: 0o600 });
    const installation = await open(parseConfig({ env, cwd: own, readText: () => null }), log);
    const { dependencies } = installation;
    try {
      assert.deepEqual(await dependencies.licences.custody.list(), []);
      assert.equal(await dependencies.signerReady(), true);
    } finally {
      await installation.stop();
    }
  });

  it('issues what it verifies, and reads apart what it does not know', async () => {
    await using(async ({ dependencies: { licences, verification } }) => {
      const { licence } = await issueLicence(licences, CLERK, issueRequest() as Parameters<typeof issueLicence>[2]);
      const [file] = licence.editions[0]?.files ?? [];
      const bytes = await licences.store.blobs.get(file?.blob ?? '', file?.key);
      const report = await verifyFile(verification, PUBLIC_ACTOR, { bytes });
      assert.deepEqual([report.conclusion, report.demonstration, report.register?.status], ['passed', true, 'valid']);
      const { identifier } = licence.editions[0] ?? { identifier: '' };
      await changeStatus(licences, CLERK, { identifier, event: 'revoke', reason: 'r', documentNumber: 'd' });
      // An end of line appended is no change to the document, and must not shake the register off.
      const longer = new Uint8Array([...bytes, 0x0a]);
      for (const ended of [bytes, longer]) {
        const again = await verifyFile(verification, PUBLIC_ACTOR, { bytes: ended });
        assert.equal(again.signatures[0]?.conclusion, 'passed');
        assert.deepEqual([again.conclusion, again.register?.status], ['failed', 'revoked']);
      }
      const other = latin1('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
      await assert.rejects(verifyFile(verification, PUBLIC_ACTOR, { bytes: other }), { code: 'PDF_MALFORMED' });
    });
  });

  it('issues to rare names and places without any configuration, and names a character that it cannot draw', async function () {
    needTool(this, 'pdftotext');
    const rare = '𪨊𠮷𠀀𠀋𡃁𢀖𣎴𤯔𥥆𦍌𧒽𨉖𩷶𪚥𪜀𪟝𪰋𪼋𫃎𫄧𫝀𫞩𫠠𬀩𬮿𬺓';
    const order = (name: string) =>
      issueRequest({
        holders: [{ name, codeType: '999', code: 'TEST-0001' }],
        fields: {
          ...issueRequest().fields,
          法定代表人: name,
          住所: '样例省样例市𡐓塘路⋅𫭟下村1号',
          经营项目: Array.from(rare).join('、'),
        },
      }) as Parameters<typeof issueLicence>[2];
    await using(async ({ dependencies: { licences, verification } }) => {
      const { licence } = await issueLicence(licences, CLERK, order('王𪨊'));
      const [file] = licence.editions[0]?.files ?? [];
      const bytes = await licences.store.blobs.get(file?.blob ?? '', file?.key);
      const text = extractText(bytes).replace(/\s/g, '');
      for (const expected of ['王𪨊', '𡐓塘路⋅𫭟下村', Array.from(rare).join('、')]) assert.ok(text.includes(expected), text);
      assert.equal((await verifyFile(verification, PUBLIC_ACTOR, { bytes })).conclusion, 'passed');
      await assert.rejects(issueLicence(licences, CLERK, order('王𰻝')), {
        code: 'GLYPH_MISSING',
        details: { character: '𰻝', codePoint: 'U+30EDD' },
      });
    });
  });

  it('gives time stamps from the first start on, by the same units at every start, and never an earlier one', async () => {
    const imprint = { algorithm: 'sm3', digest: crypto.digest('sm3', latin1('x')) } as const;
    const stampAt = async ({ timeStamper, dependencies }: Installation) => {
      const { revocation } = dependencies;
      const cms = await timeStamper.stamp(imprint);
      const { info, intact, signerCertificate } = verifyTimeStamp({ cms, content: [latin1('x')], crypto });
      assert.ok(intact && signerCertificate);
      const path = buildPath({
        ...{ target: signerCertificate, trust: revocation.trust(), crypto, at: info.time, usage: 'time-stamping' },
        policy: { revocation: 'require', acceptDemonstration: true },
      });
      assert.equal(path.outcome, 'passed', JSON.stringify(path.checks));
      return { time: info.time, certificate: signerCertificate };
    };
    const first = await using(stampAt);
    const second = await using(stampAt);
    assert.deepEqual(second.certificate.raw, first.certificate.raw);
    assert.ok(second.time > first.time);
    const keys = join(folder, 'keys');
    const passphrase = await readPassphrase(join(keys, 'passphrase'));
    const custody = await openSoftwareCustody({
      path: join(keys, 'online.keystore'),
      passphrase,
      clock: { now: Date.now },
      crypto,
    });
    const units = (await custody.list()).filter(({ purposes }) => purposes.includes('time-stamp'));
    assert.equal(units.length, 2);
    for (const { keyId } of units) await custody.destroy(keyId);
    // an installation of a version without time stamping
    const third = await using(stampAt);
    assert.notDeepEqual(third.certificate.raw, first.certificate.raw);
  });

  it('begins a demonstration anew that was interrupted before it was complete', async () => {
    await using(({ dependencies }) => dependencies.access.records.remove('settings', DEMONSTRATION_SETTING));
    await using(async ({ credentials, dependencies }) => {
      const password = credentials?.accounts.find(({ userName }) => userName === 'clerk')?.password ?? '';
      assert.notEqual(password, passwords.get('clerk'));
      await signIn(dependencies.access, { userName: 'clerk', password, address: '127.0.0.1', previous: null });
      await issueLicence(dependencies.licences, CLERK, issueRequest() as Parameters<typeof issueLicence>[2]);
    });
  });

  it('never opens the root’s keystore again', async () => {
    const root = join(folder, 'keys', 'offline');
    const [name = ''] = (await readFile(join(root, 'root.keystore'), 'utf8')).match(/-----BEGIN CERTIFICATE[^"]+/) ?? [];
    assert.equal(readCertificates(new TextEncoder().encode(name.replaceAll('\\n', '\n'))).length, 1);
    rmSync(root, { recursive: true });
    await using(async ({ dependencies: { licences } }) => {
      await issueLicence(licences, CLERK, issueRequest() as Parameters<typeof issueLicence>[2]);
    });
  });
});
