/** A verification that fetches what its certificates say is elsewhere, from a real server, and judges with it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createRevocationClient } from '../../../src/adapters/revocation/index.ts';
import { createVerifierPool } from '../../../src/adapters/isolation/index.ts';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { der } from '../../../src/asn1/index.ts';
import {
  authorityInfoAccessExtension,
  certificateDigest,
  crlDistributionPointsExtension,
  encodeOcspResponse,
  parseOcspRequest,
  prepareTrust,
} from '../../../src/pki/index.ts';
import { verifyAgain } from '../../../src/documents/index.ts';
import type { Check } from '../../../src/report/index.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import { examineFile, type RevocationSource, type VerificationDependencies } from '../../../src/services/verification/index.ts';
import { makeOcspResponse, makeResponder } from '../../support/ocsp.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';
import { makeSealOf } from '../../support/ses.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const NOW = day(10);
const THREAD = fileURLToPath(new URL('../../support/verifier-thread.mjs', import.meta.url));

describe('a verification that fetches', function () {
  this.timeout(300_000);
  let server: Server;
  let base = '';
  let asked: string[] = [];
  let status: Parameters<typeof makeOcspResponse>[2] = {};
  const root = makeRoot();
  const ca = issue(root, { profile: 'authority', name: { commonName: '制章 CA' } });
  const responder = makeResponder(ca);
  let maker: TestIdentity;
  let listed: TestIdentity;
  let elsewhere: TestIdentity;

  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/ca.cer') response.end(ca.certificate.raw);
        else if (request.url === '/ca.crl')
          response.end(makeRevocationList(ca, { revoked: [{ identity: listed, at: day(9), reason: 4 }] }).raw);
        else if (request.url === '/ocsp') {
          const [id] = parseOcspRequest(new Uint8Array(Buffer.concat(chunks))).certificates;
          assert.deepEqual(id?.serialNumber, maker.certificate.serialNumber);
          response.end(
            encodeOcspResponse(
              makeOcspResponse(ca, maker, { responder, thisUpdate: day(9), nextUpdate: day(11), ...status }).raw,
            ),
          );
        } else response.writeHead(404).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://pki.test:${(server.address() as AddressInfo).port}`;
    const access = (ocsp: readonly string[]) => authorityInfoAccessExtension({ ocsp, caIssuers: [`${base}/ca.cer`] });
    maker = issue(ca, { name: { commonName: '制章中心' }, extensions: (usual) => [...usual, access([`${base}/ocsp`])] });
    listed = issue(ca, {
      name: { commonName: '制章中心二' },
      extensions: (usual) => [...usual, access([]), crlDistributionPointsExtension([`${base}/ca.crl`])],
    });
    elsewhere = issue(ca, { crlUris: ['ldap://pki.test/cn=ca'] });
  });
  after(() => server.close());
  beforeEach(() => {
    asked = [];
    status = {};
  });

  const client = (): RevocationSource =>
    createRevocationClient({
      hosts: [new URL(base).host, '127.0.0.1'],
      resolve: () => Promise.resolve(['127.0.0.1']),
      clock: { now: () => NOW },
    });
  const material = (intermediates: readonly TestIdentity[]) =>
    trustIn({
      anchors: [root],
      intermediates,
      revocationLists: [makeRevocationList(root)],
      sealMakers: [maker, listed, elsewhere].map(({ certificate }) => ({
        kind: 'certificate',
        sm3: certificateDigest(certificate, crypto),
      })),
    });
  const deps = (more: Partial<VerificationDependencies>): VerificationDependencies => ({
    engine: { crypto, zlib: createZlib() },
    trust: () => prepareTrust(material([ca]), crypto),
    policy: { revocation: 'require', acceptDemonstration: false },
    store: null,
    journal: null,
    clock: { now: () => NOW },
    random: { bytes: (length) => new Uint8Array(length) },
    ...more,
  });
  const revocationOf = async (by: TestIdentity, more: Partial<VerificationDependencies>): Promise<Check> => {
    const bytes = makeSealOf({ signer: issue(ca), maker: by });
    const own = deps(more);
    const { report, diagnostic } = await examineFile(own, PUBLIC_ACTOR, { bytes });
    // what was fetched is among what the report was computed from
    assert.deepEqual(verifyAgain(own.engine, diagnostic, bytes), report);
    const checks = report.signatures.flatMap((signature) => signature.checks);
    const found = checks.find(({ id }) => id === 'revocation') ?? checks.find(({ id }) => id === 'seal-maker');
    assert.ok(found, JSON.stringify(checks));
    return found;
  };

  it('asks nobody unless it is told whom it may ask', async () => {
    const check = await revocationOf(maker, {});
    assert.equal(check.code, 'TRY_LATER', JSON.stringify(check));
    assert.deepEqual(asked, []);
  });

  it('passes by the answer of the responder that the certificate names', async () => {
    const check = await revocationOf(maker, { revocation: client() });
    assert.equal(check.outcome, 'passed', JSON.stringify(check));
    assert.deepEqual(asked, ['POST /ocsp']);
  });

  it('fetches the issuer first where nobody gave it', async () => {
    const trust = () => prepareTrust(material([]), crypto);
    const check = await revocationOf(maker, { revocation: client(), trust });
    assert.equal(check.outcome, 'passed', JSON.stringify(check));
    assert.deepEqual(asked, ['GET /ca.cer', 'POST /ocsp']);
  });

  it('says revoked by the answer or the list, with the reason', async () => {
    status = { status: { kind: 'revoked', revokedAt: day(9), reason: 1 } };
    assert.match(JSON.stringify(await revocationOf(maker, { revocation: client() })), /REVOKED.*keyCompromise/);
    assert.match(JSON.stringify(await revocationOf(listed, { revocation: client() })), /REVOKED.*superseded/);
    assert.deepEqual(asked, ['POST /ocsp', 'GET /ca.crl']);
  });

  it('leaves open what only a directory knows, and says so', async () => {
    const check = await revocationOf(elsewhere, { revocation: client() });
    assert.equal(check.code, 'TRY_LATER');
    assert.match(JSON.stringify(check.evidence), /"status":"unknown".*ldap:\/\/pki\.test\/cn=ca/);
    assert.deepEqual(asked, []);
  });

  it('leaves open what a forged answer says', async () => {
    status = { responder: makeResponder(makeRoot()) };
    assert.equal((await revocationOf(maker, { revocation: client() })).code, 'TRY_LATER');
    assert.deepEqual(asked, ['POST /ocsp']);
  });

  /** A thread that reads foreign files, and the trust folder that it follows. */
  const apart = async () => {
    const trustFolder = temporaryFolder();
    const store = createTrustFiles(trustFolder, crypto);
    const { anchors, revocationLists, sealMakers } = material([]);
    for (const anchor of anchors) await store.addAnchor(anchor);
    await store.addIntermediate(ca.certificate.raw);
    for (const list of revocationLists) await store.putRevocationList(list.raw);
    for (const entry of sealMakers) await store.authoriseSealMaker(entry);
    const settings = { trustFolder, policy: { revocation: 'require', acceptDemonstration: false } } as const;
    return { store, isolated: createVerifierPool({ program: THREAD, settings, longest: 30_000, threads: 1 }) };
  };

  it('hands what was fetched to the thread that reads foreign files', async () => {
    const { isolated } = await apart();
    try {
      const check = await revocationOf(maker, { revocation: client(), isolated });
      assert.equal(check.outcome, 'passed', JSON.stringify(check));
      assert.deepEqual(asked, ['POST /ocsp']);
    } finally {
      await isolated.close();
    }
  });

  it('knows a list that came after the thread read its first file', async () => {
    const { store, isolated } = await apart();
    try {
      await store.putRevocationList(makeRevocationList(ca, { number: 1 }).raw);
      assert.equal((await revocationOf(listed, { isolated })).outcome, 'passed');
      const next = makeRevocationList(ca, { number: 2, revoked: [{ identity: listed, at: day(9), reason: 1 }] });
      await store.putRevocationList(next.raw);
      assert.match(JSON.stringify(await revocationOf(listed, { isolated })), /REVOKED.*keyCompromise/);
    } finally {
      await isolated.close();
    }
  });

  it('takes nothing for a question that a certificate made up', async () => {
    const odd = issue(ca, {
      extensions: (usual) => [...usual, { ...authorityInfoAccessExtension({ ocsp: [], caIssuers: [] }), value: der.nullValue() }],
    });
    const trust = () =>
      prepareTrust(
        { ...material([ca]), sealMakers: [{ kind: 'certificate', sm3: certificateDigest(odd.certificate, crypto) }] },
        crypto,
      );
    assert.equal((await revocationOf(odd, { revocation: client(), trust })).code, 'TRY_LATER');
    assert.deepEqual(asked, []);
  });
});
