/** Stamping with a key in a process of its own, as a UKey has it, while the server is killed before, while and after it finishes. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTrustFiles } from '../../src/adapters/trust/index.ts';
import { toHex } from '../../src/base/bytes.ts';
import { runBuilt } from '../support/cli.ts';
import { ISSUER } from '../support/http.ts';
import { assertWhole } from '../support/invariants.ts';
import { needOpenssl } from '../support/openssl.ts';
import { needTool, runTool } from '../support/pdf.ts';
import { writeKeyFile } from '../support/pkcs12.ts';
import { crypto, issue, makeRevocationList, makeRoot } from '../support/pki.ts';
import { sm3 } from '../support/records.ts';
import { blankFile } from '../support/sealing.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { configOf, withOpened } from '../support/served.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { insertUkey, type Ukey } from '../support/ukey.ts';
import { readDerOrPem } from '../../src/pki/index.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import { approvedIn, specialSeal } from '../support/approved-seal.ts';

const SEAL = '99010000000031';
/** The server is killed so many times while it finishes, each time somewhat later. */
const KILLS = 8;
const LATER = 12;
const DAY = 86_400_000;

interface Prepared {
  readonly id: string;
  readonly tbs: string;
}

describe('stamping with a key in another process', function () {
  this.timeout(300_000);
  const folder = join(temporaryFolder(), 'client-key');
  const document = blankFile(2);
  /** Digests of the documents that were answered, by stamping. */
  const answered = new Map<string, string>();
  let server: ServerProcess;
  let ukey: Ukey | null = null;
  let key = '';
  let refusedId = '';

  const start = async (): Promise<void> => {
    const started = await startServerProcess(folder);
    assert.ok(started);
    server = started;
  };

  before(async function () {
    needOpenssl(this);
    mkdirSync(folder);
    await start();
    key = /yz_[0-9a-f_]+/.exec(server.screen)?.[0] ?? '';
    ukey = insertUkey();
    const [request] = readDerOrPem(new Uint8Array(Buffer.from(await ukey.request())), 'CERTIFICATE REQUEST');
    assert.ok(request);
    const order = specialSeal('合同专用章', { kind: 'holder', request: toBase64(request) });
    const id = await approvedIn(folder, { ...order, code: SEAL });
    for (const argv of [
      ['make', id, '--out', 'ukey.pem'],
      ['file', id],
    ]) {
      const made = await runBuilt(['seal', ...argv], folder);
      assert.deepEqual([made.code, made.err], [0, '']);
    }
    assert.match(readFileSync(join(folder, 'ukey.pem'), 'utf8'), /BEGIN CERTIFICATE/);
  });
  after(async () => {
    ukey?.remove();
    await (server as ServerProcess | undefined)?.kill();
  });

  const call = (path: string, body: unknown = null) => {
    const raw = body instanceof Uint8Array;
    const headers = { authorization: `Bearer ${key}`, 'content-type': raw ? 'application/pdf' : 'application/json' };
    const sent = body === null ? { headers } : { method: 'POST', headers, body: raw ? Buffer.from(body) : JSON.stringify(body) };
    return fetch(`${server.url}${path}`, sent);
  };
  const prepare = async (certifyAs?: 'pades'): Promise<Prepared> => {
    const certified = certifyAs ? `&certifyAs=${certifyAs}` : '';
    const answer = await call(`/api/v1/stamps?signer=client&seal=${SEAL}&page=2&x=60&y=60&item=x&cause=y${certified}`, document);
    const body = (await answer.json()) as Prepared;
    assert.equal(answer.status, 202, JSON.stringify(body));
    return body;
  };
  const sign = async ({ tbs }: Prepared, form: 'der' | 'raw' = 'der'): Promise<string> => {
    assert.ok(ukey);
    return ukey.sign(tbs, form);
  };
  const finish = async ({ id }: Prepared, signature: string): Promise<Uint8Array> => {
    const answer = await call(`/api/v1/stamps/${id}/signature`, { signature });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    assert.equal(answer.status, 200, new TextDecoder().decode(bytes.subarray(0, 1000)));
    assert.equal(answer.headers.get('x-stamping'), id);
    assert.equal(answer.headers.get('x-yinzheng-evidence'), 'SES-LT');
    answered.set(id, toHex(sm3(bytes)));
    return bytes;
  };
  /** An RSA key that signs for the organisation, by an authority that is in the trust folder with its lists. */
  const newCertifier = async (): Promise<void> => {
    const life = { notBefore: Date.now() - 10 * DAY, notAfter: Date.now() + 3650 * DAY };
    const root = makeRoot({ key: 'rsa', ...life });
    const ca = issue(root, { key: 'rsa', profile: 'authority', name: { commonName: 'RSA CA' }, ...life });
    const identity = issue(ca, { key: 'rsa', name: { commonName: 'Sample Bureau' }, ...life });
    const trust = createTrustFiles(configOf(folder).trustDirectory, crypto);
    await trust.addAnchor({ certificate: root.certificate, trustClass: 'production' });
    await trust.addIntermediate(ca.certificate.raw);
    for (const issuer of [root, ca]) {
      const list = makeRevocationList(issuer, { thisUpdate: Date.now() - DAY, nextUpdate: Date.now() + 30 * DAY });
      await trust.putRevocationList(list.raw);
    }
    writeFileSync(join(folder, 'key.p12'), writeKeyFile({ keys: [identity], certificates: [identity, ca], passphrase: 'x' }));
    writeFileSync(join(folder, 'passphrase.txt'), 'x\n');
    const how = ['--purpose', 'cms-signature', '--passphrase-file', 'passphrase.txt', '--json'];
    const imported = await runBuilt(['key', 'import', 'key.p12', ...how], folder);
    const { keys } = JSON.parse(imported.out) as { readonly keys: readonly { readonly keyId: string }[] };
    const assigned = await runBuilt(['key', 'assign', keys[0]?.keyId ?? '', '--organisation', ISSUER], folder);
    assert.deepEqual([assigned.code, assigned.err], [0, '']);
  };
  const verify = async (bytes: Uint8Array, before: readonly (readonly unknown[])[] = []): Promise<void> => {
    const answer = await call('/api/v1/verifications', bytes);
    const { signatures } = (await answer.json()) as {
      readonly signatures: readonly {
        readonly conclusion: string;
        readonly intact: boolean;
        readonly seal: { readonly esId: string } | null;
      }[];
    };
    assert.deepEqual(
      signatures.map(({ conclusion, intact, seal }) => [conclusion, intact, seal?.esId]),
      [
        ...before,
        ['passed', true, SEAL],
        // The document time stamp.
        ['passed', true, undefined],
      ],
    );
  };

  it('passes, and opens elsewhere, whichever form the signature has', async function () {
    assert.notEqual(ukey?.pid, process.pid);
    needTool(this, 'qpdf');
    needTool(this, 'pdftoppm');
    for (const form of ['der', 'raw'] as const) {
      const prepared = await prepare();
      const bytes = await finish(prepared, await sign(prepared, form));
      await verify(bytes);
      assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
      assert.deepEqual(runTool(bytes, 'pdftoppm', '-r', '20', '{}', join(folder, form)), { status: 0, output: '' });
    }
  });

  it('seals what a key in custody certified before, for readers without SM2', async function () {
    needTool(this, 'pdfsig');
    await newCertifier();
    const prepared = await prepare('pades');
    // Another server finishes it, from what is kept.
    await server.kill();
    const signature = await sign(prepared);
    await start();
    const bytes = await finish(prepared, signature);
    assert.deepEqual(bytes.subarray(0, document.length), document);
    await verify(bytes, [['passed', true, undefined]]);
    const { output } = runTool(bytes, 'pdfsig', '-nocert', '{}');
    const [certification = '', seal = ''] = output.split('Signature #2');
    assert.match(certification, /Signature Type: ETSI\.CAdES\.detached/);
    assert.match(certification, /Signature Validation: Signature is Valid\./);
    assert.match(seal, /Signature Type: (?!ETSI\.CAdES)/);
    assert.doesNotMatch(seal, /Signature is Valid/);
    assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
  });

  it('is finished by the next server when this one is killed in between', async () => {
    const prepared = await prepare();
    await server.kill();
    const signature = await sign(prepared, 'raw');
    await start();
    const bytes = await finish(prepared, signature);
    await verify(bytes);
    await server.kill();
    await start();
    assert.deepEqual(await finish(prepared, signature), bytes);
  });

  it('is finished or still to be finished when the server is killed meanwhile', async () => {
    for (let turn = 0; turn < KILLS; turn++) {
      const prepared = await prepare();
      const signature = await sign(prepared);
      const finishing = finish(prepared, signature).catch((error: unknown) => {
        // The server is gone, in the middle of an answer or before it.
        if (!(error instanceof TypeError)) throw error;
      });
      await pause(turn * LATER);
      await server.kill();
      await finishing;
      const told = answered.get(prepared.id);
      await start();
      const before = await call(`/api/v1/stamps/${prepared.id}/file`);
      const fetched = new Uint8Array(await before.arrayBuffer());
      assert.ok(before.status === 200 || (before.status === 409 && told === undefined), `${before.status}`);
      const bytes = await finish(prepared, signature);
      if (before.status === 200) assert.deepEqual(bytes, fetched);
      if (told !== undefined) assert.equal(toHex(sm3(bytes)), told);
      await verify(bytes);
    }
  });

  it('is refused from the moment when the certificate was revoked, also what was prepared before', async () => {
    const prepared = await prepare();
    const signature = await sign(prepared);
    const revoked = await runBuilt(['revoke', 'ukey.pem', '--reason', 'keyCompromise'], folder);
    assert.deepEqual([revoked.code, revoked.err], [0, '']);
    const answers = [
      await call(`/api/v1/stamps/${prepared.id}/signature`, { signature }),
      await call(`/api/v1/stamps?signer=client&seal=${SEAL}&page=2&x=60&y=60&item=x&cause=y`, document),
    ];
    for (const answer of answers) {
      const { code, detail } = (await answer.json()) as { readonly code: string; readonly detail: string };
      assert.deepEqual([answer.status, code], [409, 'SEAL_CERTIFICATE_REVOKED']);
      assert.match(detail, /key was compromised|私钥泄露/);
    }
    refusedId = prepared.id;
  });

  it('leaves nothing half there, and no key use that the register lacks', async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.complaints(), '');
    await withOpened(configOf(folder), async ({ store }) => {
      await assertWhole(store);
      for (const [id, digest] of answered) {
        const stamping = await store.records.get('stampings', id);
        assert.deepEqual([stamping?.state, stamping?.digestAfter], ['done', digest]);
      }
      const refused = await store.records.get('stampings', refusedId);
      assert.deepEqual([refused?.state, refused?.failure], ['failed', 'SEAL_CERTIFICATE_REVOKED']);
    });
    for (const command of [['journal', 'verify'], ['doctor']]) {
      const ran = await runBuilt(command, folder);
      assert.equal(ran.code, 0, ran.out + ran.err);
    }
  });
});
