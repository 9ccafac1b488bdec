/** The trust store in a folder: what is added is loaded, what people put there too, and what cannot be read is named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { certificateDigest, encodeOcspResponse, writePem, type Certificate } from '../../../src/pki/index.ts';
import type { TrustStore } from '../../../src/services/pki/index.ts';
import { makeOcspResponse } from '../../support/ocsp.ts';
import { crypto, day, makeChain, makeRevocationList, makeRoot } from '../../support/pki.ts';

describe('trust files', () => {
  let folder: string;
  let store: TrustStore;
  const { root, ca, signer } = makeChain();
  const digests = (certificates: readonly Certificate[]): string[] =>
    certificates.map((item) => certificateDigest(item, crypto)).sort();

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'yinzheng-trust-')), 'trust');
    store = createTrustFiles(folder, crypto);
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('trusts nothing by default', async () => {
    assert.deepEqual(await store.load(), {
      anchors: [],
      intermediates: [],
      revocationLists: [],
      ocspResponses: [],
      sealMakers: [],
    });
  });

  it('loads what was added, each anchor with its class', async () => {
    const demonstration = makeRoot();
    await store.addAnchor({ certificate: root.certificate, trustClass: 'production' });
    await store.addAnchor({ certificate: demonstration.certificate, trustClass: 'demonstration' });
    await store.addIntermediate(ca.certificate.raw);
    await store.addIntermediate(ca.certificate.raw);
    const maker = { kind: 'certificate', sm3: certificateDigest(signer.certificate, crypto) } as const;
    await store.authoriseSealMaker(maker);
    await store.authoriseSealMaker(maker);
    const material = await store.load();
    assert.deepEqual(
      material.anchors.map(({ certificate, trustClass }) => [certificateDigest(certificate, crypto), trustClass]),
      [
        [certificateDigest(root.certificate, crypto), 'production'],
        [certificateDigest(demonstration.certificate, crypto), 'demonstration'],
      ],
    );
    assert.deepEqual(digests(material.intermediates), digests([ca.certificate]));
    assert.deepEqual(material.sealMakers, [maker]);
  });

  it('keeps the last revocation list of an issuer', async () => {
    await store.putRevocationList(makeRevocationList(ca, { number: 1 }).raw);
    await store.putRevocationList(makeRevocationList(ca, { number: 2, thisUpdate: day(2) }).raw);
    await store.putRevocationList(makeRevocationList(root).raw);
    const { revocationLists } = await store.load();
    assert.deepEqual(revocationLists.map(({ thisUpdate }) => thisUpdate).sort(), [day(0), day(2)]);
  });

  it('takes lists and OCSP answers of any issuer, and names an answer that is none', async () => {
    mkdirSync(join(folder, 'revocation-lists'), { recursive: true });
    mkdirSync(join(folder, 'ocsp-responses'), { recursive: true });
    const foreign = makeChain();
    const list = makeRevocationList(foreign.ca);
    const answer = encodeOcspResponse(makeOcspResponse(foreign.ca, foreign.signer).raw);
    writeFileSync(join(folder, 'revocation-lists', 'theirs.crl'), list.raw);
    writeFileSync(join(folder, 'ocsp-responses', 'theirs.der'), answer);
    const material = await store.load();
    assert.deepEqual(
      material.revocationLists.map(({ raw }) => raw),
      [list.raw],
    );
    assert.deepEqual(material.ocspResponses, [answer]);
    writeFileSync(join(folder, 'ocsp-responses', 'theirs.der'), encodeOcspResponse('tryLater'));
    await assert.rejects(store.load(), (error) => isYinzhengError(error, 'TRUST_STORE_INVALID'));
  });

  it('reads what people put there, PEM bundles and DER, and passes over README and hidden files', async () => {
    mkdirSync(join(folder, 'anchors'), { recursive: true });
    const bundle = [root, makeRoot()].map(({ certificate }) => writePem('CERTIFICATE', certificate.raw)).join('text between\n');
    writeFileSync(join(folder, 'anchors', 'bundle.crt'), bundle);
    writeFileSync(join(folder, 'anchors', 'one.der'), makeRoot().certificate.raw);
    writeFileSync(join(folder, 'anchors', 'README.md'), 'where these come from');
    writeFileSync(join(folder, 'anchors', '.hidden'), 'x');
    assert.equal((await store.load()).anchors.length, 3);
    assert.deepEqual(readdirSync(folder), ['anchors']);
  });

  it('names the file that cannot be used', async () => {
    const refused = (file: string): Promise<void> =>
      assert.rejects(
        store.load(),
        (error) => isYinzhengError(error, 'TRUST_STORE_INVALID') && error.details['path'] === join(folder, file),
      );
    mkdirSync(join(folder, 'intermediates'), { recursive: true });
    writeFileSync(join(folder, 'intermediates', 'x.pem'), 'not a certificate');
    await refused('intermediates/x.pem');
    rmSync(join(folder, 'intermediates'), { recursive: true });
    for (const text of ['{}', '[{"kind":"certificate","sm3":"12"}]', 'x', '[{"kind":"anyone"}]']) {
      writeFileSync(join(folder, 'seal-makers.json'), text);
      await refused('seal-makers.json');
    }
    await assert.rejects(store.addIntermediate(Uint8Array.of(1)), (error) => isYinzhengError(error));
  });
});
