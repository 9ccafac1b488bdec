import assert from 'node:assert/strict';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import type { LocalDate } from '../../src/base/time.ts';
import {
  acceptsKeySet,
  acceptsStatusList,
  encodeKeySet,
  ENTRY,
  judgeClaim,
  MOST_KEYS,
  parseKeySet,
  readClaim,
  type ClaimJudgement,
  type ClaimMaterial,
  type LicenceClaim,
  type StatusList,
} from '../../src/claim/index.ts';
import { DEFAULT_SM2_USER_ID, pointVerifier, verifySm2, sm3 } from '../../src/crypto/portable/index.ts';
import {
  claimOf,
  keyIdOfSigner,
  listOf,
  makeSigner,
  published,
  readList,
  readSet,
  signedClaim,
  signedKeySet,
  signedList,
  verifier,
} from '../support/claims.ts';
import { day } from '../support/pki.ts';

/** SM2 as a browser has it. */
const portable = pointVerifier({
  digest: (_, ...parts) => sm3(...parts),
  verify: (_, key, message, signature) => verifySm2(key, DEFAULT_SM2_USER_ID, message, signature),
});

const malformed = (error: unknown): boolean => isYinzhengError(error, 'KEY_SET_MALFORMED');

describe('judging claims', () => {
  const claims = makeSigner();
  const lists = makeSigner();
  const stranger = makeSigner();
  const keys = [published(claims, ['licence-claim']), published(lists, ['status-list', 'key-set'])];
  const { keySet } = readSet(signedKeySet(lists, keys));

  const judge = (
    claim: Partial<LicenceClaim> = {},
    material: Partial<ClaimMaterial> & { readonly by?: typeof claims; readonly tamper?: number } = {},
  ): ClaimJudgement => {
    const bytes = signedClaim(material.by ?? claims, claim);
    const { tamper } = material;
    const read = readClaim(tamper === undefined ? bytes : bytes.with(tamper, (bytes[tamper] ?? 0) ^ 1));
    return judgeClaim(read, { keySet, list: listOf(lists), now: day(1) + 3_600_000, crypto: verifier, ...material });
  };
  const withEntry = (entry: number, other: Partial<StatusList> = {}): StatusList => {
    return listOf(lists, { entries: new Uint8Array(1000).with(77, entry), ...other });
  };

  it('says that a claim is in force, by whose key, and as of when', () => {
    assert.deepEqual(judge(), {
      verdict: 'valid',
      signer: '样本省电子证照',
      list: { issuedAt: day(1), overdue: false },
      then: null,
    });
  });

  it('says the same in a browser', () => {
    assert.equal(judge({}, { crypto: portable }).verdict, 'valid');
    assert.equal(judge({}, { crypto: portable, tamper: 22 }).verdict, 'altered');
  });

  const verdicts: readonly (readonly [string, ClaimJudgement])[] = [
    ['ended', judge({}, { list: withEntry(ENTRY.ended) })],
    ['suspended', judge({}, { list: withEntry(ENTRY.suspended) })],
    ['replaced', judge({}, { list: withEntry(ENTRY.replaced) })],
    ['expired', judge({ validTo: '2026-01-01' as LocalDate }, { now: day(1) })],
    ['not-yet-valid', judge({ validFrom: '2026-02-01' as LocalDate })],
    ['unknown-issuer', judge({}, { by: stranger })],
    ['unknown-issuer', judge({}, { keySet: null })],
    ['altered', judge({}, { tamper: 20 })],
    ['status-unavailable', judge({}, { list: null })],
    ['status-unavailable', judge({}, { list: listOf(lists, { list: 2 }) })],
    ['status-unavailable', judge({ status: { list: 1, index: 1000 } })],
  ];
  for (const [expected, { verdict }] of verdicts)
    it(`says that one is ${expected}`, () => {
      assert.equal(verdict, expected);
    });

  it('knows no claim by a key that signs something else', () => {
    assert.equal(judge({ keyId: keyIdOfSigner(lists) }, { by: lists }).verdict, 'unknown-issuer');
  });

  it('goes by no date that the paper names itself: a licence may be older than the key', () => {
    assert.equal(judge({ issueDate: '1999-12-30' as LocalDate }).verdict, 'valid');
  });

  it('relies on nothing that a revoked key signs', () => {
    const revoked = { ...keySet, keys: [published(claims, ['licence-claim'], { revokedAt: day(100) })] };
    assert.equal(judge({}, { keySet: revoked }).verdict, 'issuer-key-revoked');
  });

  it('goes by the list before the dates, as the register does', () => {
    const expired = { validTo: '2026-01-01' as LocalDate };
    assert.equal(judge(expired, { list: withEntry(ENTRY.suspended) }).verdict, 'suspended');
    assert.equal(judge(expired, { list: null, now: day(2) }).verdict, 'expired', 'its date is enough');
  });

  it('says of an overdue list what was so then; an end stays one', () => {
    const now = day(3);
    const status = judge({}, { now });
    assert.deepEqual(status, {
      verdict: 'status-unavailable',
      signer: '样本省电子证照',
      list: { issuedAt: day(1), overdue: true },
      then: 'valid',
    });
    assert.equal(judge({}, { now, list: withEntry(ENTRY.suspended) }).then, 'suspended');
    assert.equal(judge({}, { now, list: withEntry(ENTRY.ended) }).verdict, 'ended');
    assert.equal(judge({}, { now, list: withEntry(ENTRY.replaced) }).verdict, 'replaced');
  });

  it('is not fooled by a clock that is behind the list', () => {
    assert.equal(judge({ validTo: '2026-01-01' as LocalDate }, { now: day(-300) }).verdict, 'expired');
  });

  it('sees every bit of a claim that is another', () => {
    const bytes = signedClaim(claims);
    for (let at = 0; at < bytes.length; at++) {
      let verdict: string;
      try {
        verdict = judgeClaim(readClaim(bytes.with(at, (bytes[at] ?? 0) ^ 4)), {
          ...{ keySet, list: null, now: day(1), crypto: verifier },
        }).verdict;
      } catch (error) {
        assert.ok(isYinzhengError(error, 'CLAIM_MALFORMED'));
        continue;
      }
      assert.ok(verdict === 'altered' || verdict === 'unknown-issuer', `octet ${at}: ${verdict}`);
    }
  });

  it('takes lists signed by a key for lists of the set only', () => {
    const terms = { keySet, crypto: verifier };
    const accepts = (bytes: Uint8Array): boolean => acceptsStatusList(readList(bytes), terms);
    assert.equal(accepts(signedList(lists)), true);
    assert.equal(accepts(signedList(claims)), false);
    assert.equal(accepts(signedList(stranger)), false);
    const bytes = signedList(lists);
    assert.equal(accepts(bytes.with(100, (bytes[100] ?? 0) ^ 1)), false);
    assert.equal(accepts(signedList(lists, { issuedAt: day(-1) })), false, 'before its key');
    const revoked = { ...keySet, keys: [published(lists, ['status-list'], { revokedAt: day(5) })] };
    assert.equal(acceptsStatusList(readList(bytes), { keySet: revoked, crypto: verifier }), false);
  });

  it('takes key sets that sign themselves, and later ones by a key of the one that is known', () => {
    const accepts = (bytes: Uint8Array, known: typeof keySet | null): boolean => {
      return acceptsKeySet(readSet(bytes), { known, crypto: verifier });
    };
    const own = signedKeySet(lists, keys);
    assert.equal(accepts(own, null), true);
    assert.equal(accepts(own, keySet), true);
    assert.equal(accepts(own.with(30, (own[30] ?? 0) ^ 1), null), false);
    assert.equal(accepts(signedKeySet(claims, keys), null), false, 'by a key for claims');
    assert.equal(accepts(signedKeySet(stranger, keys), null), false, 'by a key that is not in it');
    const next = makeSigner();
    const announced = [...keys, published(next, ['status-list', 'key-set'])];
    const later = readSet(signedKeySet(lists, announced, { issuedAt: day(2) })).keySet;
    assert.equal(accepts(signedKeySet(next, announced), keySet), false, 'by a key that nobody announced');
    assert.equal(accepts(signedKeySet(next, announced, { issuedAt: day(3) }), later), true, 'by one that was');
    assert.equal(accepts(own, later), false, 'an older one');
  });

  it('reads key sets as they were written, and in no other spelling', () => {
    const tbs = encodeKeySet(keySet);
    assert.deepEqual(parseKeySet(tbs), keySet);
    for (let length = 0; length < tbs.length; length += 7) assert.throws(() => parseKeySet(tbs.subarray(0, length)), malformed);
    assert.throws(() => parseKeySet(Uint8Array.of(...tbs, 0)), malformed);
    for (const at of [0, 1, 2]) assert.throws(() => parseKeySet(tbs.with(at, 9)), malformed);
    assert.throws(() => parseKeySet(tbs.with(22, 8)), malformed, 'a use that is not known');
    assert.throws(() => encodeKeySet({ ...keySet, keys: [] }), malformed);
    assert.throws(
      () =>
        encodeKeySet({
          ...keySet,
          keys: Array<(typeof keys)[0] & object>(MOST_KEYS + 1).fill(published(claims, ['licence-claim'])),
        }),
      malformed,
    );
    assert.throws(() => encodeKeySet({ ...keySet, nextUpdate: keySet.issuedAt }), malformed);
    assert.throws(() => encodeKeySet({ ...keySet, keys: [published(claims, [])] }), malformed);
  });

  it('makes nothing of a claim that says another key than signed it', () => {
    const { status } = claimOf(claims);
    assert.equal(judge({ keyId: keyIdOfSigner(claims), status }, { by: stranger }).verdict, 'altered');
  });
});
