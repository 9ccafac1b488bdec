import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { SealRecord, SealVersion } from '../../../src/domain/seal/index.ts';
import { usableVersion } from '../../../src/services/seals/usable-version.ts';

const VERSION: SealVersion = {
  number: 1,
  seal: '',
  sealDigest: '',
  certificate: '',
  keyId: 'k',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  madeAt: '2026-01-01T00:00:00.000Z',
  state: 'in-use',
};

function seal(...versions: readonly SealVersion[]): SealRecord {
  return {
    ...{ _id: '99010000000001', schema: 1, version: 1, name: '样例局', owner: '11990100MB0000027F', kind: 'statutory-name' },
    ...{ width: 42, height: 42, demonstration: true, versions, outbox: [], pending: false },
  };
}

describe('the seal to sign with', () => {
  const at = Date.parse('2026-06-01T00:00:00.000Z');
  const refusal = (record: SealRecord, moment = at): readonly string[] => {
    try {
      usableVersion(record, moment);
    } catch (error) {
      assert.ok(isYinzhengError(error, 'SEAL_NOT_IN_USE'));
      return [error.message, error.chinese];
    }
    return [];
  };

  it('is the version in use, within its period', () => {
    const used = { ...VERSION, number: 2 };
    assert.equal(usableVersion(seal({ ...VERSION, state: 'replaced' }, used), at), used);
    assert.equal(usableVersion(seal(VERSION), Date.parse(VERSION.validFrom)), VERSION);
  });

  it('is refused in words of both languages', () => {
    const message = (en: string, zh: string) => [`The seal is not in use: ${en}`, `电子印章不可用：${zh}`];
    assert.deepEqual(refusal(seal()), message('never made', '尚未制作'));
    assert.deepEqual(refusal(seal({ ...VERSION, state: 'suspended' })), message('stopped', '已停用'));
    assert.deepEqual(refusal(seal({ ...VERSION, state: 'cancelled' })), message('cancelled', '已注销'));
    for (const moment of [Date.parse(VERSION.validFrom) - 1, Date.parse(VERSION.validTo)])
      assert.deepEqual(refusal(seal(VERSION), moment), message('out of its period', '不在有效期内'));
  });
});
