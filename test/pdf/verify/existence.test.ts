/** Since when a signature in a PDF is known to exist: what proves it, what only claims it, and that a stolen key gains nothing by claiming. */
import assert from 'node:assert/strict';
import { verifyPdf } from '../../../src/pdf/verify/index.ts';
import { prepareTrust, type TrustMaterial } from '../../../src/pki/index.ts';
import type { SignatureReport } from '../../../src/report/index.ts';
import { timeProofs } from '../../../src/report/views/index.ts';
import { reportWith } from '../../support/reports.ts';
import { checkOf, zlib } from '../../support/pdf-verify.ts';
import { crypto, day, issue, makeRevocationList, makeRoot } from '../../support/pki.ts';
import { makeSealWorld } from '../../support/ses.ts';
import { makeToken } from '../../support/time-stamp.ts';
import { cmsFile, sealFile, timeStamped, type SignedFile, type TokenMaker } from '../../support/time-stamped.ts';

const HOUR = 3_600_000;
const SIGNED = day(10);

/** The report of the first signature, judged at `at`. */
function report(
  bytes: Uint8Array,
  material: TrustMaterial,
  { at = day(100), poe, index = 0 }: { readonly at?: number; readonly poe?: number; readonly index?: number } = {},
): SignatureReport {
  const policy = { revocation: 'require', acceptDemonstration: false } as const;
  const registered = poe === undefined ? undefined : { size: bytes.length, recordedAt: poe };
  const trust = prepareTrust(material, crypto);
  const found = verifyPdf(bytes, { trust, at, registered, crypto, zlib, policy }).signatures[index];
  assert.ok(found);
  return found;
}

const verdict = ({ conclusion, subIndication }: SignatureReport): string =>
  subIndication === null ? conclusion : `${conclusion} ${subIndication}`;

const KINDS = [
  ['a CMS signature', cmsFile],
  ['a seal signature', sealFile],
] as const;

for (const [kind, make] of KINDS) {
  describe(`the existence of ${kind}`, () => {
    // the signer ends on day 50
    const world = makeSealWorld({ signer: { notAfter: day(50) } });
    const authority = issue(world.root, { profile: 'time-stamping', name: { commonName: 'TSA' } });
    const stranger = issue(makeRoot({ name: { commonName: 'Strange Root' } }), { profile: 'time-stamping' });
    const sign = (more: Partial<SignedFile> = {}): Uint8Array => make({ world, claimed: SIGNED, ...more });
    const tokenBy =
      (by: typeof authority, at: number): TokenMaker =>
      (signature) =>
        makeToken(by, signature, at);
    const plain = sign();

    it('is not proven by what it claims', () => {
      assert.equal(verdict(report(plain, world.material, { at: day(49) })), 'passed');
      assert.equal(verdict(report(plain, world.material)), 'indeterminate OUT_OF_BOUNDS_NO_POE');
    });

    it('is proven by its own time stamp, a document time stamp over it, or a register', () => {
      const stamped = sign({ token: tokenBy(authority, SIGNED + HOUR) });
      for (const [bytes, options, by] of [
        [stamped, {}, 'signature-time-stamp'],
        [timeStamped(plain, authority, { at: day(20) }), {}, 'document-time-stamp'],
        [plain, { poe: day(11) }, 'register'],
        [timeStamped(stamped, authority, { at: day(20) }), { poe: day(30) }, 'signature-time-stamp'],
        [timeStamped(plain, authority, { at: day(20) }), { poe: day(30) }, 'document-time-stamp'],
      ] as const) {
        const found = report(bytes, world.material, options);
        assert.equal(verdict(found), 'passed', JSON.stringify(found.checks));
        assert.equal((checkOf(found, 'signing-time')?.evidence?.['existence'] as { by: string }).by, by);
        assert.equal(timeProofs(reportWith({ signatures: [found] }))[0]?.by, by);
      }
    });

    it('is proven by a register that has what the document was before something was appended, and only then', () => {
      const appended = timeStamped(plain, stranger, { at: day(90) });
      const trust = prepareTrust(world.material, crypto);
      const codes = (bytes: Uint8Array, size: number): readonly (string | undefined)[] =>
        verifyPdf(bytes, {
          ...{ trust, at: day(100), crypto, zlib, policy: { revocation: 'require', acceptDemonstration: false } },
          registered: { size, recordedAt: day(11) },
        }).signatures.map((found) => checkOf(found, 'signer-chain')?.code);
      assert.deepEqual(codes(appended, plain.length), [undefined, 'NO_CERTIFICATE_CHAIN_FOUND']);
      assert.equal(codes(appended, plain.length - 1)[0], 'OUT_OF_BOUNDS_NO_POE');
      const signedAgain = sign({ file: plain, revision: 6 });
      assert.deepEqual(codes(signedAgain, plain.length), [undefined, 'OUT_OF_BOUNDS_NO_POE']);
    });

    it('is not proven in time by what was made after the end', () => {
      for (const [bytes, options] of [
        [sign({ token: tokenBy(authority, day(51)) }), {}],
        [timeStamped(plain, authority, { at: day(51) }), {}],
        [plain, { poe: day(51) }],
      ] as const) {
        assert.equal(verdict(report(bytes, world.material, options)), 'indeterminate OUT_OF_BOUNDS_NO_POE');
      }
    });

    it('is not proven by who is not trusted, nor by who is no time stamp authority', () => {
      for (const by of [stranger, world.signer]) {
        const own = report(sign({ token: tokenBy(by, SIGNED) }), world.material);
        assert.equal(verdict(own), 'indeterminate OUT_OF_BOUNDS_NO_POE');
        const over = report(timeStamped(plain, by, { at: SIGNED }), world.material);
        assert.equal(verdict(over), 'indeterminate OUT_OF_BOUNDS_NO_POE');
      }
    });

    it('is not proven by a time stamp over something else, which fails', () => {
      const copied = sign({ token: () => makeToken(authority, new Uint8Array(70), SIGNED) });
      assert.equal(checkOf(report(copied, world.material), 'signing-time')?.code, 'HASH_FAILURE');
      assert.equal(report(copied, world.material).conclusion, 'failed');
      const wrong = timeStamped(plain, authority, { at: SIGNED, over: Uint8Array.of(1) });
      assert.equal(checkOf(report(wrong, world.material), 'signer-chain')?.code, 'OUT_OF_BOUNDS_NO_POE');
      assert.equal(report(wrong, world.material, { index: 1 }).conclusion, 'failed');
    });

    it('is not proven by a document time stamp that came before it', () => {
      const before = timeStamped(sign({ revision: 3 }), authority, { at: day(11), revision: 4 });
      const bytes = sign({ file: before, revision: 6 });
      assert.equal(checkOf(report(bytes, world.material), 'signer-chain')?.outcome, 'passed');
      assert.equal(checkOf(report(bytes, world.material, { index: 2 }), 'signer-chain')?.code, 'OUT_OF_BOUNDS_NO_POE');
    });

    it('outlives its time stamp authority when a later time stamp was made in time', () => {
      const brief = issue(world.root, { profile: 'time-stamping', notAfter: day(60) });
      for (const first of [sign({ token: tokenBy(brief, SIGNED) }), timeStamped(plain, brief, { at: SIGNED, revision: 4 })]) {
        assert.equal(verdict(report(first, world.material, { at: day(59) })), 'passed');
        assert.equal(verdict(report(first, world.material)), 'indeterminate OUT_OF_BOUNDS_NO_POE');
        const renewed = timeStamped(first, authority, { at: day(55) });
        assert.equal(verdict(report(renewed, world.material)), 'passed');
        const late = timeStamped(first, authority, { at: day(61) });
        assert.equal(verdict(report(late, world.material)), 'indeterminate OUT_OF_BOUNDS_NO_POE');
      }
    });

    it('is in doubt when time stamps are out of order', () => {
      const stamped = sign({ token: tokenBy(authority, day(20)) });
      const code = (bytes: Uint8Array, poe?: number): string =>
        verdict(report(bytes, world.material, poe === undefined ? {} : { poe }));
      assert.equal(code(timeStamped(stamped, authority, { at: day(15) })), 'indeterminate TIMESTAMP_ORDER_FAILURE');
      assert.equal(code(stamped, day(15)), 'indeterminate TIMESTAMP_ORDER_FAILURE');
      const twice = timeStamped(timeStamped(plain, authority, { at: day(20), revision: 4 }), authority, { at: day(15) });
      assert.equal(code(twice), 'indeterminate TIMESTAMP_ORDER_FAILURE');
      const inner = report(twice, world.material, { index: 1 });
      assert.equal(verdict(inner), 'indeterminate SIG_CONSTRAINTS_FAILURE');
      assert.equal(code(timeStamped(stamped, authority, { at: day(20) - 60_000 })), 'passed');
    });

    it('contradicts a claim to a later time', () => {
      const early = sign({ token: tokenBy(authority, SIGNED - HOUR) });
      assert.equal(verdict(report(early, world.material)), 'indeterminate SIG_CONSTRAINTS_FAILURE');
      assert.equal(verdict(report(plain, world.material, { at: SIGNED - HOUR })), 'indeterminate SIG_CONSTRAINTS_FAILURE');
    });
  });

  describe(`${kind} by a key that was stolen and revoked`, () => {
    const world = makeSealWorld();
    const authority = issue(world.root, { profile: 'time-stamping', name: { commonName: 'TSA' } });
    const stranger = issue(makeRoot({ name: { commonName: 'Strange Root' } }), { profile: 'time-stamping' });
    const revokedSince = (at: number, invalidityDate?: number): TrustMaterial => {
      const revoked = [{ identity: world.signer, at, reason: 1, ...(invalidityDate !== undefined && { invalidityDate }) }];
      return {
        ...world.material,
        revocationLists: [...world.material.revocationLists, makeRevocationList(world.signersCa, { revoked, number: 2 })],
      };
    };
    const material = revokedSince(day(30));
    const sign = (claimed: number, token?: TokenMaker): Uint8Array => make({ world, claimed, ...(token && { token }) });
    const by =
      (who: typeof authority, at: number): TokenMaker =>
      (signature) =>
        makeToken(who, signature, at);

    it('passes only with a proof from before the revocation', () => {
      assert.equal(verdict(report(sign(SIGNED, by(authority, SIGNED)), material)), 'passed');
      assert.equal(verdict(report(timeStamped(sign(SIGNED), authority, { at: day(29) }), material)), 'passed');
      assert.equal(verdict(report(sign(SIGNED), material, { poe: day(11) })), 'passed');
    });

    it('needs a proof from before the key was in other hands, where the list says when that was', () => {
      const since = revokedSince(day(30), day(20));
      assert.equal(verdict(report(sign(SIGNED, by(authority, day(19))), since)), 'passed');
      for (const at of [day(20), day(25)]) {
        assert.equal(verdict(report(sign(SIGNED, by(authority, at)), since)), 'indeterminate REVOKED_NO_POE');
        assert.equal(verdict(report(sign(SIGNED), since, { poe: at })), 'indeterminate REVOKED_NO_POE');
      }
    });

    it('never passes when it is backdated', () => {
      // made on day 40, claimed for day 10
      const copied = makeToken(authority, new Uint8Array(70), SIGNED);
      const variants: readonly (readonly [string, Uint8Array, { readonly poe?: number }, string])[] = [
        ['only claimed', sign(SIGNED), {}, 'indeterminate REVOKED_NO_POE'],
        ['time-stamped after the revocation', sign(SIGNED, by(authority, day(40))), {}, 'indeterminate REVOKED_NO_POE'],
        ['time-stamped by an unknown authority', sign(SIGNED, by(stranger, SIGNED)), {}, 'indeterminate REVOKED_NO_POE'],
        ['time-stamped by itself', sign(SIGNED, by(world.signer, SIGNED)), {}, 'indeterminate REVOKED_NO_POE'],
        ['with the token of another signature', sign(SIGNED, () => copied), {}, 'failed'],
        [
          'under a document time stamp of after',
          timeStamped(sign(SIGNED), authority, { at: day(40) }),
          {},
          'indeterminate REVOKED_NO_POE',
        ],
        [
          'under that of an unknown authority',
          timeStamped(sign(SIGNED), stranger, { at: SIGNED }),
          {},
          'indeterminate REVOKED_NO_POE',
        ],
        [
          'under one copied from elsewhere',
          timeStamped(sign(SIGNED), authority, { at: SIGNED, over: copied }),
          {},
          'indeterminate REVOKED_NO_POE',
        ],
        [
          'put over a genuine time stamp',
          make({ world, claimed: SIGNED, file: timeStamped(sign(SIGNED), authority, { at: day(11) }), revision: 7 }),
          {},
          'indeterminate REVOKED_NO_POE',
        ],
        ['registered after', sign(SIGNED), { poe: day(40) }, 'indeterminate REVOKED_NO_POE'],
        [
          'claimed for after the revocation',
          sign(day(40)),
          {},
          kind === 'a seal signature' ? 'failed REVOKED' : 'indeterminate REVOKED_NO_POE',
        ],
      ];
      for (const [what, bytes, options, expected] of variants) {
        const reports = verifyPdf(bytes, {
          trust: prepareTrust(material, crypto),
          at: day(100),
          crypto,
          zlib,
          policy: { revocation: 'require', acceptDemonstration: false },
          ...(options.poe !== undefined && { registered: { size: bytes.length, recordedAt: options.poe } }),
        }).signatures;
        const forged = reports.filter(({ kind: found }) => found !== 'time-stamp').at(-1);
        assert.ok(forged);
        assert.notEqual(forged.conclusion, 'passed', what);
        assert.ok(
          expected === 'failed' ? forged.conclusion === 'failed' : checkCodes(forged).includes(expected),
          `${what}: ${checkCodes(forged).join()}`,
        );
      }
    });

    it('does not pass under a CA that was revoked before it is proven to exist', () => {
      const list = makeRevocationList(world.root, {
        revoked: [{ identity: world.signersCa, at: day(30), reason: 2 }],
        number: 2,
      });
      const revokedCa = { ...world.material, revocationLists: [...world.material.revocationLists, list] };
      assert.equal(verdict(report(sign(SIGNED), revokedCa)), 'indeterminate REVOKED_CA_NO_POE');
      assert.equal(verdict(report(sign(SIGNED, by(authority, day(29))), revokedCa)), 'passed');
    });

    it('is not proven by an authority that was revoked', () => {
      const list = makeRevocationList(world.root, { revoked: [{ identity: authority, at: day(60), reason: 1 }], number: 3 });
      const both = { ...material, revocationLists: [...material.revocationLists, list] };
      const stamped = sign(SIGNED, by(authority, SIGNED));
      assert.equal(verdict(report(stamped, both)), 'indeterminate REVOKED_NO_POE');
      // unless it is known to have done so before
      assert.equal(verdict(report(stamped, both, { poe: day(35) })), 'passed');
    });
  });
}

function checkCodes({ checks }: SignatureReport): readonly string[] {
  return checks.flatMap(({ outcome, code }) => (code ? [`${outcome} ${code}`] : []));
}
