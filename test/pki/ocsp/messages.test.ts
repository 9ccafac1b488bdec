/** OCSP messages as bytes: what is written is read again, and what is not an OCSP message is refused with its code. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { der, OID } from '../../../src/asn1/index.ts';
import { concatBytes, fromHex } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  encodeCertificateId,
  encodeExtension,
  encodeOcspRequest,
  encodeOcspResponse,
  isIssuedBy,
  parseBasicOcspResponse,
  parseOcspRequest,
  parseOcspResponse,
  parseOcspResponseData,
} from '../../../src/pki/index.ts';
import { makeOcspResponse, makeResponder } from '../../support/ocsp.ts';
import { crypto, day, issue, makeChain } from '../../support/pki.ts';

const { root, ca, signer } = makeChain();
const ID = encodeCertificateId(signer.certificate, ca.certificate, { digest: 'sm3', crypto });

function refuses(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  assert.throws(
    () => read(bytes),
    (error) => isYinzhengError(error, 'OCSP_MALFORMED') || isYinzhengError(error, 'DER_MALFORMED'),
  );
}

describe('an OCSP request', () => {
  it('names certificates by each digest, and their issuer is recognised', () => {
    for (const digest of ['sha1', 'sha256', 'sm3'] as const) {
      const id = encodeCertificateId(signer.certificate, ca.certificate, { digest, crypto });
      const nonce = fromHex('00ff'.repeat(16));
      const { certificates, nonce: read } = parseOcspRequest(encodeOcspRequest([id], nonce));
      assert.equal(certificates.length, 1);
      const [named] = certificates;
      assert.ok(named && isIssuedBy(named, ca.certificate, crypto));
      assert.equal(isIssuedBy(named, root.certificate, crypto), false);
      assert.deepEqual(named.serialNumber, signer.certificate.serialNumber);
      assert.deepEqual(read, nonce);
    }
  });

  it('of a digest that is not known names nobody', () => {
    const id = der.sequence(
      der.sequence(der.oid('1.2.3')),
      der.octetString(fromHex('00')),
      der.octetString(fromHex('00')),
      der.integer(5),
    );
    const [named] = parseOcspRequest(encodeOcspRequest([id], null)).certificates;
    assert.ok(named);
    assert.equal(isIssuedBy(named, ca.certificate, crypto), false);
  });

  it('is refused empty, too long, with a wrong nonce, a foreign critical extension, or bytes behind it', () => {
    refuses(parseOcspRequest, encodeOcspRequest([], null));
    refuses(parseOcspRequest, encodeOcspRequest(Array<Uint8Array>(33).fill(ID), null));
    refuses(parseOcspRequest, encodeOcspRequest([ID], new Uint8Array(0)));
    refuses(parseOcspRequest, encodeOcspRequest([ID], new Uint8Array(129)));
    refuses(parseOcspRequest, new Uint8Array(20_000));
    const critical = encodeExtension({ oid: '1.2.3.4', critical: true, value: der.nullValue() });
    refuses(
      parseOcspRequest,
      der.sequence(der.sequence(der.sequence(der.sequence(ID)), der.explicit(2, der.sequence(critical)))),
    );
    refuses(parseOcspRequest, der.sequence(der.sequence(der.explicit(0, der.integer(1)), der.sequence(der.sequence(ID)))));
    const right = encodeOcspRequest([ID], null);
    refuses(parseOcspRequest, concatBytes(right, fromHex('00')));
    parseOcspRequest(right);
  });

  it('cut or changed anywhere is read or refused, never more', () => {
    const right = encodeOcspRequest([ID], fromHex('01020304'));
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = right.map((octet, index) => (index === at ? octet ^ change : octet));
        for (const bytes of [changed, right.subarray(0, at)]) {
          try {
            parseOcspRequest(bytes);
          } catch (error) {
            assert.ok(isYinzhengError(error), String(error));
          }
        }
      }),
    );
  });
});

describe('an OCSP response', () => {
  const responder = makeResponder(ca);

  it('says good, revoked with its reason, and unknown, with all its times', () => {
    for (const status of [
      { kind: 'good' },
      { kind: 'revoked', revokedAt: day(5), reason: 1 },
      { kind: 'revoked', revokedAt: day(5), reason: null },
      { kind: 'unknown' },
    ] as const) {
      const made = makeOcspResponse(ca, signer, {
        ...{ status, responder, namedBy: 'name', nonce: fromHex('0a0b') },
        ...{ thisUpdate: day(6), nextUpdate: day(7), producedAt: day(6) + 1000, archiveCutoff: day(0), invalidityDate: day(4) },
      });
      const { status: taken, response } = parseOcspResponse(encodeOcspResponse(made.raw));
      assert.equal(taken, 'successful');
      assert.ok(response);
      const [single] = response.data.responses;
      assert.ok(single);
      assert.deepEqual(single.status, status);
      assert.deepEqual([single.thisUpdate, single.nextUpdate, single.archiveCutoff], [day(6), day(7), day(0)]);
      assert.equal(single.invalidityDate, day(4));
      assert.deepEqual([response.data.producedAt, response.data.nonce], [day(6) + 1000, fromHex('0a0b')]);
      assert.deepEqual(
        response.certificates.map(({ raw }) => raw),
        [responder.certificate.raw],
      );
      assert.ok(response.data.responder.kind === 'name');
    }
  });

  it('tells why there is no answer', () => {
    for (const status of ['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'] as const) {
      assert.deepEqual(parseOcspResponse(encodeOcspResponse(status)), { status, response: null });
    }
    refuses(parseOcspResponse, der.sequence(der.enumerated(4)));
    refuses(parseOcspResponse, der.sequence(der.enumerated(0)));
  });

  it('is refused in another type, with a UTCTime, about nothing, or with bytes behind it', () => {
    const made = makeOcspResponse(ca, signer, { responder });
    const other = der.sequence(der.oid('1.2.3'), der.octetString(made.raw));
    refuses(parseOcspResponse, der.sequence(der.enumerated(0), der.explicit(0, other)));
    refuses(parseBasicOcspResponse, concatBytes(made.raw, fromHex('00')));
    const key = der.explicit(2, der.octetString(new Uint8Array(20)));
    refuses(parseOcspResponseData, der.sequence(key, der.generalizedTime(day(1)), der.sequence()));
    const single = der.sequence(ID, der.implicit(0, new Uint8Array(0)), der.x509Time(day(1)));
    refuses(parseOcspResponseData, der.sequence(key, der.generalizedTime(day(1)), der.sequence(single)));
    const right = der.sequence(ID, der.implicit(0, new Uint8Array(0)), der.generalizedTime(day(1)));
    const data = parseOcspResponseData(der.sequence(key, der.generalizedTime(day(1)), der.sequence(right)));
    assert.equal(data.responses[0]?.nextUpdate, null);
  });

  it('is given only by certificates that say so, which need not be asked about', () => {
    const oids = responder.certificate.extensions.map(({ oid, critical }) => [oid, critical]);
    assert.ok(oids.some(([oid, critical]) => oid === OID.extendedKeyUsage && critical === true));
    assert.ok(oids.some(([oid]) => oid === OID.ocspNoCheck));
    assert.ok(issue(ca).certificate.extensions.every(({ oid }) => oid !== OID.ocspNoCheck));
  });
});
