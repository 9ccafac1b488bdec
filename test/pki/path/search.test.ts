/** Looking for paths: several ways, wrong hints, and certificates made to cost (RFC 4158). */
import assert from 'node:assert/strict';
import { OID } from '../../../src/asn1/index.ts';
import type { CryptoProvider } from '../../../src/crypto/index.ts';
import {
  authorityKeyIdentifierExtension,
  buildPath,
  createVerificationCache,
  findPaths,
  prepareTrust,
  recordTrust,
  subjectKeyIdentifierExtension,
  type Extension,
  type PathResult,
  type PreparedTrust,
  type PolicyTerms,
} from '../../../src/pki/index.ts';
import { MAX_PATHS, MAX_SIGNATURES_TRIED } from '../../../src/pki/path/find.ts';
import { crypto, day, issue, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';
import { policies } from '../../support/path.ts';

const AUTHORITY = { profile: 'authority' } as const;
const root = makeRoot();

function ask(
  target: TestIdentity,
  extra: readonly TestIdentity[],
  options: { readonly anchors?: readonly TestIdentity[]; readonly policies?: PolicyTerms; readonly crypto?: CryptoProvider } = {},
): PathResult {
  const trust = prepareTrust(trustIn({ anchors: options.anchors ?? [root] }), crypto);
  return buildPath({
    target: target.certificate,
    extra: extra.map(({ certificate }) => certificate),
    trust,
    crypto: options.crypto ?? crypto,
    at: day(10),
    policy: { revocation: 'if-known', acceptDemonstration: false },
    policies: options.policies,
  });
}

/** A provider that counts what it verifies. */
function counting(): CryptoProvider & { count(): number } {
  let verified = 0;
  return {
    ...crypto,
    verify: (...question) => {
      verified++;
      return crypto.verify(...question);
    },
    count: () => verified,
  };
}

describe('the search for paths', () => {
  const name = { commonName: 'CA' };
  const ca = issue(root, { ...AUTHORITY, name });
  const replaced = (oid: string, by: Extension) => (usual: readonly Extension[]) => [
    ...usual.filter((found) => found.oid !== oid),
    by,
  ];

  it('takes the certificate of a CA that holds when another of the same key does not', () => {
    const signer = issue(ca);
    const variants = [
      issue(root, { ...AUTHORITY, name, sameKeyAs: ca, notAfter: day(5) }),
      issue(root, {
        ...AUTHORITY,
        name,
        sameKeyAs: ca,
        extensions: (usual) => usual.filter(({ oid }) => oid !== OID.basicConstraints),
      }),
      issue(root, { ...AUTHORITY, name, sameKeyAs: ca, policies: ['1.2.3'] }),
    ];
    for (const bad of variants.slice(0, 2)) {
      assert.notEqual(ask(signer, [bad]).outcome, 'passed');
      for (const extra of [
        [bad, ca],
        [ca, bad],
      ])
        assert.equal(ask(signer, extra).outcome, 'passed');
    }
    const stated = issue(ca, { extensions: (usual) => [...usual, policies('1.2.3')] });
    const [, , right] = variants;
    assert.ok(right);
    assert.equal(ask(stated, [ca], { policies: { explicit: true } }).outcome, 'failed');
    assert.equal(ask(stated, [ca, right], { policies: { explicit: true } }).outcome, 'passed');
  });

  it('takes key identifiers for hints only', () => {
    const strange = new Uint8Array(20).fill(9);
    const wrongAki = issue(ca, { extensions: replaced(OID.authorityKeyIdentifier, authorityKeyIdentifierExtension(strange)) });
    assert.equal(ask(wrongAki, [ca]).outcome, 'passed');
    const wrongSki = issue(root, {
      ...AUTHORITY,
      name: { commonName: 'Other' },
      extensions: replaced(OID.subjectKeyIdentifier, subjectKeyIdentifierExtension(strange)),
    });
    assert.equal(ask(issue(wrongSki), [wrongSki]).outcome, 'passed');
    const without = issue(ca, { extensions: (usual) => usual.filter(({ oid }) => oid !== OID.authorityKeyIdentifier) });
    assert.equal(ask(without, [ca]).outcome, 'passed');
    // the right identifiers on a certificate of another key prove nothing
    const [own] = ca.certificate.extensions.filter(({ oid }) => oid === OID.subjectKeyIdentifier);
    assert.ok(own);
    const impostor = makeRoot({ name, extensions: replaced(OID.subjectKeyIdentifier, own) });
    assert.notEqual(ask(issue(impostor), [impostor, ca]).outcome, 'passed');
  });

  it('goes through cross certificates of two authorities, in whichever direction an anchor lies', () => {
    const [one, two] = [makeRoot({ name: { commonName: 'One' } }), makeRoot({ name: { commonName: 'Two' } })];
    const oneByTwo = issue(two, { ...AUTHORITY, name: { commonName: 'One' }, sameKeyAs: one });
    const twoByOne = issue(one, { ...AUTHORITY, name: { commonName: 'Two' }, sameKeyAs: two });
    for (const anchor of [one, two]) {
      for (const signer of [issue(one), issue(two)]) {
        const result = ask(signer, [oneByTwo, twoByOne, one, two], { anchors: [anchor] });
        assert.equal(result.outcome, 'passed');
        assert.equal(result.path.at(-1), anchor.certificate);
      }
    }
    assert.equal(ask(issue(one), [oneByTwo, twoByOne, one, two]).code, 'NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('does not chain by a name that only looks like the issuer’s', () => {
    const other = issue(root, { ...AUTHORITY, name: { commonName: 'CA', organisation: 'CA' }, sameKeyAs: ca });
    assert.equal(ask(issue(ca), [other]).code, 'NO_CERTIFICATE_CHAIN_FOUND');
    const folded = issue(root, { ...AUTHORITY, name: { commonName: ' ca ' }, sameKeyAs: ca });
    assert.equal(ask(issue(ca), [folded]).outcome, 'passed');
  });

  it('costs a bounded number of verifications in a mesh in which everyone certified everyone', () => {
    const names = Array.from({ length: 7 }, (_, index) => ({ commonName: `Mesh ${index}` }));
    const authorities = names.map((own) => makeRoot({ name: own }));
    const mesh = authorities.flatMap((issuer) =>
      authorities.flatMap((subject, index) =>
        subject === issuer ? [] : [issue(issuer, { ...AUTHORITY, name: names[index] ?? {}, sameKeyAs: subject })],
      ),
    );
    const [first, last] = [authorities[0], authorities.at(-1)];
    assert.ok(first && last);
    const hopeless = counting();
    assert.equal(ask(issue(first), mesh, { crypto: hopeless }).code, 'NO_CERTIFICATE_CHAIN_FOUND');
    assert.ok(hopeless.count() <= 2 * MAX_SIGNATURES_TRIED, String(hopeless.count()));

    const trust = prepareTrust(trustIn({ anchors: [last] }), crypto);
    const extra = mesh.map(({ certificate }) => certificate);
    const found = findPaths({ target: issue(first).certificate, extra, trust, crypto });
    assert.ok(found.paths.length > 0 && found.paths.length <= MAX_PATHS);
  });

  it('costs a bounded number of verifications with many issuers of one name and key identifier', () => {
    const [own] = ca.certificate.extensions.filter(({ oid }) => oid === OID.subjectKeyIdentifier);
    assert.ok(own);
    const crowd = Array.from({ length: 60 }, () => makeRoot({ name, extensions: replaced(OID.subjectKeyIdentifier, own) }));
    const counter = counting();
    assert.equal(ask(issue(ca), crowd, { crypto: counter }).code, 'NO_CERTIFICATE_CHAIN_FOUND');
    // each is tried with the default user ID and with the empty one
    assert.ok(counter.count() <= 2 * MAX_SIGNATURES_TRIED, String(counter.count()));
  });

  it('is made once among the same certificates, and again among others; who records what was asked hears of it each time', () => {
    const target = issue(ca, { name: { commonName: 'signer' } }).certificate;
    const cache = createVerificationCache(0);
    const known = prepareTrust(trustIn({ anchors: [root] }), crypto);
    const counted = counting();
    const look = (trust: PreparedTrust, extra: readonly TestIdentity[]) => {
      const recorded = recordTrust(trust);
      const before = counted.count();
      const { paths } = findPaths({
        ...{ target, extra: extra.map(({ certificate }) => certificate), cache, crypto: counted },
        trust: recorded.trust,
      });
      return { paths: paths.length, verified: counted.count() - before, looked: recorded.looked() };
    };
    const first = look(known, [ca]);
    assert.equal(first.paths, 1);
    assert.equal(first.verified, 2);
    assert.deepEqual(look(known, [ca]), { ...first, verified: 0 });
    assert.equal(look(known, []).paths, 0, 'without the certificate between');
    assert.equal(look(prepareTrust(trustIn({ anchors: [makeRoot()] }), crypto), [ca]).paths, 0, 'under another anchor');
    assert.deepEqual(look(known, [ca]), first);
  });
});
