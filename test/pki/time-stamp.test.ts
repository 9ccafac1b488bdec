/** Time stamps (RFC 3161): what is written is read again and by OpenSSL, what OpenSSL writes is read here, and nothing else is taken. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { der, OID, readDer } from '../../src/asn1/index.ts';
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts';
import { bilingual, isYinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import {
  encodeTimeStampInfo,
  encodeTimeStampRequest,
  grantTimeStamp,
  parseSignedData,
  parseTimeStampInfo,
  parseTimeStampRequest,
  parseTimeStampResponse,
  readTimeStampAnswer,
  refuseTimeStamp,
  verifyTimeStamp,
  writePem,
} from '../../src/pki/index.ts';
import { crypto, day, issue, type TestIdentity } from '../support/pki.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { answerRequest, CONTENT, makeAuthority, POLICY, withoutCertificateName, type AnswerOptions } from '../support/tsp.ts';

const DISTID = 'distid:1234567812345678';
const NONCE = fromHex('7f01020304050607');
const imprint = { algorithm: 'sm3', digest: crypto.digest('sm3', CONTENT) } as const;
const request = encodeTimeStampRequest({ imprint, nonce: NONCE });

function refused(work: () => unknown, ...codes: readonly ErrorCode[]): void {
  assert.throws(work, (error) => isYinzhengError(error, ...codes));
}

describe('time stamps', () => {
  const { root, authority } = makeAuthority('sm2');
  const answer = (options?: AnswerOptions, by: TestIdentity = authority): Uint8Array => answerRequest(by, request, options);
  const read = (response: Uint8Array) => readTimeStampAnswer({ request, response, crypto });

  it('are asked for by a request that is read as it was written', () => {
    const asked = parseTimeStampRequest(encodeTimeStampRequest({ imprint, nonce: NONCE, policy: POLICY }));
    assert.deepEqual(
      { ...asked, imprint: toHex(asked.imprint), nonce: toHex(asked.nonce ?? NONCE.subarray(0, 0)), imprintDer: null },
      {
        version: 1,
        imprintAlgorithm: OID.sm3,
        imprint: toHex(imprint.digest),
        imprintDer: null,
        policy: POLICY,
        nonce: toHex(NONCE),
        wantsCertificate: true,
        extensions: [],
      },
    );
  });

  it('take requests in strict DER only, and bounded', () => {
    const digest = der.sequence(der.sequence(der.oid(OID.sm3)), der.octetString(imprint.digest));
    const head = [der.integer(1), digest] as const;
    assert.equal(parseTimeStampRequest(der.sequence(...head)).wantsCertificate, false);
    const extension = der.sequence(der.oid('1.2.3'), der.octetString(NONCE));
    assert.deepEqual(parseTimeStampRequest(der.sequence(...head, der.implicitConstructed(0, extension))).extensions, ['1.2.3']);
    for (const wrong of [
      der.sequence(...head, der.boolean(false)),
      der.sequence(...head, der.boolean(true), der.integer(7)),
      der.sequence(...head, der.unsignedInteger(new Uint8Array(65).fill(0x40))),
      der.sequence(...head, der.utf8String('more')),
      der.sequence(der.integer(1)),
      der.sequence(der.integer(1), der.sequence(der.sequence(der.oid(OID.sm3)), der.octetString(new Uint8Array(65)))),
      der.setOf(...head),
      concatBytes(request, Uint8Array.of(0)),
      request.subarray(0, -1),
      der.sequence(...head, der.implicitConstructed(0, der.sequence(der.oid('1.2.3'), der.octetString(new Uint8Array(5000))))),
      new Uint8Array(0),
    ]) {
      refused(() => parseTimeStampRequest(wrong), 'TIME_STAMP_MALFORMED', 'DER_MALFORMED');
    }
  });

  it('state a time to the millisecond, how exact it is, and the nonce', () => {
    const asked = parseTimeStampRequest(request);
    const state = (time: number, accuracy: number) =>
      parseTimeStampInfo(
        encodeTimeStampInfo({
          policy: POLICY,
          imprint: asked.imprintDer,
          serialNumber: Uint8Array.of(0x80),
          time,
          accuracy,
          nonce: NONCE,
        }),
      );
    for (const time of [day(1), day(1) + 1, day(1) + 10, day(1) + 120, day(1) + 999]) {
      for (const accuracy of [1, 999, 1000, 999_000, 200_000, 1_000_000, 2_500_001]) {
        const info = state(time, accuracy);
        assert.equal(info.time, time);
        assert.equal(info.accuracy, accuracy);
        assert.equal(toHex(info.serialNumber), '0080');
        assert.equal(toHex(info.nonce ?? new Uint8Array()), toHex(NONCE));
        assert.equal(info.ordering, false);
      }
    }
  });

  it('answer their request', () => {
    const { info, intact, token, signerCertificate } = read(answer());
    assert.equal(toHex(signerCertificate.raw), toHex(authority.certificate.raw));
    assert.equal(intact, true);
    assert.equal(info.time, day(10) + 120);
    assert.equal(verifyTimeStamp({ cms: token, content: [CONTENT], crypto }).intact, true);
    assert.equal(verifyTimeStamp({ cms: token, content: [CONTENT, NONCE], crypto }).intact, false);
    assert.equal(parseSignedData(token).contentInfoType, OID.signedData);
  });

  it('are accepted with the GM object identifier of SignedData too', () => {
    const { token } = read(answer());
    const pkcs7 = der.oid(OID.signedData);
    const content = readDer(token).content.subarray(pkcs7.length);
    assert.equal(read(grantTimeStamp(der.sequence(der.oid(OID.gmSignedData), content))).intact, true);
  });

  it('are not taken when anything differs from what was asked', () => {
    const other = encodeTimeStampRequest({ imprint: { ...imprint, digest: crypto.digest('sm3', NONCE) }, nonce: NONCE });
    const another = encodeTimeStampRequest({ imprint: { algorithm: 'sha256', digest: imprint.digest }, nonce: NONCE });
    const stranger = issue(root, { profile: 'time-stamping' });
    const wrong = (response: Uint8Array): void => refused(() => read(response), 'TIME_STAMP_WRONG');
    wrong(answerRequest(authority, other));
    wrong(answerRequest(authority, another));
    wrong(answer({ info: { nonce: null } }));
    wrong(answer({ info: { nonce: Uint8Array.of(1) } }));
    wrong(answer({ tamper: (signature) => signature.map((octet, index) => (index === 20 ? octet ^ 1 : octet)) }));
    wrong(answer({ certificates: [] }));
    wrong(answer({ certificates: [stranger] }));
    wrong(answer({ attributes: withoutCertificateName }));
    wrong(answer({}, issue(root, { profile: 'signing' })));
    wrong(
      answer(
        {},
        issue(root, {
          profile: 'time-stamping',
          extensions: (usual) => usual.map((one) => (one.oid === OID.extendedKeyUsage ? { ...one, critical: false } : one)),
        }),
      ),
    );
    const strict = encodeTimeStampRequest({ imprint, nonce: NONCE, policy: '1.2.3' });
    refused(() => readTimeStampAnswer({ request: strict, response: answer(), crypto }), 'TIME_STAMP_WRONG');
    const swapped = issue(root, {
      profile: 'time-stamping',
      sameKeyAs: authority,
      serialNumber: authority.certificate.serialNumber,
    });
    wrong(answer({ certificates: [swapped] }));
  });

  it('may be refused, with a reason for people', () => {
    const response = refuseTimeStamp('unacceptedPolicy', bilingual('not here', '此处没有'));
    assert.deepEqual(parseTimeStampResponse(response), {
      status: 2,
      texts: ['此处没有', 'not here'],
      failures: ['unacceptedPolicy'],
      token: null,
    });
    refused(() => read(response), 'TIME_STAMP_REFUSED');
    const { token } = read(answer());
    for (const contradiction of [
      der.sequence(der.sequence(der.integer(0))),
      der.sequence(der.sequence(der.integer(2)), token),
      der.sequence(),
      token,
    ]) {
      refused(() => read(contradiction), 'TIME_STAMP_MALFORMED', 'DER_MALFORMED');
    }
  });

  it('never throw anything unforeseen for damaged answers', () => {
    const right = answer();
    for (let index = 0; index < right.length; index += 1) {
      const damaged = right.map((octet, place) => (place === index ? octet ^ 0x11 : octet));
      try {
        read(damaged);
      } catch (error) {
        assert.ok(isYinzhengError(error), `${index}: ${String(error)}`);
      }
    }
  });

  describe('with OpenSSL', () => {
    const folder = temporaryFolder();
    const file = (name: string, content: Uint8Array | string): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    const openssl = (...args: readonly string[]): { readonly ok: boolean; readonly output: string; readonly bytes: Buffer } => {
      const { status, stdout, stderr } = spawnSync('openssl', args);
      return { ok: status === 0, output: `${stdout.toString()}${stderr.toString()}`, bytes: stdout };
    };
    const query = (digest: string): Uint8Array =>
      new Uint8Array(openssl('ts', '-query', '-data', file('content', CONTENT), `-${digest}`, '-cert').bytes);

    it('read its requests and echo their imprint byte for byte', () => {
      for (const [digest, oid] of [
        ['sm3', OID.sm3],
        ['sha256', OID.sha256],
        ['sha512', OID.sha512],
      ] as const) {
        const asked = parseTimeStampRequest(query(digest));
        assert.equal(asked.imprintAlgorithm, oid);
        assert.ok(asked.wantsCertificate && asked.nonce);
        const text = openssl('ts', '-query', '-in', file('own.tsq', encodeTimeStampRequest({ imprint, nonce: NONCE })), '-text');
        assert.match(text.output, /Hash Algorithm: sm3[\s\S]*Nonce: 0x7F01020304050607[\s\S]*Certificate required: yes/);
      }
    });

    it('are read by it, and its dgst verifies SM2 signatures', () => {
      const response = answerRequest(authority, query('sm3'));
      const { ok, output } = openssl('ts', '-reply', '-in', file('sm2.tsr', response), '-text');
      assert.ok(ok, output);
      assert.match(
        output,
        /Status: Granted[\s\S]*Hash Algorithm: sm3[\s\S]*Jan 11 00:00:00\.12 2026 GMT[\s\S]*Accuracy: 0x01 seconds/,
      );
      const { signer } = parseSignedData(parseTimeStampResponse(response).token ?? new Uint8Array());
      const verified = openssl(
        ...['dgst', '-sm3', '-verify', file('key.pem', writePem('PUBLIC KEY', authority.certificate.publicKey.raw))],
        ...['-sigopt', DISTID, '-signature', file('sig', signer.signature), file('tbs', signer.signedAttributesDer ?? '')],
      );
      assert.match(verified.output, /Verified OK/);
    });

    for (const key of ['p256', 'rsa'] as const) {
      it(`are verified by it when signed with ${key}, and not when altered`, () => {
        const made = makeAuthority(key);
        const asked = query('sha256');
        const verify = (response: Uint8Array) =>
          openssl(
            ...['ts', '-verify', '-queryfile', file('asked.tsq', asked), '-in', file('answer.tsr', response)],
            ...[
              '-CAfile',
              file('root.pem', writePem('CERTIFICATE', made.root.certificate.raw)),
              '-attime',
              String(day(20) / 1000),
            ],
          );
        const right = verify(answerRequest(made.authority, asked));
        assert.match(right.output, /Verification: OK/, right.output);
        const altered = answerRequest(made.authority, asked, { tamper: (value) => value.toReversed() });
        assert.equal(verify(altered).ok, false);
        assert.equal(verify(answerRequest(made.authority, query('sha256'))).ok, false, 'another nonce');
      });

      it(`made by it with ${key} are read here`, () => {
        const { root: ca, authority: tsa } = makeAuthority(key);
        const config = file(
          'ts.cnf',
          [
            '[tsa]\ndefault_tsa = unit\n[unit]',
            `serial = ${file('serial', '0A')}`,
            'default_policy = 1.2.3.4.5\ndigests = sha256\naccuracy = secs:1, millisecs:500\nordering = yes\ness_cert_id_alg = sha256',
            'signer_digest = sha256',
          ].join('\n'),
        );
        const asked = query('sha256');
        const { ok, output } = openssl(
          ...['ts', '-reply', '-config', config, '-queryfile', file('q.tsq', asked), '-out', join(folder, 'made.tsr')],
          ...['-signer', file('tsa.pem', writePem('CERTIFICATE', tsa.certificate.raw))],
          ...['-inkey', file('tsa.key', writePem('PRIVATE KEY', tsa.pkcs8))],
          ...['-chain', file('ca.pem', writePem('CERTIFICATE', ca.certificate.raw))],
        );
        assert.ok(ok, output);
        const made = readTimeStampAnswer({
          request: asked,
          response: new Uint8Array(readFileSync(join(folder, 'made.tsr'))),
          crypto,
        });
        assert.equal(made.info.accuracy, 1_500_000);
        assert.equal(made.info.ordering, true);
      });
    }
  });
});
