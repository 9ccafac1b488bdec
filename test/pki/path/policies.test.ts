/** Certificate policies along paths, in the categories of the NIST PKITS (4.8 to 4.12), judged here and by OpenSSL. */
import assert from 'node:assert/strict';
import { OID } from '../../../src/asn1/index.ts';
import { processPolicies, type PolicyTerms } from '../../../src/pki/index.ts';
import {
  hasOpenssl,
  inhibitAny,
  judgePath,
  makePath,
  opensslVerdict,
  policies,
  policyConstraints,
  policyMappings,
  type Link,
} from '../../support/path.ts';

const [P1, P2, P3, P4] = ['1.2.3.1', '1.2.3.2', '1.2.3.3', '1.2.3.4'] as const;
const ANY = OID.anyPolicy;
const EXPLICIT: PolicyTerms = { explicit: true };
const REQUIRED = policyConstraints({ explicit: 0 });

/** A path below its root, which says nothing; what is asked; the policies it is valid for, or null when it does not hold. */
type Case = readonly [what: string, links: readonly Link[], terms: PolicyTerms, valid: readonly string[] | null];

const only = (...oids: readonly string[]): Link => ({ add: [policies(...oids)] });

const CASES: readonly Case[] = [
  // 4.8 certificate policies
  ['the same policy throughout', [only(P1), only(P1)], EXPLICIT, [P1]],
  ['the same policy throughout, acceptable', [only(P1), only(P1)], { ...EXPLICIT, acceptable: [P1] }, [P1]],
  ['the same policy throughout, another acceptable', [only(P1), only(P1)], { ...EXPLICIT, acceptable: [P2] }, null],
  ['the same policy throughout, one of two acceptable', [only(P1), only(P1)], { ...EXPLICIT, acceptable: [P2, P1] }, [P1]],
  ['no policies, and nothing asked', [{}, {}], {}, []],
  ['no policies, one asked for', [{}, {}], EXPLICIT, null],
  ['no policy in the CA', [{}, only(P1)], EXPLICIT, null],
  ['no policy in the target', [only(P1), {}], EXPLICIT, null],
  ['another policy in the target', [only(P1), only(P2)], EXPLICIT, null],
  ['another policy in the target, and nothing asked', [only(P1), only(P2)], {}, []],
  ['one policy in common', [only(P1, P2), only(P2, P3)], EXPLICIT, [P2]],
  ['a policy lost in the middle', [only(P1, P2), only(P1), only(P2)], EXPLICIT, null],
  ['two policies in common', [only(P1, P2), only(P1, P2, P3), only(P2, P1)], EXPLICIT, [P1, P2]],
  ['anyPolicy in the CA', [only(ANY), only(P1)], EXPLICIT, [P1]],
  ['anyPolicy in the target', [only(P1), only(ANY)], EXPLICIT, [P1]],
  ['anyPolicy throughout', [only(ANY), only(ANY)], EXPLICIT, [ANY]],
  ['anyPolicy throughout, one acceptable', [only(ANY), only(ANY)], { ...EXPLICIT, acceptable: [P3] }, [P3]],
  ['anyPolicy beside a policy', [only(P1, ANY), only(P2)], EXPLICIT, [P2]],
  ['anyPolicy that the verifier does not heed', [only(ANY), only(P1)], { ...EXPLICIT, withoutAny: true }, null],
  ['a policy where anyPolicy is not heeded', [only(P1, ANY), only(P1)], { ...EXPLICIT, withoutAny: true }, [P1]],
  // 4.9 require explicit policy
  ['required at once, none', [{ add: [REQUIRED] }, {}], {}, null],
  ['required at once, one', [{ add: [policies(P1), REQUIRED] }, only(P1)], {}, [P1]],
  ['required after more certificates than follow', [{ add: [policyConstraints({ explicit: 5 })] }, {}, {}], {}, []],
  ['required after one certificate', [{ add: [policyConstraints({ explicit: 1 })] }, {}, {}], {}, null],
  ['required after three certificates, at the fourth', [{ add: [policyConstraints({ explicit: 3 })] }, {}, {}, {}], {}, null],
  ['required after four certificates', [{ add: [policyConstraints({ explicit: 4 })] }, {}, {}, {}], {}, []],
  ['required by the target itself', [{}, { add: [REQUIRED] }], {}, null],
  ['required by the target itself, with a policy', [only(P1), { add: [policies(P1), REQUIRED] }], {}, [P1]],
  [
    'a later, larger number does not relax',
    [{ add: [policyConstraints({ explicit: 1 })] }, { add: [policyConstraints({ explicit: 9 })] }, {}],
    {},
    null,
  ],
  [
    'self-issued certificates do not count',
    [{ add: [policyConstraints({ explicit: 2 })] }, { selfIssued: true }, { selfIssued: true }, {}],
    {},
    [],
  ],
  // 4.10 policy mappings
  ['mapped', [{ add: [policies(P1), policyMappings([P1, P2])] }, only(P2)], EXPLICIT, [P1]],
  [
    'mapped, the issuer’s acceptable',
    [{ add: [policies(P1), policyMappings([P1, P2])] }, only(P2)],
    { ...EXPLICIT, acceptable: [P1] },
    [P1],
  ],
  [
    'mapped, the subject’s acceptable only',
    [{ add: [policies(P1), policyMappings([P1, P2])] }, only(P2)],
    { ...EXPLICIT, acceptable: [P2] },
    null,
  ],
  ['mapped away', [{ add: [policies(P1), policyMappings([P1, P2])] }, only(P1)], EXPLICIT, null],
  [
    'mapped, mapping inhibited by the verifier',
    [{ add: [policies(P1), policyMappings([P1, P2])] }, only(P2)],
    { ...EXPLICIT, withoutMapping: true },
    null,
  ],
  ['mapped to two', [{ add: [policies(P1), policyMappings([P1, P2], [P1, P3])] }, only(P3)], EXPLICIT, [P1]],
  ['two mapped to one', [{ add: [policies(P1, P2), policyMappings([P1, P3], [P2, P3])] }, only(P3)], EXPLICIT, [P1, P2]],
  [
    'mapped twice',
    [{ add: [policies(P1), policyMappings([P1, P2])] }, { add: [policies(P2), policyMappings([P2, P3])] }, only(P3)],
    EXPLICIT,
    [P1],
  ],
  [
    'mapped from anyPolicy of the CA',
    [{ add: [policies(ANY), policyMappings([P1, P2])] }, only(P2)],
    { ...EXPLICIT, acceptable: [P1] },
    [P1],
  ],
  ['mapped although not stated', [{ add: [policies(P4), policyMappings([P1, P2])] }, only(P2)], EXPLICIT, null],
  ['anyPolicy mapped', [{ add: [policies(P1), policyMappings([ANY, P1])] }, only(P1)], {}, null],
  ['mapped to anyPolicy', [{ add: [policies(P1), policyMappings([P1, ANY])] }, only(P1)], {}, null],
  // 4.11 inhibit policy mapping
  [
    'mapping inhibited at once',
    [
      { add: [policies(P1), policyConstraints({ explicit: 0, mapping: 0 })] },
      { add: [policies(P1), policyMappings([P1, P2])] },
      only(P2),
    ],
    {},
    null,
  ],
  [
    'mapping inhibited after one',
    [
      { add: [policies(P1), policyConstraints({ explicit: 0, mapping: 1 })] },
      { add: [policies(P1), policyMappings([P1, P2])] },
      only(P2),
    ],
    {},
    [P1],
  ],
  [
    'mapping inhibited after one, mapped by the second',
    [
      { add: [policies(P1), policyConstraints({ explicit: 0, mapping: 1 })] },
      only(P1),
      { add: [policies(P1), policyMappings([P1, P2])] },
      only(P2),
    ],
    {},
    null,
  ],
  [
    'mapping inhibited, another policy goes on',
    [
      { add: [policies(P1, P3), policyConstraints({ mapping: 0 })] },
      { add: [policies(P1, P3), policyMappings([P1, P2])] },
      only(P2, P3),
    ],
    EXPLICIT,
    [P3],
  ],
  // 4.12 inhibit anyPolicy
  ['anyPolicy inhibited at once', [{ add: [policies(P1), inhibitAny(0)] }, only(ANY)], EXPLICIT, null],
  ['anyPolicy inhibited after one', [{ add: [policies(P1), inhibitAny(1)] }, only(ANY), only(P1)], EXPLICIT, [P1]],
  ['anyPolicy inhibited after one, in the second', [{ add: [policies(P1), inhibitAny(1)] }, only(P1), only(ANY)], EXPLICIT, null],
  [
    'anyPolicy inhibited, in a self-issued CA',
    [{ add: [policies(P1), inhibitAny(0)] }, { selfIssued: true, ...only(ANY) }, only(P1)],
    EXPLICIT,
    [P1],
  ],
  [
    'anyPolicy inhibited later, by less',
    [{ add: [policies(P1), inhibitAny(5)] }, { add: [policies(P1), inhibitAny(0)] }, only(ANY)],
    EXPLICIT,
    null,
  ],
];

describe('certificate policies', () => {
  for (const [what, links, terms, valid] of CASES) {
    it(`${what}: ${valid === null ? 'refused' : 'holds'}`, () => {
      for (const key of ['sm2', 'p256'] as const) {
        const path = makePath(key, [{}, ...links]);
        const reason = judgePath(path, { policies: terms });
        assert.equal(reason === null, valid !== null, `${key}: ${reason}`);
        if (reason !== null) assert.match(reason, /^CHAIN_CONSTRAINTS_FAILURE .*(policy|Policy)/);
        if (hasOpenssl && key !== 'sm2') {
          const theirs = opensslVerdict(path, { policies: terms });
          assert.equal(theirs === null, valid !== null, theirs ?? 'OpenSSL accepts it');
        }
        if (valid === null) continue;
        const found = processPolicies(path.map(({ certificate }) => certificate).reverse(), terms).policies;
        assert.deepEqual([...(found ?? [])].sort(), [...valid].sort());
      }
    });
  }

  it('of the anchor itself are not asked', () => {
    assert.equal(judgePath(makePath('sm2', [only(P2), only(P1), only(P1)]), { policies: EXPLICIT }), null);
    assert.equal(judgePath(makePath('sm2', [{ add: [REQUIRED] }, {}, {}])), null);
  });

  it('stated twice, with a strange critical qualifier, or malformed are refused', () => {
    for (const extension of [
      policies(P1, P1),
      policies(),
      { ...policies(P1), value: Uint8Array.of(5, 0) },
      policyConstraints({}),
      { ...policyConstraints({ explicit: 0 }), value: Uint8Array.of(0x30, 3, 0x80, 1, 0x80) },
      { ...inhibitAny(0), value: Uint8Array.of(2, 1, 0xff) },
      policyMappings(),
    ]) {
      const reason = judgePath(makePath('sm2', [{}, { add: [extension] }, {}]));
      assert.match(reason ?? 'passed', /malformed/, extension.oid);
    }
  });

  it('cost no more than their certificates are long (RFC 9618)', () => {
    // every CA maps each of its policies to all of the next: a tree would have 60 to the power of 6 leaves
    const oids = Array.from({ length: 60 }, (_, index) => `1.2.3.${index + 1}`);
    const mappings = policyMappings(...oids.flatMap((from) => oids.map((to) => [from, to] as const)));
    const path = makePath('sm2', [
      {},
      ...Array.from({ length: 6 }, () => ({ add: [policies(...oids), mappings] })),
      only(...oids),
    ]);
    const certificates = path.map(({ certificate }) => certificate).reverse();
    assert.equal(processPolicies(certificates, EXPLICIT).policies?.size, 60);
  });
});
