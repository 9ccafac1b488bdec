import assert from 'node:assert/strict';
import fc from 'fast-check';
import { creditCodeCheck, isCreditCode } from '../../../src/domain/identifier/index.ts';

/** Codes of public bodies, as printed on licences and in regulations. */
const REAL = ['11100000000013338W', '11100000MB03271699', '11430000006122244L', '11330105002500287C', '11370306MB2867521U'];
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('unified social credit codes (GB 32100)', () => {
  it('have the check character of their first 17', () => {
    for (const code of REAL) {
      assert.equal(isCreditCode(code), true, code);
      assert.equal(creditCodeCheck(code), code.charAt(17));
    }
  });

  it('are wrong with any one character changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REAL),
        fc.nat({ max: 17 }),
        fc.constantFrom(...ALPHABET),
        (code, index, letter) =>
          code.charAt(index) === letter || !isCreditCode(code.slice(0, index) + letter + code.slice(index + 1)),
      ),
    );
  });

  it('have 18 characters of an alphabet without I, O, S, V, Z', () => {
    for (const code of ['', '11100000000013338', '11100000000013338WW', '1110000000001333SW', '11100000000013338w'])
      assert.equal(isCreditCode(code), false, code);
    for (const letter of 'IOSVZa ') assert.equal(creditCodeCheck(`1110000000001333${letter}`), null, letter);
  });
});
