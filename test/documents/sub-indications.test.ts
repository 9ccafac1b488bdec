/** Every code that a verification of a document can state, made to arise by a real document; the table is complete. */
import assert from 'node:assert/strict';
import type { Instant } from '../../src/base/time.ts';
import { concatBytes } from '../../src/base/bytes.ts';
import { verifyDocument } from '../../src/documents/index.ts';
import { integer, withEntries } from '../../src/pdf/objects/index.ts';
import { openPdf } from '../../src/pdf/reader/index.ts';
import { finishSeal } from '../../src/pdf/sign/index.ts';
import { beginUpdate } from '../../src/pdf/writer/index.ts';
import { prepareTrust, type TrustMaterial, type VerificationPolicy } from '../../src/pki/index.ts';
import { CHECK_CODES, withRegister, type CheckCode, type VerificationReport } from '../../src/report/index.ts';
import { assembleSesSignature, tbsSign } from '../../src/ses/index.ts';
import { COPY_CODES, NEVER, REGISTER_CODES } from '../support/check-codes.ts';
import { makeCms } from '../support/cms.ts';
import { sealPng, SEAL_RED } from '../support/pdf.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../support/pki.ts';
import { blankFile, SEAL_PICTURE, stamp, VALUE, zlib } from '../support/sealing.ts';
import { LENIENT, makeSealOf, makeSealWorld, stamp as bareSignature, type SealWorld } from '../support/ses.ts';
import { timeStamped } from '../support/time-stamped.ts';
import { makeToken } from '../support/time-stamp.ts';

const CLAIMED = day(10);
const HOUR = 3_600_000;
const ROOM = 8_000;

/** The signer's certificate ends on day 50, the seal on day 1000. */
const world = makeSealWorld({ signer: { notAfter: day(50) } });
const { material } = world;
const authority = issue(world.root, { profile: 'time-stamping', name: { commonName: 'TSA' } });
const stranger = issue(makeRoot({ name: { commonName: 'Strange Root' } }));

interface Sealing {
  readonly by?: Pick<TestIdentity, 'certificate' | 'sign'>;
  readonly claimed?: Instant;
  readonly seal?: Uint8Array;
  readonly shown?: Uint8Array;
  readonly token?: (signature: Uint8Array) => Uint8Array;
}

/** A PDF with a seal of 40 mm. */
function sealed({ by = world.signer, claimed = CLAIMED, seal = sealOf(), shown, token }: Sealing = {}): Uint8Array {
  const picture = { ...SEAL_PICTURE, ...(shown && { data: shown }) };
  const draft = stamp(blankFile(), { contentsSize: ROOM, claimedTime: claimed, appearance: { kind: 'picture', picture } });
  const tbs = tbsSign({ seal, time: claimed, dataHash: crypto.digest('sm3', ...draft.covered), propertyInfo: 'x' });
  const signature = by.sign(tbs);
  const parts = { tbs, signerCertificate: by.certificate.raw, signature };
  return finishSeal(draft, assembleSesSignature({ ...parts, ...(token && { timeStamp: token(signature) }) }));
}

function sealOf(
  changes: Partial<Parameters<typeof makeSealOf>[1]> = {},
  of: Pick<SealWorld, 'signer' | 'maker'> = world,
): Uint8Array {
  return makeSealOf(of, { picture: SEAL_PICTURE, ...changes });
}

/** A PDF with a CMS signature. */
function signed(more: Partial<Parameters<typeof makeCms>[0]>): Uint8Array {
  const draft = stamp(blankFile(), { contentsSize: ROOM });
  return finishSeal(
    draft,
    makeCms({ signer: world.signer, content: concatBytes(...draft.covered), signingTime: CLAIMED, ...more }),
  );
}

/** A world whose signer's certificate is issued in another way, and what it sealed. */
function otherWorld(signer: Parameters<typeof issue>[1]): { readonly document: Uint8Array; readonly material: TrustMaterial } {
  const other = makeSealWorld({ signer: { notAfter: day(50), ...signer } });
  return { document: sealed({ by: other.signer, seal: sealOf({}, other) }), material: other.material };
}

function revoked(identity: TestIdentity, issuer: TestIdentity, at: Instant, reason = 1, invalidityDate?: Instant): TrustMaterial {
  const list = makeRevocationList(issuer, {
    revoked: [{ identity, at, reason, ...(invalidityDate !== undefined && { invalidityDate }) }],
    number: 2,
  });
  const others = material.revocationLists.filter(
    ({ issuer: { raw } }) => !Buffer.from(raw).equals(issuer.certificate.subject.raw),
  );
  return { ...material, revocationLists: [...others, list] };
}

/** The text `from`, which occurs once at least, becomes `to` of the same length. */
function patched(bytes: Uint8Array, from: RegExp, to: (found: string) => string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'));
}

function turnedPage(bytes: Uint8Array): Uint8Array {
  const document = openPdf(bytes, { zlib });
  const [page] = document.pages();
  assert.ok(page);
  const update = beginUpdate(document, new Uint8Array(16).fill(9));
  update.override(page.reference, withEntries(page.dictionary, { Rotate: integer(90) }));
  return update.finish().take();
}

interface Case {
  readonly document: Uint8Array;
  readonly material?: TrustMaterial;
  readonly at?: Instant;
  readonly policy?: Partial<VerificationPolicy>;
}

function verify({ document, material: given = material, at = day(20), policy }: Case): VerificationReport {
  return verifyDocument({ crypto, zlib }, document, {
    ...{ trust: prepareTrust(given, crypto), at, policy: { ...LENIENT, ...policy } },
    proofOfExistence: null,
  });
}

type Stated = Exclude<
  CheckCode,
  (typeof REGISTER_CODES)[number] | (typeof COPY_CODES)[number] | 'REGISTER_NOT_ASKED' | keyof typeof NEVER
>;

const CASES: Readonly<Record<Stated, () => Case>> = {
  FORMAT_FAILURE: () => ({ document: finishSeal(stamp(blankFile()), VALUE) }),
  HASH_FAILURE: () => ({ document: patched(sealed(), /210|595/, () => '999') }),
  SIG_CRYPTO_FAILURE: () => ({ document: sealed({ by: { ...world.signer, sign: (message) => stranger.sign(message) } }) }),
  REVOKED: () => ({ document: sealed(), material: revoked(world.signer, world.signersCa, day(5)) }),
  EXPIRED: () => ({ document: sealed({ claimed: day(60) }), at: day(70) }),
  NOT_YET_VALID: () => ({ ...otherWorld({ notBefore: day(15) }), at: day(20) }),
  SIG_CONSTRAINTS_FAILURE: () => ({ document: sealed({ claimed: day(30) }) }),
  CHAIN_CONSTRAINTS_FAILURE: () => otherWorld({ profile: 'encryption' }),
  CRYPTO_CONSTRAINTS_FAILURE: () => ({ document: signed({ algorithm: { oid: '1.2.3.4', parameters: null } }) }),
  TIMESTAMP_ORDER_FAILURE: () => {
    const stamped = sealed({ token: (signature) => makeToken(authority, signature, CLAIMED + 10 * HOUR) });
    return { document: timeStamped(stamped, authority, { at: CLAIMED + HOUR }) };
  },
  NO_SIGNING_CERTIFICATE_FOUND: () => ({ document: signed({ certificates: [] }) }),
  NO_CERTIFICATE_CHAIN_FOUND: () => ({ document: sealed(), material: trustIn({}) }),
  REVOKED_NO_POE: () => ({ document: sealed(), material: revoked(world.signer, world.signersCa, day(15)) }),
  REVOKED_CA_NO_POE: () => ({ document: sealed(), material: revoked(world.signersCa, world.root, day(15)) }),
  OUT_OF_BOUNDS_NO_POE: () => ({ document: sealed(), at: day(60) }),
  TRY_LATER: () => ({ document: sealed(), material: { ...material, revocationLists: [] }, policy: { revocation: 'require' } }),
  SIGNED_DATA_NOT_FOUND: () => ({ document: bareSignature(makeSealOf(world), world.signer) }),
  COVERAGE_INCOMPLETE: () => ({
    document: patched(sealed(), /(\/ByteRange \[0 \d+ \d+ )(\d+)/, (found) =>
      found.replace(/\d+$/, (last) => String(Number(last) - 8).padStart(last.length, '0')),
    ),
  }),
  CHANGES_NOT_EXPLAINED: () => ({ document: turnedPage(sealed()) }),
  SIGNER_NOT_IN_SEAL: () => {
    const other = issue(world.signersCa);
    return { document: sealed({ seal: sealOf({ signerCertificates: [other.certificate.raw] }) }) };
  },
  SEAL_SIGNATURE_INVALID: () => {
    const maker = { ...world.maker, sign: (message: Uint8Array) => stranger.sign(message) };
    return { document: sealed({ seal: sealOf({}, { signer: world.signer, maker }) }) };
  },
  SEAL_MAKER_NOT_AUTHORISED: () => ({ document: sealed(), material: { ...material, sealMakers: [] } }),
  SEAL_OUT_OF_PERIOD: () => ({ document: sealed({ seal: sealOf({ validTo: day(5) }) }) }),
  SEAL_APPEARANCE_DIFFERS: () => ({ document: sealed({ shown: sealPng(200, { ...SEAL_RED, green: 40 }) }) }),
  SEAL_APPEARANCE_NOT_COMPARED: () => ({ document: sealed({ shown: sealPng(240) }) }),
  DEMONSTRATION_TRUST: () => {
    const anchors = material.anchors.map((anchor) => ({ ...anchor, trustClass: 'demonstration' as const }));
    return { document: sealed(), material: { ...material, anchors } };
  },
  REVOCATION_NOT_CHECKED: () => ({ document: sealed(), material: { ...material, revocationLists: [] } }),
  NO_SIGNATURE: () => ({ document: blankFile() }),
};

describe('the codes of a verification', () => {
  it('all arise here or from a register, or are known not to arise', () => {
    const accounted = [...Object.keys(CASES), ...REGISTER_CODES, ...COPY_CODES, 'REGISTER_NOT_ASKED', ...Object.keys(NEVER)];
    assert.deepEqual(accounted.sort(), [...CHECK_CODES].sort());
  });

  it('are not stated of what is right', () => {
    const { conclusion, signatures } = verify({ document: sealed(), policy: { revocation: 'require' } });
    assert.deepEqual([conclusion, ...signatures.flatMap(({ checks }) => checks.flatMap(({ code }) => code ?? []))], ['passed']);
  });

  for (const [code, make] of Object.entries(CASES)) {
    it(`${code} is what decides`, () => {
      const report = verify(make());
      if (code === 'REVOCATION_NOT_CHECKED') {
        // by a policy that does not ask for it: it is told, and decides nothing
        assert.equal(report.signatures[0]?.checks.find(({ id }) => id === 'revocation')?.code, code);
      } else {
        assert.equal(report.subIndication, code, JSON.stringify(report.signatures[0]?.checks, null, 1));
        assert.notEqual(report.conclusion, 'passed');
      }
    });
  }

  it('REGISTER_NOT_ASKED is told where there is none to ask', () => {
    const report = withRegister(verify({ document: sealed() }), null);
    assert.deepEqual(report.checks, [{ id: 'register', outcome: 'skipped', code: 'REGISTER_NOT_ASKED' }]);
    assert.equal(report.conclusion, 'passed');
  });
});

/** The key was stolen on day 12; that was noticed, and the certificate revoked, on day 15. */
describe('a stolen key that was revoked later', () => {
  const STOLEN = day(12);
  const NOTICED = day(15);
  const known = revoked(world.signer, world.signersCa, NOTICED, 1, STOLEN);
  const strangeAuthority = issue(makeRoot({ name: { commonName: 'Strange TSA Root' } }), { profile: 'time-stamping' });
  const tokenAt =
    (at: Instant, by = authority) =>
    (signature: Uint8Array) =>
      makeToken(by, signature, at);
  const conclude = (document: Uint8Array, at: Instant, given = known): readonly (string | null)[] => {
    const { conclusion, subIndication } = verify({ document, at, material: given });
    return [conclusion, subIndication];
  };

  it('never passes by backdating, whatever time it claims and whatever else the thief adds', () => {
    for (const claimed of [day(2), STOLEN - 1000, NOTICED - 1000]) {
      for (const used of [STOLEN, day(18)]) {
        const bare = sealed({ claimed });
        const documents = [
          bare,
          sealed({ claimed, token: tokenAt(used) }),
          // nobody trusted said that it was early
          sealed({ claimed, token: tokenAt(day(3), strangeAuthority) }),
          // an early token, but about another signature
          sealed({ claimed, token: () => makeToken(authority, Uint8Array.of(1), day(3)) }),
          timeStamped(bare, authority, { at: used }),
          timeStamped(bare, strangeAuthority, { at: day(3) }),
          timeStamped(sealed({ claimed, token: tokenAt(used) }), authority, { at: used + HOUR }),
        ];
        for (const [index, document] of documents.entries()) {
          for (const at of [day(20), day(60)]) {
            const [conclusion] = conclude(document, at);
            assert.notEqual(conclusion, 'passed', `document ${index}, claimed ${claimed}, used ${used}, verified ${at}`);
          }
        }
      }
    }
  });

  it('does not harm what was proven to exist before the theft, and only that', () => {
    assert.deepEqual(conclude(sealed({ token: tokenAt(STOLEN - 1000) }), day(20)), ['passed', null]);
    assert.deepEqual(conclude(timeStamped(sealed(), authority, { at: STOLEN - 1000 }), day(20)), ['passed', null]);
    assert.deepEqual(conclude(sealed({ token: tokenAt(STOLEN) }), day(20)), ['indeterminate', 'REVOKED_NO_POE']);
    assert.deepEqual(conclude(sealed({ token: tokenAt(NOTICED - 1000) }), day(20)), ['indeterminate', 'REVOKED_NO_POE']);
    assert.deepEqual(conclude(sealed(), day(20)), ['indeterminate', 'REVOKED_NO_POE']);
  });

  it('is asked about at the time of revocation where nobody says when it was stolen', () => {
    const without = revoked(world.signer, world.signersCa, NOTICED);
    assert.deepEqual(conclude(sealed({ token: tokenAt(NOTICED - 1000) }), day(20), without), ['passed', null]);
    assert.deepEqual(conclude(sealed({ token: tokenAt(NOTICED) }), day(20), without), ['indeterminate', 'REVOKED_NO_POE']);
  });

  it('gains nothing by waiting until the certificate has expired', () => {
    for (const at of [day(60), day(2000)]) {
      assert.deepEqual(conclude(sealed(), at)[0], 'indeterminate');
      assert.deepEqual(conclude(sealed({ token: tokenAt(day(11)) }), at), ['passed', null]);
    }
  });
});
