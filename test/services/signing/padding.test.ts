/** RSA keys that sign documents by RSASSA-PSS, as OpenSSL sees what they sign. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDerPrefix } from '../../../src/asn1/index.ts';
import { concatBytes, utf8 } from '../../../src/base/bytes.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import { prepareTrust, writePem, type RsaPadding } from '../../../src/pki/index.ts';
import { assignSignatureKey, passAssignmentOn, signDocument } from '../../../src/services/signing/index.ts';
import { createEvidenceSources, type EvidenceSources } from '../../support/evidence-sources.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { eventsOf } from '../../support/invariants.ts';
import { needOpenssl } from '../../support/openssl.ts';
import { crypto } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';
import { grantingAtOnce, newDocumentKey, trustWith, type DocumentKey } from '../../support/signature-key.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { actor, openUseCases, PURPOSE, SEALER, type Process, type UseCases } from '../../support/use-cases.ts';

const ADMIN = actor('administrator', null);

describe('documents signed by RSASSA-PSS', function () {
  this.timeout(300_000);
  let rsa: DocumentKey;
  let sources: EvidenceSources;
  let under: UseCases;
  let process: Process;
  before(async () => {
    rsa = await newDocumentKey('rsa');
    sources = await createEvidenceSources((material) => trustWith(material, rsa));
  });
  beforeEach(async () => {
    under = await openUseCases();
    process = under.process({ evidence: sources.evidence });
  });
  afterEach(() => under.close());

  const desk = async () => ({
    ...{ records: under.store.records, custody: (await sharedInstallation()).custody, crypto },
    ...{ journal: process.relay, clock: process.licences.clock, grantAtOnce: grantingAtOnce(process.licences) },
  });
  const assign = async (keyId: string, padding?: RsaPadding) =>
    (await assignSignatureKey(await desk(), ADMIN, { keyId, organisation: ISSUER, padding })).record;
  const sign = (form: 'pades' | 'pkcs7' = 'pades') =>
    signDocument(process.licences, SEALER, { document: blankFile(1), form, certify: 'signing', purpose: PURPOSE });

  it('are proven without the installation, and right for OpenSSL', async function () {
    needOpenssl(this);
    await assign(rsa.keyId, 'pss');
    for (const form of ['pades', 'pkcs7'] as const) {
      const { document, evidence } = await sign(form);
      assert.equal(evidence, 'B-LTA');
      const [signed] = verifyDocument(process.licences.engine, document, {
        trust: prepareTrust({ ...sources.material, revocationLists: [] }, crypto),
        policy: { revocation: 'require', acceptDemonstration: true },
        ...{ at: Date.now() + 60_000, proofOfExistence: null },
      }).signatures;
      assert.deepEqual([signed?.intact, signed?.conclusion], [true, 'passed']);

      const text = Buffer.from(document).toString('latin1');
      const [, hexadecimal = ''] = /\/Contents ?<([0-9A-Fa-f]+)>/.exec(text) ?? [];
      const [, ...ranges] = /\/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)/.exec(text) ?? [];
      const [at = 0, length = 0, from = 0, rest = 0] = ranges.map(Number);
      const folder = temporaryFolder();
      const write = (name: string, bytes: Uint8Array): string => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const cms = write('cms', readDerPrefix(Buffer.from(hexadecimal, 'hex')).raw);
      const content = write('content', concatBytes(document.subarray(at, at + length), document.subarray(from, from + rest)));
      const root = write('root.pem', utf8(writePem('CERTIFICATE', rsa.root.certificate.raw)));
      const openssl = (...args: readonly string[]) =>
        spawnSync('openssl', ['cms', ...args, '-inform', 'DER', '-in', cms], { encoding: 'utf8' });
      assert.match(openssl('-cmsout', '-print').stdout, /signatureAlgorithm:\s+algorithm: rsassaPss/);
      const how = ['-verify', '-binary', '-purpose', 'any', '-out', join(folder, 'out')];
      const { status, stderr } = openssl(...how, '-content', content, '-CAfile', root);
      assert.equal(status, 0, stderr);
    }
  });

  it('are so as long as the key is assigned so', async () => {
    const isPss = async (): Promise<boolean> =>
      // The object identifier 1.2.840.113549.1.1.10.
      Buffer.from((await sign()).document)
        .toString('latin1')
        .includes('06092a864886f70d01010a');
    await assign(rsa.keyId);
    assert.equal(await isPss(), false);
    await assign(rsa.keyId, 'pss');
    assert.equal(await isPss(), true);
    assert.deepEqual([(await assign(rsa.keyId)).padding, (await assign(rsa.keyId)).version], ['pss', 2]);
    const plain = await assign(rsa.keyId, 'pkcs1');
    assert.deepEqual([plain.padding, plain.version, await isPss()], [undefined, 3, false]);
    await process.relay.drain();
    const told = (await eventsOf(under.store)).filter(({ kind }) => kind === 'signature-key-assigned');
    assert.deepEqual(
      told.map(({ facts }) => facts['padding']),
      [undefined, 'pss', undefined],
    );
  });

  it('are of RSA keys only, also where another key takes the place of one', async () => {
    const [other, p256] = [await newDocumentKey('rsa'), await newDocumentKey('ecdsa-p256')];
    await assert.rejects(assign(p256.keyId, 'pss'), { code: 'SIGNATURE_KEY_UNUSABLE' });
    await assert.rejects(assign(p256.keyId, 'pkcs1'), { code: 'SIGNATURE_KEY_UNUSABLE' });
    await assign(rsa.keyId, 'pss');
    await passAssignmentOn(await desk(), ADMIN, { from: rsa.keyId, to: other.keyId });
    assert.equal((await under.store.records.get('signature-keys', other.keyId))?.padding, 'pss');
    await passAssignmentOn(await desk(), ADMIN, { from: other.keyId, to: p256.keyId });
    assert.equal((await under.store.records.get('signature-keys', p256.keyId))?.padding, undefined);
    await assert.rejects(sign(), { code: 'SEAL_USE_REFUSED' });
    const { grants } = await sharedInstallation();
    for (const [former, { keyId: key }] of [
      [rsa.keyId, other],
      [other.keyId, p256],
    ] as const)
      await grants.enter({ kind: 'key-succeeds', key, former, by: 'x' });
    assert.equal((await sign()).evidence, 'B-T');
  });
});
