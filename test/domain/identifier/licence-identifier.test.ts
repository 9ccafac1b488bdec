import assert from 'node:assert/strict';
import fc from 'fast-check';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import {
  checkCharacter,
  creditCodeCheck,
  isCitizenNumber,
  isCreditCode,
  readIdentifier,
  writeIdentifier,
} from '../../../src/domain/identifier/index.ts';

const REAL = [
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
  '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
];
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const code = (error: unknown) => (error instanceof YinzhengError ? error.code : error);

describe('licence identifiers (GB/T 36904)', () => {
  it('reads identifiers in public use and finds their check characters right', () => {
    for (const text of REAL) {
      const read = readIdentifier(text);
      assert.equal(read.checkRight, true, text);
      assert.equal(read.codesRight, true, text);
    }
  });

  it('writes what it reads', () => {
    const { typeCode, issuerCode, serial, edition } = readIdentifier(REAL[0] ?? '');
    assert.equal(writeIdentifier({ typeCode, issuerCode, serial, edition }), REAL[0]);
  });

  it('tells a wrong check character without refusing the identifier', () => {
    assert.equal(readIdentifier((REAL[0] ?? '').replace(/U$/, 'T')).checkRight, false);
  });

  it('finds every single substitution in an identifier', () => {
    const { typeCode, issuerCode, serial, edition } = readIdentifier(REAL[0] ?? '');
    const body = typeCode + issuerCode + serial + edition;
    for (let index = 0; index < body.length; index++) {
      for (const other of ALPHANUMERIC) {
        if (other === body[index]) continue;
        assert.notEqual(checkCharacter(body.slice(0, index) + other + body.slice(index + 1)), 'U');
      }
    }
  });

  it('refuses what has not the form of the standard', () => {
    for (const text of [
      '',
      'x',
      REAL[0]?.slice(1) ?? '',
      (REAL[0] ?? '').replace('.001.', '.1.'),
      `${REAL[0] ?? ''} `,
      (REAL[0] ?? '').toLowerCase(),
    ]) {
      assert.throws(
        () => readIdentifier(text),
        (error) => code(error) === 'IDENTIFIER_INVALID',
        text,
      );
    }
  });

  it('writes no identifier with a wrong credit code', () => {
    assert.throws(
      () => writeIdentifier({ typeCode: '11100000000013338X011', issuerCode: '11430000006122244L', serial: '1', edition: '001' }),
      (error) => code(error) === 'IDENTIFIER_INVALID',
    );
  });
});

describe('unified social credit codes (GB 32100)', () => {
  it('finds every single substitution', () => {
    const right = '11430000006122244L';
    assert.equal(isCreditCode(right), true);
    for (let index = 0; index < 18; index++) {
      for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (other !== right[index]) assert.equal(isCreditCode(right.slice(0, index) + other + right.slice(index + 1)), false);
      }
    }
  });

  it('refuses letters outside its alphabet and other lengths', () => {
    assert.equal(creditCodeCheck('1143000000612224I'), null);
    assert.equal(isCreditCode('11430000006122244'), false);
    assert.equal(isCreditCode('11430000006122244LL'), false);
  });
});

describe('citizen identity numbers (GB 11643)', () => {
  const withCheck = (body: string) =>
    '0123456789X'
      .split('')
      .map((check) => body + check)
      .filter(isCitizenNumber);

  it('accept exactly one check character', () => {
    assert.deepEqual(withCheck('11010519491231002'), ['11010519491231002X']);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (order) => {
        assert.equal(withCheck(`51010019900228${String(order).padStart(3, '0')}`).length, 1);
      }),
    );
  });

  it('refuse days that do not exist', () => {
    assert.deepEqual(withCheck('11010519490230002'), []);
    assert.deepEqual(withCheck('11010519491301002'), []);
  });
});
