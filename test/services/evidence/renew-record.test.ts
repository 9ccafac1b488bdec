/** Evidence records that are renewed (RFC 4998 §5.2): by another time stamp, and by another digest over everything. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { der } from '../../../src/asn1/index.ts';
import type { Instant } from '../../../src/base/time.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { verifyDocument } from '../../../src/documents/index.ts';
import {
  encodeEvidenceRecord,
  evidenceRecordOf,
  parseEvidenceRecord,
  parseSignedData,
  parseTimeStampInfo,
  prepareTrust,
  type EvidenceRecord,
  type Imprint,
  type TrustMaterial,
} from '../../../src/pki/index.ts';
import type { Check } from '../../../src/report/index.ts';
import {
  makeEvidenceRecord,
  renewEvidenceRecord,
  type EvidenceDependencies,
  type RecordRenewal,
} from '../../../src/services/evidence/index.ts';
import type { Clock } from '../../../src/services/platform.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';
import { makeSealOf, makeSealWorld, stamp } from '../../support/ses.ts';
import { makeTokenOver } from '../../support/time-stamp.ts';

const ENGINE = { crypto, zlib: createZlib() };
const LATER = day(1000);
const DAY = day(1) - day(0);
const world = makeSealWorld();
const root = makeRoot({ name: { commonName: '时间戳根' } });
/** Authorities one after another, each with a certificate for a time. */
const AUTHORITIES = [100, 400, 2000].map((end, index) => ({
  until: day(end),
  identity: issue(root, { profile: 'time-stamping', name: { commonName: `TSA ${index}` }, notAfter: day(end) }),
}));
const issuers: readonly TestIdentity[] = [world.root, world.signersCa, world.makersCa, root];
const file = stamp(makeSealOf(world), world.signer);
const other = stamp(makeSealOf(world), world.signer, { time: day(11) });

const material = (revocationLists: TrustMaterial['revocationLists'] = []): TrustMaterial => ({
  ...trustIn({ anchors: [world.root, root], revocationLists }),
  sealMakers: world.material.sealMakers,
});

/** The sources at a time; what each issuer says then of whom it revoked. */
function sourcesAt(
  time: Instant,
  more: { readonly revoked?: TestIdentity; readonly digest?: Imprint['algorithm']; readonly unit?: TestIdentity } = {},
): EvidenceDependencies & { readonly clock: Clock } {
  let now = time;
  const trust = prepareTrust({ ...material(), intermediates: world.material.intermediates }, crypto);
  const listOf = (by: TestIdentity, thisUpdate: Instant) =>
    makeRevocationList(by, {
      thisUpdate,
      revoked: more.revoked && by === root ? [{ identity: more.revoked, at: thisUpdate - 1000 }] : [],
    }).raw;
  return {
    ...{ engine: ENGINE, trust: () => trust, clock: { now: () => now } },
    onError: (error) => {
      throw error;
    },
    timeStamps: {
      stamp({ algorithm, digest }) {
        now += 1000;
        // Another unit takes over before the certificate of the one before ends.
        const unit = more.unit ?? AUTHORITIES.find(({ until }) => now + 20 * DAY < until)?.identity ?? assert.fail();
        return Promise.resolve(makeTokenOver(unit, digest, now, more.digest ?? algorithm));
      },
    },
    revocation: {
      about(questioned, since) {
        const asked = issuers.filter(({ certificate }) =>
          questioned.some(({ issuer }) => issuer.raw.toString() === certificate.raw.toString()),
        );
        return Promise.resolve({ revocationLists: asked.map((by) => listOf(by, Math.max(now, since))), ocspResponses: [] });
      },
    },
  };
}

/** What a verifier says who was given anchors and makers, and that nothing was revoked of late. */
function judge(record: Uint8Array, at: Instant = LATER, bytes: Uint8Array = file): Check {
  const known = material([makeRevocationList(root, { thisUpdate: at })]);
  const { signatures } = verifyDocument(ENGINE, bytes, {
    ...{ trust: prepareTrust(known, crypto), at, proofOfExistence: null, evidenceRecord: record },
    policy: { revocation: 'require', acceptDemonstration: false },
  });
  return signatures[0]?.checks.find(({ id }) => id === 'signing-time') ?? assert.fail();
}

const provenSince = (check: Check): string | null =>
  (check.evidence as { existence: { time: string } | null }).existence?.time ?? null;
const FIRST = new Date(day(12) + 1000).toISOString();

describe('the renewal of an evidence record', () => {
  let made: Uint8Array;
  let renewed: Uint8Array;
  let twice: Uint8Array;
  const renew = async (time: Instant, record: Uint8Array, changes: Partial<RecordRenewal> = {}) =>
    renewEvidenceRecord(sourcesAt(time), { file, record, ...changes });
  before(async () => {
    made = await makeEvidenceRecord(sourcesAt(day(12)), file);
    renewed = (await renew(day(90), made)).record;
    twice = (await renew(day(380), renewed, { digest: 'sha256' })).record;
  });

  it('lets a record outlive the certificate of each of its time stamps', async () => {
    assert.deepEqual([provenSince(judge(made, day(95))), judge(made, day(95)).outcome], [FIRST, 'passed']);
    assert.equal(provenSince(judge(made)), null);
    assert.equal(provenSince(judge(renewed, day(390))), FIRST);
    assert.equal(provenSince(judge(renewed)), null);
    const check = judge(twice);
    assert.deepEqual([provenSince(check), check.outcome], [FIRST, 'passed']);
    const { evidenceRecord } = check.evidence as { readonly evidenceRecord: readonly { readonly proven?: boolean }[] };
    assert.deepEqual(
      evidenceRecord.map(({ proven }) => proven),
      [true, true, true, true],
    );
    const thrice = await renew(day(900), twice);
    assert.equal(thrice.renewal, 'time-stamp');
    assert.equal(provenSince(judge(thrice.record)), FIRST);
  });

  it('puts a time stamp over the field of the last one, or over file and chains, as the steps of the standard say', () => {
    const imprintOf = (token: Uint8Array = new Uint8Array()) =>
      parseTimeStampInfo(parseSignedData(token).content ?? new Uint8Array()).imprint;
    const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest();
    const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const { digestAlgorithms, chains } = parseEvidenceRecord(twice);
    assert.deepEqual(
      chains.map((chain) => chain.length),
      [3, 1],
    );
    assert.equal(digestAlgorithms.length, 2);
    const [[, second, third] = [], [fourth] = []] = chains;
    assert.deepEqual(Buffer.from(imprintOf(third?.timeStamp)), sm3(second?.timeStamp ?? new Uint8Array()));
    // The DER of the sequence of chains before, cut out of the record as OpenSSL would show it.
    const older = der.sequence(der.sequence(...(chains[0] ?? []).map(({ timeStamp }) => der.sequence(timeStamp))));
    assert.ok(Buffer.from(twice).includes(Buffer.from(older.subarray(4))));
    assert.deepEqual(Buffer.from(imprintOf(fourth?.timeStamp)), sha256(sha256(file), sha256(older)));
    assert.deepEqual(encodeEvidenceRecord(parseEvidenceRecord(twice)), twice);
  });

  it('goes on by the digest of the last chain, and takes SM3 where nothing new is stamped by that', async () => {
    assert.equal((await renew(day(390), twice)).renewal, 'time-stamp');
    assert.equal((await renew(day(390), twice, { digest: 'sha256' })).renewal, 'time-stamp');
    assert.equal((await renew(day(390), twice, { digest: 'sm3' })).renewal, 'hash-tree');
    const old = makeTokenOver(AUTHORITIES[0]?.identity ?? root, crypto.digest('sha1', file), day(12), 'sha1');
    const weak = encodeEvidenceRecord(evidenceRecordOf([old], 'sha1'));
    const { record, renewal } = await renew(day(90), weak);
    assert.equal(renewal, 'hash-tree');
    assert.equal(provenSince(judge(record, day(300))), new Date(day(12)).toISOString());
    const [, [last] = []] = parseEvidenceRecord(record).chains;
    const { content } = parseSignedData(last?.timeStamp ?? new Uint8Array());
    assert.equal(parseTimeStampInfo(content ?? new Uint8Array()).imprint.length, 32);
  });

  it('goes on for as many years as anything is kept, each time by another unit', async () => {
    const units = Array.from({ length: 40 }, (_, year) =>
      issue(root, { profile: 'time-stamping', name: { commonName: `TSA of year ${year}` }, notAfter: day(60 * year + 160) }),
    );
    let record = made;
    for (const [year, unit] of units.entries()) {
      const sources = sourcesAt(day(90 + 60 * year), { unit });
      const digest = year % 10 === 9 ? (year % 20 === 9 ? 'sha256' : 'sm3') : undefined;
      ({ record } = await renewEvidenceRecord(sources, { file, record, digest }));
    }
    const chains = parseEvidenceRecord(record).chains.map((chain) => chain.length);
    assert.deepEqual(chains, [11, 10, 10, 10, 1]);
    assert.equal(provenSince(judge(record, day(90 + 60 * 39 + 20))), FIRST);
  });

  it('is refused for what is not proven now: too late, revoked, of another file, altered', async () => {
    const refused = (work: Promise<unknown>) => assert.rejects(work, { code: 'EVIDENCE_RECORD_NOT_RENEWABLE' });
    await refused(renew(day(101), made));
    await refused(renewEvidenceRecord(sourcesAt(day(90), { revoked: AUTHORITIES[0]?.identity ?? root }), { file, record: made }));
    await assert.rejects(renew(day(90), made, { file: other }), /of another file/);
    const altered = made.map((octet, index) => (index === made.length - 2000 ? octet ^ 1 : octet));
    await assert.rejects(renew(day(90), altered), {
      code: /^(EVIDENCE_RECORD_NOT_RENEWABLE|(EVIDENCE_RECORD|CMS|DER)_MALFORMED)$/,
    });
    await assert.rejects(renew(day(90), made, { file: new Uint8Array(3) }), { code: /MALFORMED$/ });
    await assert.rejects(renew(day(90), file), { code: /MALFORMED$/ });
  });

  it('proves nothing where chains are left out, exchanged or altered, or their time stamps are by several digests', async () => {
    const of = (change: (record: EvidenceRecord) => Partial<EvidenceRecord>): Uint8Array => {
      const record = parseEvidenceRecord(twice);
      return encodeEvidenceRecord({ ...record, ...change(record) });
    };
    const wrong = {
      'the chain of before': of(({ chains }) => ({ chains: chains.slice(1) })),
      'another order': of(({ chains }) => ({ chains: chains.toReversed() })),
      'one chain of all': of(({ chains }) => ({ chains: [chains.flat()] })),
      'a time stamp of the first': of(({ chains: [first = [], ...more] }) => ({ chains: [first.slice(0, 2), ...more] })),
      'a chain twice': of(({ chains }) => ({ chains: [...chains, ...chains.slice(1)] })),
    };
    for (const [what, record] of Object.entries(wrong)) {
      const check = judge(record);
      assert.deepEqual([check.outcome, provenSince(check)], ['indeterminate', null], what);
    }
    assert.equal(provenSince(judge(twice, LATER, other)), null);
    // A chain whose time stamps are by different digests (RFC 4998 §5.3, step 3).
    const mixing = sourcesAt(day(90), { digest: 'sha256' });
    const timeStamps = {
      stamp: ({ digest }: Imprint) => mixing.timeStamps.stamp({ algorithm: 'sha256', digest }),
    };
    const mixed = await renewEvidenceRecord({ ...mixing, timeStamps }, { file, record: made });
    const check = judge(mixed.record, day(300));
    assert.deepEqual([check.outcome, check.code, provenSince(check)], ['indeterminate', 'FORMAT_FAILURE', null]);
  });
});

describe('the hash tree of an evidence record', () => {
  const authority = AUTHORITIES[2]?.identity ?? root;
  const sm3 = (...parts: readonly Uint8Array[]) => crypto.digest('sm3', ...parts);
  const ordered = (...values: readonly Uint8Array[]) => [...values].sort((left, right) => Buffer.compare(left, right));
  const list = (...values: readonly Uint8Array[]) => der.sequence(...values.map(der.octetString));
  /** A record with one time stamp that has these fields before it. */
  const recordOf = (imprint: Uint8Array, ...before: readonly Uint8Array[]): Uint8Array =>
    der.sequence(
      ...[der.integer(1), der.sequence(der.sequence(der.oid('1.2.156.10197.1.401')))],
      der.sequence(der.sequence(der.sequence(...before, makeTokenOver(authority, imprint, day(12))))),
    );
  const tree = (...lists: readonly Uint8Array[]) => der.implicitConstructed(2, ...lists);
  const [own, second, third] = [sm3(file), sm3(other), sm3(Uint8Array.of(1))] as const;
  const group = sm3(...ordered(own, second));
  const top = sm3(...ordered(group, third));

  it('leads from each of several files to the one time stamp over all of them', () => {
    for (const [record, bytes] of [
      [recordOf(top, tree(list(own, second), list(third))), file],
      [recordOf(top, tree(list(second, own), list(third))), other],
      [recordOf(group, tree(list(own), list(second))), file],
      [recordOf(own, tree(list(own))), file],
      [recordOf(top, der.implicitConstructed(0, der.oid('1.2.156.10197.1.401')), tree(list(own, second), list(third))), file],
    ] as const)
      assert.equal(provenSince(judge(record, day(300), bytes)), new Date(day(12)).toISOString());
  });

  it('proves nothing of what is not in it, or in the wrong place', () => {
    for (const [record, code] of [
      [recordOf(top, tree(list(third, second), list(own))), 'HASH_FAILURE'],
      [recordOf(top, tree(list(second, third))), 'HASH_FAILURE'],
      [recordOf(top, tree(list(own, second))), 'HASH_FAILURE'],
      [recordOf(top, tree(list(own, second), list(third), list(third))), 'HASH_FAILURE'],
      [
        recordOf(top, der.implicitConstructed(0, der.oid('2.16.840.1.101.3.4.2.1')), tree(list(own, second), list(third))),
        'FORMAT_FAILURE',
      ],
    ] as const) {
      const check = judge(record, day(300));
      assert.deepEqual([check.outcome, check.code, provenSince(check)], ['indeterminate', code, null]);
    }
  });

  it('is kept as it is when the record is renewed', async () => {
    const record = recordOf(top, tree(list(own, second), list(third)));
    for (const digest of ['sm3', 'sha256'] as const) {
      const { record: renewed } = await renewEvidenceRecord(sourcesAt(day(90)), { file, record, digest });
      assert.equal(provenSince(judge(renewed, day(300))), new Date(day(12)).toISOString());
      assert.deepEqual(
        parseEvidenceRecord(renewed).chains[0]?.[0]?.hashTree,
        parseEvidenceRecord(record).chains[0]?.[0]?.hashTree,
      );
    }
  });
});
