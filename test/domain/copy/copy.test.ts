import assert from 'node:assert/strict';
import {
  checkEnded,
  checkUse,
  COPY_NUMBER,
  copyNumber,
  copyState,
  copyWords,
  endedLines,
  erasedCopy,
  useLines,
  type LicenceCopyRecord,
} from '../../../src/domain/copy/index.ts';

const AT = Date.parse('2026-12-01T00:00:00Z');
const ACTOR = { person: 'p', organisation: 'o', capacity: 'issuer', onBehalfOf: null, client: 'web', session: 's' } as const;
const COPY: LicenceCopyRecord = {
  ...{ _id: 'FB20261201000000000000', schema: 1, version: 1, kind: 'use-copy', licence: 'l' },
  original: { identifier: '1.2.156', edition: '002', digest: 'ab' },
  maker: { code: 'c', name: '样例市局' },
  verificationCode: 'x',
  use: { purpose: '贷款', user: '样例银行' },
  expiresAt: '2026-12-02T00:00:00Z',
  file: { format: 'pdf', digest: 'cd', size: 1, blob: 'b', key: 'k' },
  ...{ stamping: 's', recordedAt: '2026-12-01T00:00:00Z', actor: ACTOR },
  reason: { item: 'i', caseNumber: null, cause: 'c' },
  ...{ outbox: [], pending: false },
};

describe('domain: copies of licences', () => {
  it('has three states, of which the original’s comes first', () => {
    const end = Date.parse(COPY.expiresAt ?? '');
    const state = (original: Parameters<typeof copyState>[1]['original'], asOf: number) => copyState(COPY, { original, asOf });
    assert.deepEqual([state('valid', end - 1), state('valid', end)], ['valid', 'expired']);
    for (const status of ['suspended', 'expired', 'replaced', 'revoked', 'void', 'cancelled', 'rescinded'] as const)
      assert.equal(state(status, end + 1), 'original-ended', status);
    const rendition = { kind: 'cancelled-rendition', expiresAt: null } as const;
    assert.equal(copyState(rendition, { original: 'valid', asOf: AT }), 'original-ended');
  });

  it('is for a licence in force, one line each, and a year at most', () => {
    const use = { purpose: '贷款', user: '样例银行' };
    const terms = { expiresAt: AT + 1, now: AT, status: 'valid' } as const;
    checkUse(use, terms);
    const refused = (changed: object, of: object = {}) =>
      assert.throws(() => checkUse({ ...use, ...changed }, { ...terms, ...of }), { code: 'COPY_REFUSED' });
    refused({ purpose: '' });
    refused({ purpose: ' 贷款' });
    refused({ user: '甲\u2028乙' });
    refused({ user: '\u202e样例' });
    refused({ user: '长'.repeat(61) });
    refused({}, { expiresAt: AT });
    refused({}, { expiresAt: NaN });
    refused({}, { expiresAt: AT + 367 * 86_400_000 });
    refused({}, { status: 'suspended' });
    checkEnded('revoked');
    for (const status of ['valid', 'suspended', 'expired', 'replaced'] as const)
      assert.throws(() => checkEnded(status), { code: 'COPY_REFUSED' });
  });

  it('numbers copies by the legal day and at random', () => {
    const number = copyNumber(
      Date.parse('2026-11-30T16:00:00Z'),
      new Uint8Array(12).map((_, index) => index * 31),
    );
    assert.match(number, COPY_NUMBER);
    assert.equal(number.slice(0, 10), 'FB20261201');
  });

  it('says what it is', () => {
    assert.deepEqual(useLines({ purpose: '贷款', user: '样例银行' }, Date.parse('2026-12-01T16:05:00Z')), [
      '仅限样例银行用于贷款',
      '有效至2026年12月2日00:05，再次使用无效',
    ]);
    assert.match(
      endedLines('已吊销', { since: AT, documentNumber: '样罚〔2026〕1号' })[0] ?? '',
      /已吊销.*2026年12月1日08:00.*样罚〔2026〕1号/,
    );
    const words = copyWords(COPY);
    for (const part of [COPY._id, '1.2.156', '002', 'SM3 ab', '样例市局']) assert.ok(words.includes(part), part);
  });

  it('keeps number and digest when it is erased, and nothing of persons or the file', () => {
    const erased = erasedCopy(COPY);
    assert.deepEqual([erased.use, erased.reason, erased.actor.person, erased.file.key], [undefined, undefined, null, undefined]);
    assert.deepEqual([erased._id, erased.original, erased.file.digest, erased.file.blob], [COPY._id, COPY.original, 'cd', '']);
  });
});
