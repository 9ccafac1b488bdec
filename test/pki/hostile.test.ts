/** Keys, lists and structures made to mislead: weak keys prove nothing, partial lists clear nobody, bombs cost little. */
import assert from 'node:assert/strict';
import { constants, createHash, createSign, generateKeyPairSync, publicDecrypt, type KeyObject } from 'node:crypto';
import { children, der, OID, readBigInteger, readDer, type DerNode } from '../../src/asn1/index.ts';
import { concatBytes, fromHex, utf8 } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import {
  assembleSigned,
  buildPath,
  convertBer,
  crlDistributionPointsExtension,
  encodeExtension,
  parseCertificateList,
  parsePublicKey,
  parseSignedData,
  prepareTrust,
  SM2_WITH_SM3,
  verifySigned,
  type AlgorithmIdentifier,
  type CertificateList,
  type SignatureResult,
} from '../../src/pki/index.ts';
import {
  crypto,
  day,
  issue,
  makeChain,
  makeRevocationList,
  makeRoot,
  signSm2,
  trustIn,
  type TestIdentity,
} from '../support/pki.ts';

const TBS = utf8('signed');
const EMPTY = new Uint8Array(0);

function ask(target: TestIdentity, material: ReturnType<typeof trustIn>): ReturnType<typeof buildPath> {
  const trust = prepareTrust(material, crypto);
  const policy = { revocation: 'require', acceptDemonstration: false } as const;
  return buildPath({ target: target.certificate, trust, crypto, at: day(10), policy });
}

function verify(spki: Uint8Array, oid: string, signature: Uint8Array): SignatureResult {
  const algorithm: AlgorithmIdentifier = { oid, parameters: null };
  return verifySigned({ tbs: TBS, algorithm, signature, publicKey: parsePublicKey(readDer(spki)), crypto });
}

function spkiOf(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }));
}

/** SubjectPublicKeyInfo of an RSA key with the modulus of another and any exponent. */
function rsaKey(key: KeyObject, exponent: bigint): Uint8Array {
  const { n = '' } = key.export({ format: 'jwk' });
  const modulus = new Uint8Array(Buffer.from(n, 'base64url'));
  const body = der.sequence(der.unsignedInteger(modulus), der.integer(exponent));
  return der.sequence(der.sequence(der.oid(OID.rsaEncryption), der.nullValue()), der.bitString(body));
}

describe('keys that prove nothing', () => {
  it('are RSA keys of less than 1024 bits', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
    const result = verify(spkiOf(publicKey), OID.sha256WithRsa, createSign('sha256').update(TBS).sign(privateKey));
    assert.deepEqual(result, { ok: false, unsupported: OID.sha256WithRsa, deviations: [] });
  });

  it('are RSA keys under whose exponent a signature needs no secret', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    // the padded digest itself, which is its own signature when the exponent is 1
    const padded = publicDecrypt(
      { key: publicKey, padding: constants.RSA_NO_PADDING },
      createSign('sha256').update(TBS).sign(privateKey),
    );
    assert.ok(padded.subarray(-32).equals(createHash('sha256').update(TBS).digest()));
    for (const exponent of [1n, 2n, 65536n, (1n << 64n) + 1n]) {
      assert.equal(verify(rsaKey(publicKey, exponent), OID.sha256WithRsa, padded).ok, false, String(exponent));
    }
    const right = createSign('sha256').update(TBS).sign(privateKey);
    assert.equal(verify(rsaKey(publicKey, 65537n), OID.sha256WithRsa, right).ok, true);
  });

  it('are keys on small, binary and self-described curves', () => {
    for (const namedCurve of ['secp112r1', 'prime192v1', 'secp224r1', 'sect163k1']) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
      const signature = createSign('sha256').update(TBS).sign(privateKey);
      assert.equal(verify(spkiOf(publicKey), OID.ecdsaWithSha256, signature).unsupported, OID.ecdsaWithSha256, namedCurve);
    }
    const named = { namedCurve: 'prime256v1', paramEncoding: 'explicit' } as const;
    const { publicKey, privateKey } = generateKeyPairSync('ec', named);
    const result = verify(spkiOf(publicKey), OID.ecdsaWithSha256, createSign('sha256').update(TBS).sign(privateKey));
    assert.equal(result.unsupported, OID.ecdsaWithSha256);
  });

  it('leave a certificate undecided, where a wrong signature fails it', () => {
    const { root, ca } = makeChain();
    const material = trustIn({ anchors: [root], intermediates: [ca] });
    const target = issue(ca);
    const undecided = {
      ...target,
      certificate: { ...target.certificate, signatureAlgorithm: { oid: '1.2.3.4', parameters: null } },
    };
    assert.equal(ask(undecided, material).code, 'NO_CERTIFICATE_CHAIN_FOUND');
    assert.equal(ask(undecided, material).outcome, 'indeterminate');
    const wrong = issue(ca, {
      tamper: (signature) => signSm2(root.privateKey, root.certificate.publicKey.raw, EMPTY, signature),
    });
    assert.equal(ask(wrong, material).outcome, 'failed');
  });
});

describe('lists about a part of the certificates', () => {
  const CRL_URI = 'http://pki.example/ca.crl';
  const root = makeRoot();
  const ca = issue(root, { profile: 'authority', name: { commonName: 'CA' } });
  const signer = issue(ca, { crlUris: [CRL_URI] });
  const rootList = makeRevocationList(root);

  /** A list of the CA with an issuingDistributionPoint of the given fields. */
  const listAbout = (...fields: readonly Uint8Array[]): CertificateList => {
    const point = { oid: OID.issuingDistributionPoint, critical: true, value: der.sequence(...fields) };
    const number = { oid: OID.crlNumber, critical: false, value: der.integer(1) };
    const tbs = der.sequence(
      der.integer(1),
      der.sequence(der.oid(SM2_WITH_SM3.oid)),
      ca.certificate.subject.raw,
      der.x509Time(day(0)),
      der.x509Time(day(3650)),
      der.explicit(0, der.sequence(...[number, point].map(encodeExtension))),
    );
    return parseCertificateList(assembleSigned(tbs, SM2_WITH_SM3, ca.sign(tbs)));
  };
  const judge = (...fields: readonly Uint8Array[]): string | null =>
    ask(signer, trustIn({ anchors: [root], intermediates: [ca], revocationLists: [rootList, listAbout(...fields)] })).code;
  const TRUE = Uint8Array.of(0xff);
  const FALSE = Uint8Array.of(0);

  it('clear a certificate only where they are about it', () => {
    const point = (uri: string): Uint8Array => {
      // the DistributionPointName of a cRLDistributionPoints with this URI
      const { value } = crlDistributionPointsExtension([uri]);
      return value.subarray(4);
    };
    assert.equal(judge(), null);
    assert.equal(judge(der.implicit(1, TRUE)), null, 'end entities');
    assert.equal(judge(point(CRL_URI)), null);
    assert.equal(judge(point('http://pki.example/other.crl')), 'TRY_LATER');
    assert.equal(judge(der.implicit(2, TRUE)), 'TRY_LATER', 'authorities');
    assert.equal(judge(der.implicit(1, TRUE), der.implicit(2, TRUE)), 'TRY_LATER', 'both');
    assert.equal(judge(der.implicit(4, TRUE)), 'TRY_LATER', 'indirect');
    assert.equal(judge(der.implicit(5, TRUE)), 'TRY_LATER', 'attribute certificates');
    assert.equal(judge(der.implicit(4, FALSE), der.implicit(5, FALSE)), null);
    assert.equal(judge(der.implicit(6, FALSE)), 'TRY_LATER', 'unknown');
    assert.equal(judge(der.implicit(1, Uint8Array.of(1))), 'TRY_LATER', 'no DER');
  });

  it('clear nobody when they are about some reasons only, whatever their number of unused bits', () => {
    // ReasonFlags up to bit 7 have no unused bits, so that their content begins as a BOOLEAN FALSE
    assert.equal(judge(der.implicit(3, fromHex('0081'))), 'TRY_LATER');
    assert.equal(judge(der.implicit(3, fromHex('0640'))), 'TRY_LATER');
  });

  it('count a revocation from the day the key was in other hands', () => {
    const list = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(12), reason: 1, invalidityDate: day(9) }] });
    const material = trustIn({ anchors: [root], intermediates: [ca], revocationLists: [rootList, list] });
    assert.equal(ask(signer, material).code, 'REVOKED_NO_POE');
  });
});

describe('an empty user ID', () => {
  it('is reported of stored certificates and lists as of any other', () => {
    const root = makeRoot();
    const ca = issue(root, { profile: 'authority', name: { commonName: 'CA' }, userId: EMPTY });
    const signer = issue(ca);
    const list = makeRevocationList(ca);
    const odd = signSm2(ca.privateKey, ca.certificate.publicKey.raw, EMPTY, list.tbs);
    const oddList = parseCertificateList(assembleSigned(list.tbs, SM2_WITH_SM3, odd));
    const codes = (revocationLists: readonly CertificateList[]): string[] => {
      const result = ask(signer, trustIn({ anchors: [root], intermediates: [ca], revocationLists }));
      assert.equal(result.outcome, 'passed');
      return result.deviations.map(({ code }) => code);
    };
    assert.deepEqual(codes([makeRevocationList(root), list]), ['EMPTY_SM2_USER_ID']);
    assert.deepEqual(codes([makeRevocationList(root), oddList]), ['EMPTY_SM2_USER_ID', 'EMPTY_SM2_USER_ID']);
  });
});

describe('structures that cost', () => {
  it('are looked at as often as the bounds say, however certificates sign each other', () => {
    const names = Array.from({ length: 6 }, (_, index) => ({ commonName: `CA ${index}` }));
    const roots = names.map((name) => makeRoot({ name }));
    const cross = roots.flatMap((issuer) =>
      roots.flatMap((subject, index) => {
        const name = names[index] ?? {};
        return subject === issuer ? [] : [issue(issuer, { profile: 'authority', name, sameKeyAs: subject })];
      }),
    );
    const [first] = roots;
    assert.ok(first);
    let verifications = 0;
    const counting = {
      ...crypto,
      verify: (...call: Parameters<typeof crypto.verify>) => (verifications++, crypto.verify(...call)),
    };
    const result = buildPath({
      target: issue(first).certificate,
      extra: [...cross, ...roots].map(({ certificate }) => certificate),
      trust: prepareTrust(trustIn({}), crypto),
      crypto: counting,
      at: day(10),
      policy: { revocation: 'if-known', acceptDemonstration: false },
    });
    assert.equal(result.code, 'NO_CERTIFICATE_CHAIN_FOUND');
    // each of the 24 attempts may ask twice, for the default and the empty user ID
    assert.ok(verifications > 0 && verifications <= 48, String(verifications));
  });

  it('are refused when they hold millions of values', () => {
    const nulls = new Uint8Array(2_000_000);
    for (let index = 0; index < nulls.length; index += 2) nulls[index] = 5;
    const bomb = concatBytes(fromHex('3080'), nulls, fromHex('0000'));
    assert.throws(
      () => convertBer(bomb),
      (error) => isYinzhengError(error, 'DER_MALFORMED') && /values/.test(JSON.stringify(error.details)),
    );
  });

  it('are refused when they hold thousands of values where a few belong', () => {
    const many = Array<Uint8Array>(5000).fill(der.nullValue());
    const tooMany = (error: unknown): boolean => isYinzhengError(error, 'DER_MALFORMED') && /values/.test(error.message);
    assert.throws(() => children(readDer(der.sequence(...many))), tooMany);
    assert.equal(children(readDer(der.sequence(...many)), many.length).length, many.length);
    const digests = der.setOf(...Array<Uint8Array>(65).fill(der.sequence(der.oid(OID.sm3))));
    const content = der.sequence(der.oid(OID.data));
    const signedData = der.sequence(der.integer(1), digests, content, der.setOf(der.sequence()));
    assert.throws(() => parseSignedData(der.sequence(der.oid(OID.signedData), der.explicit(0, signedData))), isYinzhengError);
  });

  it('are taken over as they are where they are DER already, however many', () => {
    const part = der.sequence(...Array<Uint8Array>(2_000).fill(der.nullValue()));
    const list = der.sequence(...Array<Uint8Array>(50).fill(part));
    assert.deepEqual(convertBer(list), { der: list, length: list.length });
    const around = concatBytes(fromHex('3080'), list, fromHex('0000'));
    assert.deepEqual(convertBer(around), { der: der.sequence(list), length: around.length });
    for (const odd of ['30820003020101', '308103020101', '300702840000000101', '2407040101040201020500']) {
      const { der: converted, length } = convertBer(fromHex(odd));
      readDer(converted);
      assert.ok(length <= odd.length / 2, odd);
      assert.notDeepEqual(converted, fromHex(odd).subarray(0, length), odd);
    }
  });

  it('are read when they are large numbers', () => {
    const digits = new Uint8Array(1_000_000).fill(0x7f);
    const node: DerNode = readDer(der.unsignedInteger(digits));
    assert.equal(readBigInteger(node) >> 7_999_984n, 0x7f7fn);
    assert.equal(readBigInteger(readDer(fromHex('0202ff7f'))), -129n);
  });
});
