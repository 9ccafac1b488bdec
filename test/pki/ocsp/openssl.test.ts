/** OpenSSL reads the OCSP messages written here, and those it writes are read here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  authorityInfoAccess,
  encodeOcspResponse,
  isIssuedBy,
  parseOcspRequest,
  parseOcspResponse,
  writePem,
} from '../../../src/pki/index.ts';
import { authorityInfoAccessExtension } from '../../../src/pki/index.ts';
import { makeOcspResponse, makeResponder } from '../../support/ocsp.ts';
import { useOpenssl } from '../../support/openssl.ts';
import { crypto, day, issue, makeChain, type TestIdentity } from '../../support/pki.ts';

describe('OpenSSL and OCSP', function () {
  const { at, file, openssl } = useOpenssl();
  const pem = (name: string, { certificate }: TestIdentity): string => file(name, writePem('CERTIFICATE', certificate.raw));

  const { ca, signer } = makeChain();
  const responder = makeResponder(ca, { name: { country: 'CN', commonName: 'Responder' } });

  it('prints what an answer says', () => {
    const made = makeOcspResponse(ca, signer, {
      ...{ responder, namedBy: 'name', digest: 'sm3', nonce: Uint8Array.of(1, 2, 3, 4) },
      ...{ thisUpdate: day(6), nextUpdate: day(7), archiveCutoff: day(0), invalidityDate: day(4) },
      status: { kind: 'revoked', revokedAt: day(5), reason: 1 },
    });
    const path = file('answer.der', encodeOcspResponse(made.raw));
    const { ok, output } = openssl('ocsp', '-respin', path, '-text', '-noverify');
    assert.ok(ok, output);
    for (const line of [
      'OCSP Response Status: successful',
      'Response Type: Basic OCSP Response',
      'Responder Id: C=CN, CN=Responder',
      'Hash Algorithm: sm3',
      'Cert Status: revoked',
      'Revocation Time: Jan  6 00:00:00 2026 GMT',
      'Revocation Reason: keyCompromise',
      'This Update: Jan  7 00:00:00 2026 GMT',
      'Next Update: Jan  8 00:00:00 2026 GMT',
      'OCSP Archive Cutoff',
      'Invalidity Date',
      'OCSP Nonce',
      'OCSP No Check',
      'OCSP Signing',
    ]) {
      assert.ok(output.replace(/ = /g, '=').includes(line), `${line}\n${output}`);
    }
    for (const status of ['tryLater', 'unauthorized'] as const) {
      const refused = openssl('ocsp', '-respin', file('refused.der', encodeOcspResponse(status)), '-noverify').output;
      assert.ok(refused.toLowerCase().includes(status.toLowerCase()), refused);
    }
  });

  it('agrees on the signature with the default user ID', () => {
    const { data, signature } = makeOcspResponse(ca, signer, { responder });
    const key = file('key.pem', writePem('PUBLIC KEY', responder.certificate.publicKey.raw));
    const verify = (tbs: Uint8Array): boolean =>
      openssl(
        ...['dgst', '-sm3', '-verify', key, '-sigopt', 'distid:1234567812345678'],
        ...['-signature', file('signature', signature), file('tbs', tbs)],
      ).ok;
    assert.ok(verify(data.raw));
    assert.equal(verify(data.raw.map((octet, index) => (index === data.raw.length - 1 ? octet ^ 1 : octet))), false);
  });

  it('verifies whole answers of ECDSA keys, delegated and not', () => {
    const chain = makeChain('p256');
    const delegate = makeResponder(chain.ca);
    for (const by of [delegate, chain.ca]) {
      for (const namedBy of ['name', 'key'] as const) {
        const made = makeOcspResponse(chain.ca, chain.signer, { responder: by, namedBy, digest: 'sha256' });
        const answer = openssl(
          ...['ocsp', '-respin', file('answer.der', encodeOcspResponse(made.raw)), '-sha256', '-partial_chain'],
          ...[
            '-issuer',
            pem('ca.pem', chain.ca),
            '-cert',
            pem('signer.pem', chain.signer),
            '-CAfile',
            pem('trust.pem', chain.ca),
          ],
        );
        assert.ok(/Response verify OK/.test(answer.output), answer.output);
        assert.ok(/signer.pem: good/.test(answer.output), answer.output);
      }
    }
  });

  it('writes requests that are read here, and answers', () => {
    for (const digest of ['sha1', 'sha256', 'sm3']) {
      const path = at('request.der');
      const made = openssl(
        ...['ocsp', '-issuer', pem('ca.pem', ca), `-${digest}`, '-cert', pem('signer.pem', signer), '-reqout', path],
      );
      assert.ok(made.ok, made.output);
      const { certificates, nonce } = parseOcspRequest(new Uint8Array(readFileSync(path)));
      const [named] = certificates;
      assert.ok(named && isIssuedBy(named, ca.certificate, crypto), digest);
      assert.deepEqual(named.serialNumber, signer.certificate.serialNumber);
      assert.ok(nonce && nonce.length >= 16);
    }
    const chain = makeChain('p256');
    const delegate = makeResponder(chain.ca);
    const serial = Buffer.from(chain.signer.certificate.serialNumber).toString('hex').toUpperCase();
    const index = file('index.txt', `R\t360101000000Z\t260106000000Z,keyCompromise\t${serial}\tunknown\t/CN=x\n`);
    const key = delegate.privateKey.export({ format: 'pem', type: 'pkcs8' });
    const out = at('theirs.der');
    const made = openssl(
      ...['ocsp', '-index', index, '-CA', pem('ca.pem', chain.ca), '-rsigner', pem('responder.pem', delegate)],
      ...['-rkey', file('responder.key', key), '-issuer', pem('ca.pem', chain.ca)],
      ...['-cert', pem('signer.pem', chain.signer), '-respout', out, '-noverify', '-ndays', '1'],
    );
    assert.ok(made.ok, made.output);
    const { response } = parseOcspResponse(new Uint8Array(readFileSync(out)));
    const [single] = response?.data.responses ?? [];
    assert.ok(single && isIssuedBy(single.certificate, chain.ca.certificate, crypto));
    assert.deepEqual(single.status, { kind: 'revoked', revokedAt: day(5), reason: 1 });
  });

  it('prints where a certificate says that its issuer answers', () => {
    const access = { ocsp: ['http://pki.example/ocsp'], caIssuers: ['http://pki.example/ca.cer'] };
    const made = issue(ca, { extensions: (usual) => [...usual, authorityInfoAccessExtension(access)] });
    const { output } = openssl('x509', '-in', pem('c.pem', made), '-noout', '-text');
    assert.ok(output.includes('OCSP - URI:http://pki.example/ocsp'), output);
    assert.ok(output.includes('CA Issuers - URI:http://pki.example/ca.cer'), output);
    assert.deepEqual(authorityInfoAccess(made.certificate), access);
  });
});
