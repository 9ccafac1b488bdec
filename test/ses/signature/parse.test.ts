/** Reading seal signatures: a real one, version 1 with what products make of it, and refusals. */
import assert from 'node:assert/strict';
import { der, OID } from '../../../src/asn1/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { parseSesSignature, sealInfo, tbsSign } from '../../../src/ses/index.ts';
import { needSamples, sample } from '../../support/samples.ts';

const TIME = Date.UTC(2024, 4, 6, 7, 8, 9);
const HASH = new Uint8Array(32).fill(5);
const CERTIFICATE = der.octetString(Uint8Array.of(1, 2, 3));
const ALGORITHM = der.oid(OID.sm2WithSm3);
const VALUE = der.bitString(Uint8Array.of(9, 9));

function flatSeal(): Uint8Array {
  const info = sealInfo({
    vendor: 'vendor',
    esId: '11010100000001',
    name: '某单位',
    type: 1,
    signerCertificates: [Uint8Array.of(1, 2, 3)],
    createdAt: TIME,
    validFrom: TIME,
    validTo: TIME + 1000,
    picture: { type: 'png', data: Uint8Array.of(7), width: 42, height: 42 },
  });
  return der.sequence(info, CERTIFICATE, ALGORITHM, VALUE);
}

function oldSeal(): Uint8Array {
  const info = der.sequence(
    der.sequence(der.ia5String('ES'), der.integer(1), der.ia5String('vendor')),
    der.ia5String('id'),
    der.sequence(
      der.integer(1),
      der.utf8String('某单位'),
      der.sequence(CERTIFICATE),
      ...[TIME, TIME, TIME + 1000].map(der.x509Time),
    ),
    der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(42)),
  );
  return der.sequence(info, der.sequence(CERTIFICATE, ALGORITHM, VALUE));
}

function oldSignature(parts: { readonly seal?: Uint8Array; readonly time: Uint8Array; readonly hash?: Uint8Array }): Uint8Array {
  const tbs = der.sequence(
    der.integer(1),
    parts.seal ?? oldSeal(),
    parts.time,
    parts.hash ?? der.bitString(HASH),
    der.ia5String('/Doc_0'),
    CERTIFICATE,
    ALGORITHM,
  );
  return der.sequence(tbs, VALUE);
}

describe('parseSesSignature', () => {
  it('reads the sample', function () {
    needSamples(this);
    const signature = parseSesSignature(sample('seal/SignedValueV4.dat'));
    assert.equal(signature.version, 4);
    assert.equal(signature.claimedTime, Date.UTC(2020, 9, 12, 11, 14, 3));
    assert.equal(signature.propertyInfo, '/Doc_0/Signs/Sign_0/Signature.xml');
    assert.deepEqual(signature.dataHash, new Uint8Array(32));
    assert.deepEqual(signature.seal.raw, sample('seal/UserV4.esl'));
    assert.deepEqual(signature.deviations, []);
  });

  it('reads what tbsSign writes, extensions and time stamp included', () => {
    const extension = { oid: '1.2.3.4', critical: false, value: Uint8Array.of(5, 0) };
    const tbs = tbsSign({ seal: flatSeal(), time: TIME, dataHash: HASH, propertyInfo: '0 10 20 30', extensions: [extension] });
    const token = Uint8Array.of(0x30, 0);
    const bytes = der.sequence(tbs, CERTIFICATE, ALGORITHM, VALUE, der.explicit(0, der.bitString(token)));
    const signature = parseSesSignature(bytes);
    assert.deepEqual(signature.tbs, tbs);
    assert.deepEqual(signature.extensions, [extension]);
    assert.deepEqual(signature.timeStamp, token);
    assert.equal(signature.claimedTime, TIME);
    assert.deepEqual(signature.deviations, []);
  });

  it('takes implicitly tagged extensions and reports them', () => {
    const item = der.sequence(der.oid('1.2.3.4'), der.octetString(Uint8Array.of(1)));
    const tbs = der.sequence(
      der.integer(4),
      flatSeal(),
      der.generalizedTime(TIME),
      der.bitString(HASH),
      der.ia5String('x'),
      der.implicitConstructed(0, item),
    );
    const signature = parseSesSignature(der.sequence(tbs, CERTIFICATE, ALGORITHM, VALUE));
    assert.equal(signature.extensions.length, 1);
    assert.deepEqual(signature.deviations, [{ code: 'IMPLICIT_TAGGING', evidence: { field: 'extDatas' } }]);
  });

  it('reads version 1 and the texts that products put for its time', () => {
    const cases: readonly (readonly [string, number | null, readonly string[]])[] = [
      ['240506070809Z', TIME, []],
      ['20240506070809Z', TIME, ['SIGNING_TIME_TEXT']],
      ['2024-05-06T07:08:09.000Z', TIME, ['SIGNING_TIME_TEXT']],
      ['2024-05-06 15:08:09', TIME, ['SIGNING_TIME_TEXT']],
      ['240231070809Z', null, ['SIGNING_TIME_TEXT']],
      ['2024-05-06 24:00:00', null, ['SIGNING_TIME_TEXT']],
      ['yesterday', null, ['SIGNING_TIME_TEXT']],
    ];
    for (const [text, time, deviations] of cases) {
      const signature = parseSesSignature(oldSignature({ time: der.bitString(utf8(text)) }));
      assert.equal(signature.version, 1);
      assert.equal(signature.claimedTime, time, text);
      assert.deepEqual(
        signature.deviations.map(({ code }) => code),
        deviations,
        text,
      );
      assert.deepEqual(signature.dataHash, HASH);
    }
    assert.equal(parseSesSignature(oldSignature({ time: der.bitString(Uint8Array.of(0x30, 0)) })).claimedTime, null);
  });

  it('reports the wrappings of version 1', () => {
    const signature = parseSesSignature(
      oldSignature({
        seal: der.octetString(oldSeal()),
        time: der.octetString(utf8('240506070809Z')),
        hash: der.octetString(HASH),
      }),
    );
    assert.deepEqual(
      signature.deviations.map(({ code, evidence }) => [code, evidence?.['field']]),
      [
        ['WRAPPED_STRUCTURE', 'eseal'],
        ['OCTET_STRING_FOR_BIT_STRING', 'timeInfo'],
        ['OCTET_STRING_FOR_BIT_STRING', 'dataHash'],
      ],
    );
  });

  it('refuses mixtures and other structures', () => {
    const refused = (
      bytes: Uint8Array,
      ...codes: readonly ('SEAL_SIGNATURE_MALFORMED' | 'DER_MALFORMED' | 'INPUT_TOO_LARGE')[]
    ): void => {
      assert.throws(
        () => parseSesSignature(bytes),
        (error) => isYinzhengError(error, ...codes),
      );
    };
    refused(oldSignature({ seal: flatSeal(), time: der.bitString(utf8('240506070809Z')) }), 'SEAL_SIGNATURE_MALFORMED');
    const tbs = tbsSign({ seal: oldSeal(), time: TIME, dataHash: HASH, propertyInfo: 'x' });
    refused(der.sequence(tbs, CERTIFICATE, ALGORITHM, VALUE), 'SEAL_SIGNATURE_MALFORMED');
    refused(der.sequence(tbs, CERTIFICATE, ALGORITHM), 'SEAL_SIGNATURE_MALFORMED');
    refused(Buffer.concat([oldSignature({ time: der.bitString(utf8('x')) }), Buffer.of(0)]), 'DER_MALFORMED');
    refused(new Uint8Array(4 * 1024 * 1024 + 1), 'INPUT_TOO_LARGE');
  });
});
