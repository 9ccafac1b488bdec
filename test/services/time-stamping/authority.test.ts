/** The time stamp authority: its tokens verify, every request gets an answer, and what cannot be vouched for is not stated. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { der, OID, readDer } from '../../../src/asn1/index.ts';
import { toHex, utf8 } from '../../../src/base/bytes.ts';
import { bilingual, YinzhengError } from '../../../src/base/errors/index.ts';
import {
  buildPath,
  encodeTimeStampRequest,
  isDemonstrationCertificate,
  isTimeStampingCertificate,
  parseSignedData,
  parseTimeStampInfo,
  parseTimeStampResponse,
  prepareTrust,
  readTimeStampAnswer,
  verifyTimeStamp,
  type Imprint,
} from '../../../src/pki/index.ts';
import { makeHierarchy, type Hierarchy } from '../../../src/services/pki/index.ts';
import {
  createTimeStampAuthority,
  ensureTimeStampUnits,
  findTimeStampUnits,
  type AuthorityOptions,
  type TimeStampUnit,
} from '../../../src/services/time-stamping/index.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { crypto, day } from '../../support/pki.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
const CONTENT = utf8('content');
const imprintBy = (algorithm: Imprint['algorithm']): Imprint => ({ algorithm, digest: crypto.digest(algorithm, CONTENT) });
const NOW = day(100) + 7;
const YEAR = 365 * 86_400_000;

describe('time stamp authority', () => {
  let offline: TestCustody;
  let online: TestCustody;
  let hierarchy: Hierarchy;
  let units: readonly TimeStampUnit[];
  const errors: unknown[] = [];

  const ensure = (now = day(1)): Promise<number> =>
    ensureTimeStampUnits(
      { signer: online.custody, custody: online.custody, crypto, random, register: sharedRegister },
      { now, authorisation: AUTHORISATION },
    );
  const find = (now: number): Promise<readonly TimeStampUnit[]> =>
    findTimeStampUnits(online.custody, { now, intermediates: hierarchy.trust.intermediates });
  const authority = (changes: Partial<AuthorityOptions> = {}) =>
    createTimeStampAuthority({
      ...{ signer: online.custody, crypto, random, register: sharedRegister, policy: OID.timeStampPolicy, accuracy: 1_000_000 },
      time: { take: () => Promise.resolve(NOW) },
      units: () => units,
      onError: (error) => void errors.push(error),
      ...changes,
    });
  const ask = async (request: Uint8Array, changes?: Partial<AuthorityOptions>) =>
    parseTimeStampResponse(await authority(changes).answer(request));

  before(async () => {
    offline = await makeTestCustody();
    online = await makeTestCustody();
    hierarchy = await makeHierarchy(
      { crypto, random, register: sharedRegister, offline: offline.custody, online: online.custody },
      { name: '印证样本', trustClass: 'demonstration', from: day(0), crlBase: null, authorisation: AUTHORISATION },
    );
    assert.deepEqual(await find(day(1)), []);
    assert.equal(await ensure(), 2);
    units = await find(day(1));
  });
  after(() => {
    offline.remove();
    online.remove();
  });
  beforeEach(() => void errors.splice(0));

  it('has a unit made where there is none, and another in the last year of its certificate', async () => {
    assert.deepEqual(units.map(({ certificate }) => certificate.publicKey.kind).sort(), ['ec', 'sm2']);
    assert.equal(await ensure(), 0);
    const [unit] = units;
    assert.ok(unit && isTimeStampingCertificate(unit.certificate) && isDemonstrationCertificate(unit.certificate));
    assert.deepEqual(unit.chain, [hierarchy.signersCa.certificate]);
    const late = unit.certificate.notAfter - YEAR + 1000;
    assert.equal(await ensure(late), 2);
    assert.equal(await ensure(late), 0);
    const [renewed, ...others] = await find(late);
    assert.ok(renewed && renewed.keyId !== unit.keyId && others.length === 1);
    assert.equal(renewed.certificate.notAfter, late + 5 * YEAR);
    const end = hierarchy.signersCa.certificate.notAfter;
    assert.equal(await ensure(end - YEAR / 2), 2);
    assert.equal(await ensure(end - YEAR / 2), 0, 'the CA has nothing better to give');
    assert.equal((await find(end))[0]?.certificate.notAfter, end);
  });

  it('is not made in a custody without a CA', async () => {
    const empty = await makeTestCustody();
    try {
      const deps = { signer: empty.custody, custody: empty.custody, crypto, random, register: sharedRegister };
      assert.equal(await ensureTimeStampUnits(deps, { now: day(1), authorisation: AUTHORISATION }), 0);
      assert.deepEqual(await empty.custody.list(), []);
    } finally {
      empty.remove();
    }
  });

  it('gives tokens that verify, under an authority that is trusted for time stamping', async () => {
    for (const algorithm of ['sm3', 'sha256', 'sha384', 'sha512'] as const) {
      const request = encodeTimeStampRequest({
        imprint: imprintBy(algorithm),
        nonce: random.bytes(16),
        policy: OID.timeStampPolicy,
      });
      const { info, token, certificates, signerCertificate } = readTimeStampAnswer({
        ...{ request, response: await authority().answer(request), crypto },
      });
      assert.equal(signerCertificate.publicKey.kind, algorithm === 'sm3' ? 'sm2' : 'ec');
      assert.equal(info.time, day(100), 'in whole seconds, never ahead');
      assert.equal(info.accuracy, 1_000_000);
      assert.equal(verifyTimeStamp({ cms: token, content: [CONTENT], crypto }).intact, true);
      const path = buildPath({
        ...{ target: signerCertificate, extra: certificates, trust: prepareTrust(hierarchy.trust, crypto), crypto, at: NOW },
        policy: { revocation: 'if-known', acceptDemonstration: true },
        usage: 'time-stamping',
      });
      assert.equal(path.outcome, 'passed', JSON.stringify(path));
    }
    assert.deepEqual(errors, []);
    assert.equal(online.uses.at(-1)?.purpose, 'time-stamp');
    assert.equal(online.uses.at(-1)?.outcome, 'signed');
  });

  it('leaves its certificates out where they are not wanted, and echoes no nonce that was not there', async () => {
    const bare = der.sequence(
      der.integer(1),
      der.sequence(der.sequence(der.oid(OID.sm3), der.nullValue()), der.octetString(imprintBy('sm3').digest)),
    );
    const { token } = await ask(bare);
    assert.ok(token);
    const data = parseSignedData(token);
    assert.deepEqual(data.certificates, []);
    const info = parseTimeStampInfo(data.content ?? new Uint8Array());
    assert.equal(info.nonce, null);
    const imprint = Buffer.from(der.sequence(der.oid(OID.sm3), der.nullValue()));
    assert.ok(Buffer.from(data.content ?? '').includes(imprint), 'the imprint is that of the request, parameters included');
  });

  it('stamps digests itself', async () => {
    const token = await authority().stamp(imprintBy('sm3'));
    assert.equal(verifyTimeStamp({ cms: token, content: [CONTENT], crypto }).info.time, day(100));
    await assert.rejects(authority({ units: () => [] }).stamp(imprintBy('sm3')), { code: 'TIME_STAMP_REFUSED' });
  });

  it('knows how large its tokens are at most, before it gives one', async () => {
    const made: number[] = [];
    for (const algorithm of ['sm3', 'sha256', 'sha384', 'sha512'] as const)
      made.push((await authority().stamp(imprintBy(algorithm))).length);
    const room = (authority().largest?.() ?? 0) - Math.max(...made);
    assert.ok(room >= 64 && room <= 256, `${room}`);
    assert.equal(authority({ units: () => [] }).largest?.(), 0);
  });

  it('gives no serial number twice', async () => {
    const serials = new Set<string>();
    const own = authority();
    for (let count = 0; count < 40; count++) {
      const token = await own.stamp(imprintBy('sm3'));
      const { serialNumber } = parseTimeStampInfo(parseSignedData(token).content ?? new Uint8Array());
      assert.equal(serialNumber.length, 16);
      serials.add(toHex(serialNumber));
    }
    assert.equal(serials.size, 40);
    const stuck = authority({ random: { bytes: (length) => new Uint8Array(length).fill(9) } });
    await stuck.stamp(imprintBy('sm3'));
    await assert.rejects(stuck.stamp(imprintBy('sm3')), { code: 'TIME_STAMP_REFUSED' });
  });

  describe('refuses', () => {
    const request = encodeTimeStampRequest({ imprint: imprintBy('sm3'), nonce: Uint8Array.of(1) });
    const head = readDer(request).content;
    const oneMore = (...more: readonly Uint8Array[]): Uint8Array => der.sequence(head, ...more);
    const imprintOf = (oid: string, length: number): Uint8Array =>
      der.sequence(der.integer(1), der.sequence(der.sequence(der.oid(oid)), der.octetString(new Uint8Array(length))));
    const expected: readonly (readonly [string, Uint8Array, string])[] = [
      ['what is no request', utf8('GET / HTTP/1.1'), 'badDataFormat'],
      ['nothing', new Uint8Array(), 'badDataFormat'],
      ['another version', der.sequence(der.integer(2), head.subarray(3)), 'badRequest'],
      ['SHA-1', imprintOf(OID.sha1, 20), 'badAlg'],
      ['an unknown digest', imprintOf('1.2.3', 32), 'badAlg'],
      ['a digest of another length', imprintOf(OID.sm3, 31), 'badDataFormat'],
      [
        'another policy',
        encodeTimeStampRequest({ imprint: imprintBy('sm3'), nonce: Uint8Array.of(1), policy: '1.2.3' }),
        'unacceptedPolicy',
      ],
      [
        'extensions',
        oneMore(der.implicitConstructed(0, der.sequence(der.oid('1.2.3'), der.octetString(Uint8Array.of(5, 0))))),
        'unacceptedExtension',
      ],
    ];
    for (const [name, asked, failure] of expected) {
      it(`${name}: ${failure}`, async () => {
        const { status, failures, texts, token } = await ask(asked);
        assert.deepEqual({ status, failures, token }, { status: 2, failures: [failure], token: null });
        assert.match(texts[0] ?? '', /[一-鿿]/);
        assert.doesNotMatch(texts[1] ?? '一', /[一-鿿]/);
        assert.deepEqual(errors, []);
      });
    }

    it('a time that cannot be vouched for: timeNotAvailable', async () => {
      const take = () => Promise.reject(new YinzhengError('TIME_NOT_AVAILABLE', { reason: bilingual('x', '某') }));
      assert.deepEqual((await ask(request, { time: { take } })).failures, ['timeNotAvailable']);
      assert.equal(errors.length, 1);
    });

    it('what it cannot sign: systemFailure, and says to its keeper why', async () => {
      assert.deepEqual((await ask(request, { units: () => [] })).failures, ['systemFailure']);
      const late = (units[0]?.certificate.notAfter ?? 0) + 1000;
      assert.deepEqual((await ask(request, { time: { take: () => Promise.resolve(late) } })).failures, ['systemFailure']);
      const sign = () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'secret' }));
      const { failures, texts } = await ask(request, { signer: { sign } });
      assert.deepEqual(failures, ['systemFailure']);
      assert.doesNotMatch(texts.join(), /secret/);
      assert.equal(errors.length, 3);
    });
  });
});
