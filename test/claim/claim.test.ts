import assert from 'node:assert/strict';
import fc from 'fast-check';
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { LONG_TERM, type EndDate, type LocalDate } from '../../src/base/time.ts';
import {
  claimAddress,
  cutText,
  encodeClaim,
  LONGEST_CLAIM,
  parseClaim,
  printedCode,
  readClaim,
  readClaimText,
  type LicenceClaim,
} from '../../src/claim/index.ts';
import { readVerificationCodeOctets, writeIdentifier, writeVerificationCode } from '../../src/domain/identifier/index.ts';
import { claimOf, makeSigner, signedClaim } from '../support/claims.ts';

const malformed = (error: unknown): boolean => isYinzhengError(error, 'CLAIM_MALFORMED');

const date = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => new Date(Date.UTC(1950, 0, 1) + days * 86_400_000).toISOString().slice(0, 10) as LocalDate);
const serial = fc.stringMatching(/^[0-9A-Z]{1,32}$/);
const name = fc.string({ unit: 'grapheme', maxLength: 30 }).map(cutText);

describe('claims of licences', () => {
  const signer = makeSigner();

  it('are written octet by octet as documented', () => {
    const keyId = fromHex('0102030405060708');
    const tbs = encodeClaim(
      claimOf(signer, {
        keyId,
        validTo: LONG_TERM,
        status: { list: 258, index: 66051 },
        typeName: 'T',
        issuer: 'I',
        holder: 'H',
      }),
    );
    const head =
      '594301' + '0102030405060708' + '0b4921' + '0b4921' + '000000' + '0019324b647d96afc8e1' + '0102' + '010203' + '00';
    assert.equal(toHex(tbs.subarray(0, 36)), head.slice(0, 72));
    assert.equal(tbs[36], 11, 'the serial has 11 characters');
    assert.equal(toHex(tbs.subarray(-6)), '015401490148');
    // 54 letters and digits to the base 36 take 35 octets.
    assert.equal(tbs.length, 36 + 1 + 35 + 6);
  });

  it('are read as they were written, and in no other spelling', () => {
    fc.assert(
      fc.property(
        fc.record({
          issueDate: date,
          from: date,
          to: fc.option(date),
          code: fc.uint8Array({ minLength: 10, maxLength: 10 }),
          list: fc.integer({ min: 1, max: 0xffff }),
          index: fc.integer({ min: 0, max: 0xfffff }),
          demonstration: fc.boolean(),
          serial,
          typeName: name,
          issuer: name,
          holder: name,
        }),
        ({ from, to, serial: characters, list, index, code, ...rest }) => {
          const [validFrom, validTo]: readonly [LocalDate, EndDate] =
            to !== null && to < from ? [to, from] : [from, to ?? LONG_TERM];
          const identifier = writeIdentifier({
            ...{ typeCode: '11100000000013338W011', issuerCode: '11430000006122244L' },
            ...{ serial: characters, edition: '001' },
          });
          const claim: LicenceClaim = {
            ...claimOf(signer),
            ...rest,
            ...{ validFrom, validTo, identifier, code: Uint8Array.from(code), status: { list, index } },
          };
          const tbs = encodeClaim(claim);
          assert.deepEqual(parseClaim(tbs), claim);
          assert.deepEqual(encodeClaim(parseClaim(tbs)), tbs);
          assert.ok(tbs.length + 64 <= LONGEST_CLAIM);
        },
      ),
    );
  });

  it('are refused when an octet is missing, follows, or is of another version', () => {
    const tbs = encodeClaim(claimOf(signer));
    for (let length = 0; length < tbs.length; length++) assert.throws(() => parseClaim(tbs.subarray(0, length)), malformed);
    assert.throws(() => parseClaim(concatBytes(tbs, Uint8Array.of(0))), malformed);
    for (const at of [0, 1, 2]) assert.throws(() => parseClaim(tbs.with(at, 9)), malformed);
  });

  const wrong: readonly (readonly [string, Partial<LicenceClaim>])[] = [
    ['ends before it begins', { validTo: '2025-12-31' as LocalDate }],
    ['has an identifier of another root', { identifier: '1.2.3.11100000000013338W011.11430000006122244L.1.001.U' }],
    ['is in no list', { status: { list: 0, index: 1 } }],
    ['is behind the end of its list', { status: { list: 1, index: 0x100000 } }],
    ['has a name too long', { holder: '长'.repeat(21) }],
    ['has a control character in a name', { typeName: 'a\u202eb' }],
    ['has a day that is none', { issueDate: '10000-01-01' as LocalDate }],
  ];
  for (const [what, other] of wrong)
    it(`are not written when one ${what}`, () => {
      assert.throws(() => encodeClaim(claimOf(signer, other)), malformed);
    });

  it('cut names so that they fit, between characters', () => {
    assert.equal(cutText('样本'), '样本');
    const cut = cutText('长'.repeat(30));
    assert.equal(cut, `${'长'.repeat(19)}…`);
    encodeClaim(claimOf(signer, { holder: cut, issuer: cutText('😀'.repeat(30)), typeName: cutText('a\u0000b\u2028c') }));
  });

  it('travel behind the # of an address, which is not sent, and come back from any text that ends so', () => {
    const bytes = signedClaim(signer);
    const address = claimAddress('https://licences.example.gov.cn', bytes);
    assert.match(address, /^https:\/\/licences\.example\.gov\.cn\/v#[A-Za-z0-9_-]+$/);
    assert.deepEqual(readClaimText(address), bytes);
    assert.deepEqual(readClaimText(` ${address.split('#')[1] ?? ''}\n`), bytes);
    assert.equal(readClaim(readClaimText(address)).claim.holder, '样本省****公司');
  });

  for (const text of ['', '#', 'https://a/v#', 'A', '=', 'ab+/', 'A'.repeat(600), 'AB'])
    it(`are in no text like ${text.slice(0, 20) || 'nothing'}`, () => {
      assert.throws(() => readClaimText(text), malformed);
    });

  it('hold the printed code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (code) => {
        assert.equal(printedCode(code), writeVerificationCode(code));
        assert.deepEqual(readVerificationCodeOctets(printedCode(code)), Uint8Array.from(code));
      }),
    );
  });
});
