import assert from 'node:assert/strict';
import fc from 'fast-check';
import { der, OID, readDer } from '../../src/asn1/index.ts';
import { concatBytes, toHex, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import {
  assembleSigned,
  authorisedSealMaker,
  authorityKeyIdentifier,
  basicConstraints,
  certificateDigest,
  certificatePolicies,
  createVerificationCache,
  encodeName,
  extendedKeyUsage,
  keyUsage,
  nameKey,
  nameText,
  parseCertificate,
  parseCertificateList,
  parseName,
  parseRequest,
  readCertificates,
  sameName,
  SM2_WITH_SM3,
  subjectAltNames,
  subjectKeyIdentifier,
  summarise,
  tbsCertificate,
  tbsCertificateList,
  verifySigned,
  writePem,
  type Certificate,
  type CertificateSpec,
  type Name,
} from '../../src/pki/index.ts';
import { crypto, day, issue, makeChain, makeRequest, makeRevocationList, makeRoot } from '../support/pki.ts';

const { root, ca, signer } = makeChain();

function throws(call: () => unknown, ...codes: readonly ErrorCode[]): void {
  assert.throws(call, (error) => isYinzhengError(error, ...codes), codes.join());
}

function name(...rdns: readonly (readonly Uint8Array[])[]): Name {
  return parseName(readDer(der.sequence(...rdns.map((attributes) => der.setOf(...attributes)))));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), value);
}

function specOf(changes: Partial<CertificateSpec> = {}): CertificateSpec {
  const { issuer, subject, publicKey, extensions } = signer.certificate;
  return {
    serialNumber: Uint8Array.of(1),
    signatureAlgorithm: SM2_WITH_SM3,
    issuer: issuer.raw,
    subject: subject.raw,
    notBefore: day(0),
    notAfter: day(1),
    publicKey: publicKey.raw,
    extensions,
    ...changes,
  };
}

function build(changes: Partial<CertificateSpec> = {}): Certificate {
  return parseCertificate(assembleSigned(tbsCertificate(specOf(changes)), SM2_WITH_SM3, Uint8Array.of(1)));
}

describe('certificates', () => {
  it('are read as they were written', () => {
    const certificate = build({ serialNumber: Uint8Array.of(0xff, 1), notBefore: day(3), notAfter: Date.UTC(2050, 0, 1) });
    assert.equal(toHex(certificate.serialNumber), '00ff01');
    assert.deepEqual([certificate.version, certificate.notBefore, certificate.notAfter], [3, day(3), Date.UTC(2050, 0, 1)]);
    assert.equal(certificate.publicKey.kind, 'sm2');
    assert.equal(certificate.publicKey.key.length, 65);
    assert.equal(nameText(certificate.subject), 'CN=33010600000001,O=某某局,C=CN');
    assert.deepEqual([...(keyUsage(certificate) ?? [])], ['digitalSignature', 'nonRepudiation']);
    assert.equal(basicConstraints(certificate), null);
    assert.deepEqual(authorityKeyIdentifier(certificate), subjectKeyIdentifier(ca.certificate));
    // UTCTime until 2049, GeneralizedTime from 2050
    assert.ok(Buffer.from(certificate.tbs).includes('260104000000Z') && Buffer.from(certificate.tbs).includes('20500101000000Z'));
  });

  it('have the extensions of their profile', () => {
    assert.deepEqual(basicConstraints(ca.certificate), { ca: true, pathLength: null });
    assert.deepEqual([...(keyUsage(ca.certificate) ?? [])], ['keyCertSign', 'cRLSign']);
    const encryption = issue(ca, { profile: 'encryption' }).certificate;
    assert.deepEqual([...(keyUsage(encryption) ?? [])], ['keyEncipherment', 'dataEncipherment', 'keyAgreement']);
    assert.deepEqual(extendedKeyUsage(issue(ca, { profile: 'time-stamping' }).certificate), [OID.timeStamping]);
    assert.deepEqual(certificatePolicies(issue(ca, { policies: ['1.2.3', OID.sealMakerPolicy] }).certificate), [
      '1.2.3',
      OID.sealMakerPolicy,
    ]);
    const names = der.sequence(
      der.implicit(1, utf8('a@b.cn')),
      der.implicit(6, utf8('http://b.cn')),
      der.implicit(7, new Uint8Array(4)),
    );
    const named = build({ extensions: [{ oid: OID.subjectAltName, critical: false, value: names }] });
    assert.deepEqual(
      subjectAltNames(named).map(({ kind, value }) => `${kind} ${value}`.trim()),
      ['email a@b.cn', 'uri http://b.cn', 'address'],
    );
  });

  it('are summarised by O, CN, serial number and SM3', () => {
    const summary = summarise(signer.certificate, crypto);
    assert.deepEqual([summary.organisation, summary.commonName], ['某某局', '33010600000001']);
    assert.equal(summary.issuer, 'CN=Test CA,O=测试机构,C=CN');
    assert.equal(summary.sm3, toHex(crypto.digest('sm3', signer.certificate.raw)));
    assert.equal(summary.notBefore, '2026-01-01T00:00:00.000Z');
  });

  it('are refused with bytes after them, cut off, too large, or wrongly put together', () => {
    const { raw, tbs } = signer.certificate;
    throws(() => parseCertificate(concatBytes(raw, Uint8Array.of(0))), 'DER_MALFORMED');
    throws(() => parseCertificate(raw.subarray(0, -1)), 'DER_MALFORMED');
    throws(() => parseCertificate(new Uint8Array(100_000)), 'CERTIFICATE_MALFORMED');
    throws(() => parseCertificate(der.sequence(tbs)), 'CERTIFICATE_MALFORMED');
    throws(
      () => parseCertificate(assembleSigned(tbs, { oid: OID.sha256WithRsa, parameters: null }, Uint8Array.of(1))),
      'CERTIFICATE_MALFORMED',
    );
    const twice = [...signer.certificate.extensions, ...signer.certificate.extensions];
    throws(() => build({ extensions: twice }), 'DER_MALFORMED');
  });

  it('are not written with a bad serial number or period', () => {
    throws(() => tbsCertificate(specOf({ serialNumber: new Uint8Array(3) })), 'INPUT_INVALID');
    throws(() => tbsCertificate(specOf({ serialNumber: new Uint8Array(20).fill(0x80) })), 'INPUT_INVALID');
    throws(() => tbsCertificate(specOf({ serialNumber: new Uint8Array(21).fill(1) })), 'INPUT_INVALID');
    throws(() => tbsCertificate(specOf({ notAfter: day(-1) })), 'INPUT_INVALID');
    assert.equal(build({ serialNumber: new Uint8Array(20).fill(0x7f) }).serialNumber.length, 20);
  });

  it('throw only typed errors for altered bytes, and never verify', () => {
    const { raw } = signer.certificate;
    for (let position = 0; position < raw.length; position++) {
      for (const change of [0x01, 1 << (position % 8), 0x80, 0xff]) {
        try {
          const altered = parseCertificate(raw.with(position, (raw[position] ?? 0) ^ change));
          const { tbs, signatureAlgorithm: algorithm, signature } = altered;
          const result = verifySigned({ tbs, algorithm, signature, publicKey: ca.certificate.publicKey, crypto });
          assert.equal(result.ok, false, `byte ${position} xor ${change}`);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'CERTIFICATE_MALFORMED', 'DER_MALFORMED'), String(error));
        }
      }
    }
  });
});

describe('names', () => {
  it('are compared without letter case and runs of spaces, whatever their string type', () => {
    const left = name(
      [attribute(OID.organizationName, der.utf8String('  Some  Office '))],
      [attribute(OID.commonName, der.utf8String('A'))],
    );
    const right = name(
      [attribute(OID.organizationName, der.printableString('some office'))],
      [attribute(OID.commonName, der.printableString('a'))],
    );
    assert.ok(sameName(left, right));
    assert.ok(!sameName(left, name([attribute(OID.organizationName, der.utf8String('SomeOffice'))])));
  });

  it('do not run together when attributes contain separators', () => {
    const one = name([attribute(OID.commonName, der.utf8String('a",2.5.4.3="b'))]);
    const two = name([attribute(OID.commonName, der.utf8String('a'))], [attribute(OID.commonName, der.utf8String('b'))]);
    const joined = name([attribute(OID.commonName, der.utf8String('a')), attribute(OID.commonName, der.utf8String('b'))]);
    assert.equal(new Set([one, two, joined].map(nameKey)).size, 3);
  });

  it('are written as RFC 4514 says', () => {
    const odd = name(
      [attribute(OID.organizationName, der.utf8String(' #a,b+c"d\\e;f<g> '))],
      [attribute(OID.commonName, der.utf8String('x')), attribute('1.2.3', der.octetString(Uint8Array.of(1)))],
    );
    const [last = '', ...rest] = nameText(odd).split(',O=');
    // the attributes of one RDN are a SET, in the order of their encodings
    assert.deepEqual(last.split('+').sort(), ['1.2.3=#040101', 'CN=x']);
    assert.deepEqual(rest, ['\\ #a\\,b\\+c\\"d\\\\e\\;f\\<g\\>\\ ']);
  });

  it('refuse what cannot be written', () => {
    for (const fields of [
      { country: 'cn' },
      { commonName: '' },
      { commonName: 'a\u0000' },
      { commonName: '\ud800' },
      { serialNumber: '号' },
    ]) {
      throws(() => encodeName(fields), 'INPUT_INVALID');
    }
    throws(() => encodeName({ organisation: 'x'.repeat(257) }), 'INPUT_INVALID');
  });
});

describe('PEM', () => {
  it('holds any number of certificates, in DER one', () => {
    const text = `comment\n${writePem('CERTIFICATE', root.certificate.raw)}\r\n${writePem('CERTIFICATE', ca.certificate.raw)}`;
    assert.deepEqual(
      readCertificates(utf8(text)).map(({ raw }) => toHex(raw)),
      [root, ca].map(({ certificate }) => toHex(certificate.raw)),
    );
    assert.equal(readCertificates(ca.certificate.raw).length, 1);
  });
  it('is refused when it is none', () => {
    for (const text of [
      '',
      'nothing',
      '-----BEGIN CERTIFICATE-----\nAAAA',
      '-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----',
    ]) {
      throws(() => readCertificates(utf8(text)), 'INPUT_INVALID');
    }
    throws(() => readCertificates(Uint8Array.of(0xff, 0xfe)), 'INPUT_INVALID');
    throws(() => readCertificates(new Uint8Array(5_000_000)), 'INPUT_TOO_LARGE');
  });
});

describe('requests and revocation lists', () => {
  it('are read as they were written', () => {
    const request = parseRequest(makeRequest(signer, { commonName: 'a' }));
    const { tbs, signatureAlgorithm: algorithm, signature, publicKey } = request;
    assert.ok(verifySigned({ tbs, algorithm, signature, publicKey, crypto }).ok);
    assert.deepEqual(request.extensions, []);
    const list = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(2), reason: 5, invalidityDate: day(1) }] });
    assert.deepEqual(list.entries, [
      { serialNumber: signer.certificate.serialNumber, revokedAt: day(2), reason: 5, invalidityDate: day(1) },
    ]);
    assert.deepEqual([list.thisUpdate, list.nextUpdate], [day(0), day(3650)]);
    assert.deepEqual(makeRevocationList(ca).entries, []);
  });
  it('throw only typed errors for altered bytes', () => {
    const request = makeRequest(signer, { commonName: 'a' });
    const list = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(2), reason: 5 }] }).raw;
    fc.assert(
      fc.property(fc.constantFrom(request, list), fc.nat(2000), fc.integer({ min: 1, max: 255 }), (bytes, at, change) => {
        const altered = bytes.map((octet, index) => (index === at % bytes.length ? octet ^ change : octet));
        try {
          if (bytes === request) parseRequest(altered);
          else parseCertificateList(altered);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'CSR_MALFORMED', 'CRL_MALFORMED', 'DER_MALFORMED'), String(error));
        }
      }),
      { numRuns: 300 },
    );
    throws(() => parseRequest(new Uint8Array(100_000)), 'CSR_MALFORMED');
    throws(() => parseCertificateList(concatBytes(list, Uint8Array.of(0))), 'DER_MALFORMED');
  });
  it('are not written with a next update that is not later', () => {
    const spec = {
      signatureAlgorithm: SM2_WITH_SM3,
      issuer: ca.certificate.subject.raw,
      issuerKeyIdentifier: new Uint8Array(20),
      thisUpdate: day(1),
      nextUpdate: day(1),
      number: 1,
      entries: [],
    };
    throws(() => tbsCertificateList(spec), 'INPUT_INVALID');
  });
});

describe('seal makers', () => {
  const maker = issue(ca, { policies: [OID.sealMakerPolicy] });
  const path = [maker, ca, root].map(({ certificate }) => certificate);
  const issuerSm3 = certificateDigest(ca.certificate, crypto);
  it('are authorised by certificate, or by policy under the CA that issued them', () => {
    const byCertificate = { kind: 'certificate', sm3: certificateDigest(maker.certificate, crypto).toUpperCase() } as const;
    const byPolicy = { kind: 'policy', issuerSm3, policy: OID.sealMakerPolicy } as const;
    assert.equal(authorisedSealMaker(path, [byCertificate], crypto), byCertificate);
    assert.equal(authorisedSealMaker(path, [byPolicy], crypto), byPolicy);
  });
  it('are nobody else', () => {
    const byPolicy = { kind: 'policy', issuerSm3, policy: OID.sealMakerPolicy } as const;
    const rootSm3 = certificateDigest(root.certificate, crypto);
    assert.equal(
      authorisedSealMaker(
        [signer, ca, root].map(({ certificate }) => certificate),
        [byPolicy],
        crypto,
      ),
      null,
    );
    assert.equal(authorisedSealMaker(path, [{ ...byPolicy, issuerSm3: rootSm3 }], crypto), null);
    assert.equal(authorisedSealMaker(path, [], crypto), null);
    assert.equal(authorisedSealMaker([], [byPolicy], crypto), null);
  });
});

describe('the memory of right signatures', () => {
  const { tbs, signatureAlgorithm: algorithm, signature } = signer.certificate;
  const { publicKey } = ca.certificate;
  it('saves verifying again, and holds nothing but right ones', () => {
    let verified = 0;
    const counting = { ...crypto, verify: (...args: Parameters<typeof crypto.verify>) => (verified++, crypto.verify(...args)) };
    const cache = createVerificationCache(10);
    for (let round = 0; round < 3; round++)
      assert.ok(verifySigned({ tbs, algorithm, signature, publicKey, crypto: counting, cache }).ok);
    assert.equal(verified, 1);
    const other = makeRoot().certificate.publicKey;
    for (let round = 0; round < 2; round++) {
      assert.equal(verifySigned({ tbs, algorithm, signature, publicKey: other, crypto: counting, cache }).ok, false);
      assert.equal(verifySigned({ tbs: tbs.subarray(1), algorithm, signature, publicKey, crypto: counting, cache }).ok, false);
    }
    assert.equal(verified, 9);
  });
  it('reads a structure once, and never takes one for another', () => {
    const cache = createVerificationCache(10);
    let read = 0;
    const sum = (bytes: Uint8Array): { readonly total: number } => ({
      total: (read++, bytes.reduce((all, octet) => all + octet, 0)),
    });
    const bytes = Uint8Array.of(1, 2, 3);
    const first = cache.read('sum', bytes, sum);
    assert.equal(cache.read('sum', bytes.slice(), sum), first);
    assert.equal(read, 1);
    bytes[0] = 9;
    assert.deepEqual([cache.read('sum', bytes, sum).total, cache.read('other', bytes, sum).total], [14, 14]);
    assert.equal(read, 3);
    const unreadable = (): never => {
      throw new Error('unreadable');
    };
    for (let round = 0; round < 2; round++) assert.throws(() => cache.read('x', bytes, unreadable), /unreadable/);
    const many = Array.from({ length: 2000 }, (_, index) =>
      cache.read('many', Uint8Array.of(index >> 8, index & 255), (own) => ({ own })),
    );
    assert.ok(many.every(({ own }, index) => own[0] === index >> 8 && own[1] === (index & 255)));
    const again = cache.read('many', Uint8Array.of(0, 0), (own) => ({ own }));
    assert.notEqual(again, many[0], 'the oldest is forgotten');
  });
  it('is bounded', () => {
    const cache = createVerificationCache(2);
    for (const key of ['a', 'b']) cache.add(key, []);
    assert.deepEqual(cache.get('a'), []);
    cache.add('c', []);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [[], null, []]);
  });
});
