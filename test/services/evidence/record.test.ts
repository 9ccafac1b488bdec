/** Evidence records (RFC 4998) beside seal signatures without a document. */
import assert from 'node:assert/strict';
import { der } from '../../../src/asn1/index.ts';
import type { YinzhengError } from '../../../src/base/errors/index.ts';
import type { Instant } from '../../../src/base/time.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import {
  answeredBy,
  verifyAgain,
  verifyDocument,
  verifyWithDiagnostic,
  type VerificationDiagnostic,
} from '../../../src/documents/index.ts';
import {
  encodeEvidenceRecord,
  encodeOcspResponse,
  evidenceRecordData,
  evidenceRecordOf,
  parseCertificateList,
  parseEvidenceRecord,
  parseOcspResponse,
  parseSignedData,
  prepareTrust,
  validationValuesOf,
  type TrustMaterial,
} from '../../../src/pki/index.ts';
import type { Check } from '../../../src/report/index.ts';
import { makeEvidenceRecord, type EvidenceDependencies } from '../../../src/services/evidence/index.ts';
import { makeOcspResponse } from '../../support/ocsp.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';
import { blankFile } from '../../support/sealing.ts';
import { makeSealOf, makeSealWorld, stamp } from '../../support/ses.ts';
import { makeTokenOver } from '../../support/time-stamp.ts';

const ENGINE = { crypto, zlib: createZlib() };
const STAMPED_AT = day(12);
const REVOKED_AT = day(100);
const LATER = day(500);

const world = makeSealWorld();
const authorityRoot = makeRoot({ name: { commonName: '时间戳根' } });
const authority = issue(authorityRoot, { profile: 'time-stamping' });
const issuers: readonly TestIdentity[] = [world.root, world.signersCa, world.makersCa, authorityRoot];
const subjects = [world.signer, world.maker, authority];
const file = stamp(makeSealOf(world), world.signer);

/** What a verifier knows who was given anchors and makers and nothing else. */
const material = (revocationLists: TrustMaterial['revocationLists'] = []): TrustMaterial => ({
  ...trustIn({ anchors: [world.root, authorityRoot], revocationLists }),
  sealMakers: world.material.sealMakers,
});

/** An authority whose clock moves on, and issuers that answer when they are asked. */
function sources(): EvidenceDependencies {
  let now: Instant = STAMPED_AT;
  const trust = prepareTrust({ ...material(), intermediates: world.material.intermediates }, crypto);
  const issuerOf = (name: Uint8Array) =>
    issuers.find(({ certificate }) => certificate.subject.raw.toString() === name.toString());
  return {
    engine: ENGINE,
    trust: () => trust,
    onError: (error) => {
      throw error;
    },
    timeStamps: { stamp: ({ digest }) => Promise.resolve(makeTokenOver(authority, digest, (now += 1000))) },
    revocation: {
      about(questioned, since) {
        assert.equal(since, STAMPED_AT + 1000, 'status is asked for as of the time stamp');
        const [revocationLists, ocspResponses]: Uint8Array[][] = [[], []];
        for (const { certificate, issuer } of questioned) {
          const by = issuerOf(issuer.subject.raw);
          const subject = subjects.find((one) => one.certificate.raw.toString() === certificate.raw.toString());
          assert.ok(by);
          if (subject) ocspResponses?.push(encodeOcspResponse(makeOcspResponse(by, subject, { thisUpdate: since }).raw));
          else revocationLists?.push(makeRevocationList(by, { thisUpdate: since }).raw);
        }
        return Promise.resolve({ revocationLists: revocationLists ?? [], ocspResponses: ocspResponses ?? [] });
      },
    },
  };
}

/** Lists of a later day that say when each certificate was revoked. */
const revoked = (identity: TestIdentity, issuer: TestIdentity) =>
  makeRevocationList(issuer, { thisUpdate: LATER, revoked: [{ identity, at: REVOKED_AT }] });

interface Asked {
  readonly record?: Uint8Array;
  readonly at?: Instant;
  readonly known?: TrustMaterial;
  readonly bytes?: Uint8Array;
}

function question({ record, at = LATER, known = material() }: Asked) {
  return {
    ...{ trust: prepareTrust(known, crypto), at, proofOfExistence: null },
    policy: { revocation: 'require', acceptDemonstration: false } as const,
    ...(record && { evidenceRecord: record }),
  };
}

/** What the checks of the one signature say that evidence is about. */
function judge(asked: Asked): Readonly<Record<string, Check>> {
  const { signatures, conclusion } = verifyDocument(ENGINE, asked.bytes ?? file, question(asked));
  assert.notEqual(conclusion, 'passed', 'what it is over is not known');
  return Object.fromEntries((signatures[0]?.checks ?? []).map((check) => [check.id, check]));
}

const outcomes = ({ 'signing-time': time, revocation, 'signer-chain': chain }: Readonly<Record<string, Check>>) =>
  [time, revocation, chain].map((check) => (check?.code ? `${check.outcome} ${check.code}` : check?.outcome));
const ALL_PASSED = ['passed', 'passed', 'passed'];

/** The time stamps of a record, from the oldest. */
const timeStampsOf = (record: Uint8Array): readonly Uint8Array[] =>
  parseEvidenceRecord(record)
    .chains.flat()
    .map(({ timeStamp }) => timeStamp);

/** The record with one of its time stamps changed. */
function changed(record: Uint8Array, change: (timeStamps: readonly Uint8Array[]) => readonly Uint8Array[]): Uint8Array {
  return encodeEvidenceRecord(evidenceRecordOf(change(timeStampsOf(record)), 'sm3'));
}

describe('an evidence record', () => {
  let record: Uint8Array;
  before(async () => {
    record = await makeEvidenceRecord(sources(), file);
  });

  it('holds two time stamps, all chains, and their status as of the first time stamp or later', () => {
    const timeStamps = timeStampsOf(record);
    assert.equal(timeStamps.length, 2);
    const [first = new Uint8Array()] = timeStamps;
    assert.equal(parseSignedData(first).isDer, true);
    const data = validationValuesOf(first);
    const found = data.certificates.map((raw) => raw.toString());
    for (const { certificate } of [...issuers, ...subjects]) assert.ok(found.includes(certificate.raw.toString()));
    assert.equal(data.ocspResponses.length, 3);
    for (const raw of data.ocspResponses)
      for (const { thisUpdate } of parseOcspResponse(raw).response?.data.responses ?? []) assert.ok(thisUpdate >= STAMPED_AT);
    assert.ok(data.revocationLists.length > 0);
    for (const raw of data.revocationLists) assert.ok(parseCertificateList(raw).thisUpdate >= STAMPED_AT);
    assert.deepEqual(evidenceRecordData(parseEvidenceRecord(record)).ocspResponses, data.ocspResponses);
    assert.deepEqual(encodeEvidenceRecord(evidenceRecordOf(timeStamps, 'sm3')), record, 'what is read is written the same again');
  });

  it('proves a signature to who has the anchors and nothing else', () => {
    // The last time stamp must be vouched for by news of its authority.
    const known = material([makeRevocationList(authorityRoot, { thisUpdate: LATER })]);
    const checks = judge({ record, known });
    assert.deepEqual(outcomes(checks), ALL_PASSED);
    const { existence, evidenceRecord } = checks['signing-time']?.evidence as Record<string, Record<string, unknown>[]> & {
      existence: { by: string; time: string };
    };
    assert.deepEqual([existence.by, Date.parse(existence.time)], ['evidence-record', STAMPED_AT + 1000]);
    assert.deepEqual(
      evidenceRecord?.map(({ proven }) => proven),
      [true, true],
    );
    assert.notDeepEqual(outcomes(judge({ known })), ALL_PASSED, 'without it the same is not proven');
  });

  it('lets stand what was revoked only afterwards, as nothing else does', () => {
    for (const [who, issuer] of [
      [world.signer, world.signersCa],
      [world.maker, world.makersCa],
    ] as const) {
      const lists = [revoked(who, issuer), makeRevocationList(authorityRoot, { thisUpdate: LATER })];
      assert.deepEqual(outcomes(judge({ record, known: material(lists) })), ALL_PASSED);
      const without = judge({ known: { ...material(lists), intermediates: world.material.intermediates } });
      assert.notEqual(without['revocation']?.outcome, 'passed');
    }
  });

  it('says nothing for a signature of which it is not, though nothing against it', () => {
    const other = stamp(makeSealOf(world), world.signer, { time: day(11) });
    const known = { ...world.material, anchors: material().anchors };
    assert.equal(judge({ bytes: other, known })['signing-time']?.outcome, 'passed');
    const { 'signing-time': time } = judge({ bytes: other, record, known });
    assert.deepEqual([time?.outcome, time?.code], ['indeterminate', 'HASH_FAILURE']);
    assert.equal((time?.evidence as { existence: unknown }).existence, null);
  });

  it('proves nothing when altered anywhere, left out in part, or put in another order', () => {
    const flip = (bytes: Uint8Array, at: number) => bytes.map((octet, index) => (index === at ? octet ^ 1 : octet));
    const altered: readonly [string, Uint8Array][] = [
      ['the order', changed(record, ([first, second]) => [second, first].flatMap((one) => one ?? []))],
      ['the first alone after the second', changed(record, ([, second]) => (second ? [second] : []))],
      ['a second time', changed(record, ([first]) => (first ? [first, first] : []))],
      [
        'validation data',
        changed(record, ([first = new Uint8Array(), second]) => [flip(first, first.length - 900), ...(second ? [second] : [])]),
      ],
    ];
    for (const [what, bytes] of altered) {
      const { 'signing-time': time } = judge({ record: bytes });
      assert.notEqual(time?.outcome, 'passed', what);
      assert.equal((time?.evidence as { existence: unknown }).existence, null, what);
    }
    for (let at = 0; at < record.length; at += 97) {
      try {
        const { 'signing-time': time } = judge({ record: flip(record, at) });
        const { existence } = time?.evidence as { existence: { time: string } | null };
        // What is not signed may change, and what is still proven is what was proven before.
        if (existence) assert.ok([1000, 2000].includes(Date.parse(existence.time) - STAMPED_AT));
      } catch (error) {
        assert.match((error as YinzhengError).code, /^(EVIDENCE_RECORD|DER)_MALFORMED$/);
      }
    }
  });

  it('proves nothing by later time stamps where the first is by a digest that is not known', () => {
    const [first = new Uint8Array()] = timeStampsOf(record);
    const sm3 = der.oid('1.2.156.10197.1.401');
    const at = Buffer.from(first).indexOf(
      Buffer.from(sm3),
      Buffer.from(first).indexOf(Buffer.from(crypto.digest('sm3', file))) - 20,
    );
    assert.ok(at > 0);
    const unknown = first.map((octet, index) => (index === at + sm3.length - 1 ? octet ^ 0x7e : octet));
    const over = makeTokenOver(authority, crypto.digest('sm3', unknown), STAMPED_AT + 2000);
    const { 'signing-time': time } = judge({ record: encodeEvidenceRecord(evidenceRecordOf([unknown, over], 'sm3')) });
    assert.notEqual(time?.outcome, 'passed');
    assert.equal((time?.evidence as { existence: unknown }).existence, null);
  });

  it('is part of what a report can be computed from again', () => {
    const known = material([makeRevocationList(authorityRoot, { thisUpdate: LATER })]);
    const { report, diagnostic } = answeredBy(verifyWithDiagnostic(ENGINE, file, question({ record, known })), null);
    const kept = JSON.parse(JSON.stringify(diagnostic)) as VerificationDiagnostic;
    assert.deepEqual(verifyAgain(ENGINE, kept, file), report);
    const less = { ...kept };
    Reflect.deleteProperty(less, 'evidenceRecord');
    assert.notDeepEqual(verifyAgain(ENGINE, less, file), report);
  });

  it('belongs beside seal signatures only', () => {
    for (const bytes of [makeSealOf(world), blankFile(1)])
      assert.throws(() => judge({ bytes, record }), { code: 'INPUT_INVALID' });
  });

  it('is refused where it is no record, or has more than any needs', () => {
    const [first = new Uint8Array()] = timeStampsOf(record);
    const archive = der.sequence(first);
    const of = (chains: Uint8Array, version = 1) =>
      der.sequence(der.integer(version), der.sequence(der.sequence(der.oid('1.2.156.10197.1.401'))), chains);
    const tree = (...lists: readonly Uint8Array[]) => der.sequence(der.implicitConstructed(2, ...lists), first);
    const many = (count: number, value: Uint8Array) => Array.from({ length: count }, () => value);
    for (const bytes of [
      of(der.sequence(...many(17, der.sequence(archive)))),
      of(der.sequence(der.sequence(archive), der.sequence())),
      of(der.sequence(der.sequence(tree()))),
      of(der.sequence(der.sequence(tree(der.sequence())))),
      of(der.sequence(der.sequence(tree(der.sequence(der.octetString(new Uint8Array(65))))))),
      of(der.sequence(der.sequence(tree(...many(65, der.sequence(der.octetString(new Uint8Array(32)))))))),
      der.sequence(
        ...[der.integer(1), der.sequence(), der.implicitConstructed(1, der.sequence())],
        der.sequence(der.sequence(archive)),
      ),
      of(der.sequence(der.sequence())),
      of(der.sequence(der.sequence(archive)), 2),
      of(der.sequence(der.sequence(...many(129, archive)))),
      new Uint8Array(5 * 1024 * 1024),
      file,
    ])
      assert.throws(() => parseEvidenceRecord(bytes), { code: /^(EVIDENCE_RECORD|DER)_MALFORMED$/ });
  });
});
