/** Reading seals: real ones of three versions, and every tolerated departure. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { der, OID } from '../../../src/asn1/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { parseSeal } from '../../../src/ses/index.ts';
import { needSamples, sample } from '../../support/samples.ts';

interface Variation {
  readonly version?: number;
  readonly header?: Uint8Array;
  readonly times?: readonly Uint8Array[];
  readonly listType?: Uint8Array;
  readonly list?: Uint8Array;
  readonly extensions?: Uint8Array;
  readonly maker?: readonly Uint8Array[];
}

const CREATED = Date.UTC(2024, 0, 1);
const TIMES = [CREATED, CREATED, Date.UTC(2029, 0, 1)];
const CERTIFICATE = der.octetString(Uint8Array.of(1, 2, 3));
const ALGORITHM = der.oid(OID.sm2WithSm3);
const VALUE = der.bitString(Uint8Array.of(9, 9));
const FLAT = [CERTIFICATE, ALGORITHM, VALUE];

function sealOf(variation: Variation): Uint8Array {
  const {
    version = 4,
    times = TIMES.map(der.generalizedTime),
    listType = der.integer(1),
    list = der.sequence(CERTIFICATE),
    maker = FLAT,
  } = variation;
  const info = der.sequence(
    variation.header ?? der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('vendor')),
    der.ia5String('11010100000001'),
    der.sequence(der.integer(1), der.utf8String('某单位'), listType, list, ...times),
    der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(40)),
    ...(variation.extensions ? [variation.extensions] : []),
  );
  return der.sequence(info, ...maker);
}

/** A seal of version 1: no certListType, UTCTime, the maker's part in a SEQUENCE of its own. */
function oldSealOf(variation: Variation): Uint8Array {
  return sealOf({
    version: 1,
    times: TIMES.map(der.x509Time),
    listType: new Uint8Array(0),
    maker: [der.sequence(...FLAT)],
    ...variation,
  });
}

function codes(bytes: Uint8Array): string[] {
  return parseSeal(bytes).deviations.map(({ code }) => code);
}

function refused(bytes: Uint8Array, code: string): void {
  assert.throws(
    () => parseSeal(bytes),
    (error) => isYinzhengError(error) && error.code === code,
  );
}

describe('parseSeal', () => {
  it('reads the samples of versions 1, 4 and 5', function () {
    needSamples(this);
    for (const [file, version, name] of [
      ['UserV1.esl', 1, 'OFDRW测试用印章'],
      ['UserV4.esl', 4, 'OFD R&W 测试用印章'],
      ['UserV5.esl', 5, 'OFD R&W V5测试用印章'],
    ] as const) {
      const seal = parseSeal(sample(`seal/${file}`));
      assert.equal(seal.version, version);
      assert.equal(seal.name, name);
      assert.equal(seal.picture.type, 'png');
      assert.equal(seal.picture.width, 40);
      assert.equal(seal.certificateList.kind === 'certificates' && seal.certificateList.certificates.length, 1);
      assert.deepEqual(seal.deviations, []);
    }
  });

  it('reports what departs from DER and what it does not know in a real seal', function () {
    needSamples(this);
    const seal = parseSeal(sample('seal/bad-maker-signature.der'));
    assert.equal(seal.vendor, 'Vid HebeiGede');
    assert.equal(seal.extensions.length, 3);
    assert.deepEqual(
      seal.deviations.map(({ code, evidence }) => [code, evidence?.['field']]),
      [
        ['EXPLICIT_DEFAULT', 'extension 1.2.156.112600.7.1'],
        ['UNKNOWN_CRITICAL_EXTENSION', 'extension 1.2.156.112600.7.2'],
        ['EXPLICIT_DEFAULT', 'extension 1.2.156.112600.7.3'],
      ],
    );
  });

  it('keeps the signed bytes as received: the information alone, in version 1 with certificate and algorithm', () => {
    const flat = parseSeal(sealOf({}));
    assert.deepEqual(
      flat.signedBytes,
      flat.raw.subarray(2 + (flat.raw[1] === 0x81 ? 1 : 0), flat.raw.length - FLAT.flatMap((part) => [...part]).length),
    );
    const old = parseSeal(oldSealOf({}));
    assert.equal(old.signedBytes[0], 0x30);
    assert.ok(Buffer.from(old.signedBytes).includes(Buffer.concat([CERTIFICATE, ALGORITHM])));
    assert.ok(!Buffer.from(old.signedBytes).includes(Buffer.from(VALUE)));
  });

  it('reads the time stamp of version 5, explicit as written and implicit as tolerated', () => {
    const token = Uint8Array.of(0x30, 0);
    const explicit = parseSeal(sealOf({ version: 5, maker: [...FLAT, der.explicit(0, der.bitString(token))] }));
    assert.deepEqual(explicit.timeStamp, token);
    assert.deepEqual(explicit.deviations, []);
    const implicit = parseSeal(sealOf({ version: 5, maker: [...FLAT, der.implicit(0, Uint8Array.of(0, ...token))] }));
    assert.deepEqual(implicit.timeStamp, token);
    assert.deepEqual(implicit.deviations, [{ code: 'IMPLICIT_TAGGING', evidence: { field: 'timeStamp' } }]);
  });

  it('tells certificates from their digests by certListType', () => {
    const digest = der.sequence(der.printableString('SM3'), der.octetString(new Uint8Array(32)));
    const { certificateList } = parseSeal(sealOf({ listType: der.integer(2), list: der.sequence(digest) }));
    assert.deepEqual(certificateList, { kind: 'digests', digests: [{ type: 'SM3', value: new Uint8Array(32) }] });
    refused(sealOf({ listType: der.integer(3) }), 'SEAL_MALFORMED');
    refused(sealOf({ listType: der.integer(1), list: der.sequence(digest) }), 'DER_MALFORMED');
  });

  it('reports each tolerated departure once', () => {
    assert.deepEqual(codes(sealOf({})), []);
    assert.deepEqual(codes(oldSealOf({})), []);
    assert.deepEqual(codes(oldSealOf({ version: 11 })), ['SES_VERSION_NUMBER']);
    assert.deepEqual(codes(oldSealOf({ times: TIMES.map(der.generalizedTime) })), Array(3).fill('SEAL_TIME_TYPE'));
    assert.deepEqual(codes(sealOf({ times: TIMES.map(der.x509Time) })), Array(3).fill('SEAL_TIME_TYPE'));
    assert.deepEqual(codes(oldSealOf({ maker: [der.bitString(der.sequence(...FLAT))] })), ['WRAPPED_STRUCTURE']);
    assert.deepEqual(codes(oldSealOf({ list: der.sequence(der.ia5String('1')) })), ['CERT_LIST_WITHOUT_CERTIFICATES']);
    const late = [CREATED + 1000, CREATED, CREATED + 2000].map(der.generalizedTime);
    assert.deepEqual(codes(sealOf({ times: late })), ['SEAL_CREATED_OUTSIDE_PERIOD']);
  });

  it('refuses what no version has', () => {
    refused(sealOf({ maker: [CERTIFICATE, ALGORITHM] }), 'SEAL_MALFORMED');
    refused(sealOf({ maker: [...FLAT, der.explicit(0, der.bitString(Uint8Array.of(0x30, 0)))] }), 'SEAL_MALFORMED');
    refused(sealOf({ header: der.sequence(der.ia5String('EX'), der.integer(4), der.ia5String('v')) }), 'SEAL_MALFORMED');
    refused(sealOf({ list: der.ia5String('1') }), 'SEAL_MALFORMED');
    refused(Buffer.concat([sealOf({}), Buffer.of(0)]), 'DER_MALFORMED');
    refused(utf8('not a seal'), 'DER_MALFORMED');
    refused(new Uint8Array(5 * 1024 * 1024), 'INPUT_TOO_LARGE');
    const many = der.sequence(...Array.from({ length: 257 }, () => CERTIFICATE));
    refused(sealOf({ list: many }), 'DER_MALFORMED');
    refused(der.sequence(new Uint8Array(4_000_000)), 'DER_MALFORMED');
  });

  it('throws nothing but typed errors for damaged bytes', () => {
    const bytes = sealOf({
      extensions: der.sequence(der.sequence(der.oid('1.2.3'), der.boolean(true), der.octetString(bytes3()))),
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(bytes.length), (at, mask, length) => {
        const damaged = bytes.slice(0, Math.max(at + 1, length));
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        try {
          parseSeal(damaged);
        } catch (error) {
          assert.ok(isYinzhengError(error, 'SEAL_MALFORMED', 'DER_MALFORMED'), String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function bytes3(): Uint8Array {
  return Uint8Array.of(1, 2, 3);
}
