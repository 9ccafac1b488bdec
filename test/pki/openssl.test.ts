/** What is written here is understood by OpenSSL's own tools, link by link, with the default user ID. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { concatBytes, fromHex, utf8 } from '../../src/base/bytes.ts';
import { DEFAULT_SM2_USER_ID } from '../../src/crypto/index.ts';
import { OID } from '../../src/asn1/index.ts';
import {
  crlDistributionPoints,
  keyUsageExtension,
  nameAttribute,
  parseRequest,
  readCertificates,
  verifySigned,
  writePem,
  type Certificate,
} from '../../src/pki/index.ts';
import { useOpenssl } from '../support/openssl.ts';
import { crypto, day, issue, makeChain, makeRequest, makeRevocationList, type TestIdentity } from '../support/pki.ts';

const DISTID = 'distid:1234567812345678';

describe('OpenSSL', function () {
  const { at, file, openssl } = useOpenssl();
  const certificateFile = (name: string, { raw }: Certificate): string => file(name, writePem('CERTIFICATE', raw));
  const keyFile = ({ publicKey }: Certificate): string => file('key.pem', writePem('PUBLIC KEY', publicKey.raw));
  const verifyLink = (issuer: TestIdentity, subject: TestIdentity): { ok: boolean; output: string } =>
    openssl(
      ...['verify', '-partial_chain', '-trusted', certificateFile('issuer.pem', issuer.certificate)],
      ...['-attime', String(day(10) / 1000), '-vfyopt', DISTID, certificateFile('subject.pem', subject.certificate)],
    );
  const verifyBytes = (by: Certificate, tbs: Uint8Array, signature: Uint8Array): boolean =>
    openssl(
      ...['dgst', '-sm3', '-verify', keyFile(by), '-sigopt', DISTID],
      ...['-signature', file('signature', signature), file('tbs', tbs)],
    ).ok;

  const { root, ca, signer } = makeChain();

  it('agrees on every link of a chain of three levels, certificates and signatures', () => {
    const encryption = issue(ca, { profile: 'encryption' });
    for (const [issuer, subject] of [
      [root, ca],
      [ca, signer],
      [ca, encryption],
    ] as const) {
      const answer = verifyLink(issuer, subject);
      assert.ok(answer.ok, answer.output);
      assert.ok(verifyBytes(issuer.certificate, subject.certificate.tbs, subject.certificate.signature));
      assert.equal(
        verifyBytes(issuer.certificate, concatBytes(subject.certificate.tbs, utf8('x')), subject.certificate.signature),
        false,
      );
    }
    assert.equal(verifyLink(root, signer).ok, false);
    assert.ok(verifyBytes(root.certificate, root.certificate.tbs, root.certificate.signature));
  });

  it('prints what was written: names, usages, periods, serial number', () => {
    const certificate = issue(ca, {
      name: { country: 'CN', province: '浙江省', organisation: '某某局', commonName: '33010600000001' },
      serialNumber: fromHex('8001'),
      notAfter: Date.UTC(2051, 0, 1),
      policies: [OID.sealMakerPolicy],
      crlUris: ['http://pki.example/ca.crl'],
    }).certificate;
    const { output } = openssl('x509', '-in', certificateFile('c.pem', certificate), '-noout', '-text', '-nameopt', 'utf8');
    for (const line of [
      'Version: 3',
      'Serial Number: 32769 (0x8001)',
      'Signature Algorithm: SM2-with-SM3',
      'Subject: C=CN, ST=浙江省, O=某某局, CN=33010600000001',
      'Not Before: Jan  1 00:00:00 2026 GMT',
      'Not After : Jan  1 00:00:00 2051 GMT',
      'X509v3 Key Usage: critical',
      'Digital Signature, Non Repudiation',
      OID.sealMakerPolicy,
      'URI:http://pki.example/ca.crl',
      'ASN1 OID: SM2',
    ]) {
      assert.ok(output.includes(line), `${line}\n${output}`);
    }
    assert.deepEqual(crlDistributionPoints(certificate), ['http://pki.example/ca.crl']);
    const encryption = issue(ca, { profile: 'encryption' }).certificate;
    const usage = openssl('x509', '-in', certificateFile('e.pem', encryption), '-noout', '-ext', 'keyUsage').output;
    assert.ok(usage.includes('Key Encipherment, Data Encipherment, Key Agreement'));
    const authority = openssl(
      'x509',
      '-in',
      certificateFile('a.pem', issue(root, { profile: 'authority', pathLength: 1 }).certificate),
      '-noout',
      '-text',
    );
    assert.ok(authority.output.includes('CA:TRUE, pathlen:1') && authority.output.includes('Certificate Sign, CRL Sign'));
  });

  it('accepts certificate requests, and its own are read here', () => {
    const name = { country: 'CN', organisation: '某某局', commonName: '名称' };
    const made = makeRequest(signer, name, [keyUsageExtension(['digitalSignature'])]);
    const path = file('request.pem', writePem('CERTIFICATE REQUEST', made));
    const answer = openssl('req', '-in', path, '-verify', '-noout', '-text', '-nameopt', 'utf8', '-vfyopt', DISTID);
    assert.ok(answer.ok && /verify OK/i.test(answer.output), answer.output);
    assert.ok(answer.output.includes('O=某某局') && answer.output.includes('Digital Signature'));

    const key = file(
      'sm2.pem',
      createPrivateKey({ key: Buffer.from(signer.pkcs8), format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }),
    );
    const out = at('theirs.der');
    const written = openssl(
      ...[
        'req',
        '-new',
        '-key',
        key,
        '-sm3',
        '-sigopt',
        DISTID,
        '-utf8',
        '-subj',
        '/C=CN/CN=某局',
        '-outform',
        'DER',
        '-out',
        out,
      ],
      ...['-addext', 'keyUsage=critical,digitalSignature'],
    );
    assert.ok(written.ok, written.output);
    const request = parseRequest(new Uint8Array(spawnSync('cat', [out]).stdout));
    const { tbs, signatureAlgorithm: algorithm, signature, publicKey } = request;
    assert.deepEqual(verifySigned({ tbs, algorithm, signature, publicKey, crypto }), {
      ok: true,
      unsupported: null,
      deviations: [],
    });
    assert.equal(nameAttribute(request.subject, OID.commonName), '某局');
    assert.deepEqual(
      request.extensions.map(({ oid, critical }) => [oid, critical]),
      [[OID.keyUsage, true]],
    );
  });

  it('reads revocation lists and agrees on their signature', () => {
    const list = makeRevocationList(ca, {
      number: 300,
      revoked: [
        { identity: signer, at: day(5), reason: 1, invalidityDate: day(4) },
        { identity: issue(ca), at: day(6) },
      ],
    });
    const { ok, output } = openssl('crl', '-in', file('list.pem', writePem('X509 CRL', list.raw)), '-noout', '-text');
    assert.ok(ok, output);
    for (const line of [
      'Version 2',
      'X509v3 CRL Number',
      '300',
      'Key Compromise',
      'Invalidity Date',
      'Jan  6 00:00:00 2026 GMT',
    ]) {
      assert.ok(output.includes(line), `${line}\n${output}`);
    }
    assert.ok(verifyBytes(ca.certificate, list.tbs, list.signature));
    assert.equal(verifyBytes(root.certificate, list.tbs, list.signature), false);
  });

  it('makes certificates that are read and verified here', () => {
    const path = at('theirs.pem');
    const key = at('theirs.key');
    assert.ok(openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', key).ok);
    const made = openssl(
      ...['req', '-x509', '-new', '-key', key, '-sm3', '-sigopt', DISTID, '-utf8', '-subj', '/C=CN/O=某局/CN=根', '-out', path],
    );
    assert.ok(made.ok, made.output);
    const [certificate, ...rest] = readCertificates(new Uint8Array(spawnSync('cat', [path]).stdout));
    assert.ok(certificate && rest.length === 0);
    const { tbs, signatureAlgorithm: algorithm, signature, publicKey } = certificate;
    assert.deepEqual(verifySigned({ tbs, algorithm, signature, publicKey, crypto }), {
      ok: true,
      unsupported: null,
      deviations: [],
    });
  });

  it('notices a certificate signed with another user ID', () => {
    assert.equal(verifyLink(root, issue(root, { userId: utf8('other') })).ok, false);
    assert.ok(verifyLink(root, issue(root, { userId: DEFAULT_SM2_USER_ID })).ok);
  });
});
