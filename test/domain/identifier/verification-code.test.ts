import assert from 'node:assert/strict';
import fc from 'fast-check';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { readVerificationCode, writeVerificationCode } from '../../../src/domain/identifier/index.ts';

const refused = (error: unknown) => error instanceof YinzhengError && error.code === 'VERIFICATION_CODE_INVALID';
const randomBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('printed verification codes', () => {
  it('carry 80 bits: different bytes give different codes', () => {
    fc.assert(
      fc.property(randomBytes, randomBytes, (left, right) => {
        const same = Buffer.from(left).equals(Buffer.from(right));
        assert.equal(writeVerificationCode(left) === writeVerificationCode(right), same);
      }),
    );
    assert.throws(() => writeVerificationCode(new Uint8Array(9)), RangeError);
  });

  it('are read as people type them', () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        const code = writeVerificationCode(bytes);
        assert.match(code, /^([0-9A-Z]{4}-){4}[0-9A-Z]$/);
        assert.equal(readVerificationCode(code), code);
        assert.equal(readVerificationCode(` ${code.toLowerCase().replace(/-/g, ' ')} `), code);
        const [body, check] = [code.slice(0, 19), code.slice(19)];
        assert.equal(readVerificationCode(body.replace(/0/g, 'o').replace(/1/g, 'l') + check), code);
      }),
    );
  });

  it('are refused when a character is mistyped', () => {
    fc.assert(
      fc.property(randomBytes, fc.nat(15), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (bytes, position, other) => {
        const compact = writeVerificationCode(bytes).replace(/-/g, '');
        if (compact[position] === other) return;
        assert.throws(() => readVerificationCode(compact.slice(0, position) + other + compact.slice(position + 1)), refused);
      }),
    );
    for (const typed of ['', '1234', 'U'.repeat(17), '0'.repeat(100_000)])
      assert.throws(() => readVerificationCode(typed), refused);
  });
});
