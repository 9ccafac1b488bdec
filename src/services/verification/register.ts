import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { copyState, type LicenceCopyRecord } from '../../domain/copy/index.ts';
import {
  holdersOf,
  maskName,
  reviewStanding,
  statusOf,
  type LicenceEdition,
  type LicenceFile,
  type LicenceRecord,
  type LicenceStatus,
} from '../../domain/licence/index.ts';
import type { Check, CheckCode, CopyReport, Outcome, RegisterFinding, RegisterReport } from '../../report/index.ts';
import type { FoundLicence } from '../licences/find.ts';
import type { Register } from './ports.ts';

/** The register's answer about a document. */
export interface RegisterAnswer extends RegisterFinding {
  /** The file that was found, by its SM3, and when the register first recorded it: a proof that it existed then. */
  readonly recorded: { readonly sm3: string; readonly at: Instant } | null;
  /** Record of the licence that the file is, or is a copy of; null where it is none. */
  readonly licence: string | null;
}

const JUDGEMENT: Readonly<Record<LicenceStatus, { readonly outcome: Outcome; readonly code?: CheckCode }>> = {
  valid: { outcome: 'passed' },
  'not-yet-valid': { outcome: 'failed', code: 'LICENCE_NOT_YET_VALID' },
  expired: { outcome: 'failed', code: 'LICENCE_EXPIRED' },
  suspended: { outcome: 'failed', code: 'LICENCE_SUSPENDED' },
  'transferred-out': { outcome: 'failed', code: 'LICENCE_TRANSFERRED_OUT' },
  replaced: { outcome: 'failed', code: 'LICENCE_REPLACED' },
  cancelled: { outcome: 'failed', code: 'LICENCE_CANCELLED' },
  rescinded: { outcome: 'failed', code: 'LICENCE_RESCINDED' },
  revoked: { outcome: 'failed', code: 'LICENCE_REVOKED' },
  void: { outcome: 'failed', code: 'LICENCE_VOID' },
};

/** A copy whose time is over, of an original in force. */
const EXPIRED_COPY = { outcome: 'failed', code: 'COPY_EXPIRED' } as const;

/** What was so, as could be known. */
interface Moments {
  readonly asOf: Instant;
  readonly knownAt: Instant;
}

/**
 * What the register knows of a file, by digests of it: as it is, and as its signatures found it. A document that the register has never
 * served is none of its concern: `skipped`. A register that cannot be reached is said so and makes the answer indeterminate: an ended
 * licence must not look valid. Of several licences in one file the worst is answered for.
 */
export async function askRegister(
  records: Register,
  digests: readonly string[],
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): Promise<RegisterAnswer> {
  const found: RegisterAnswer[] = [];
  for (const digest of new Set(digests)) {
    try {
      const [licence] = await records.find('licences', { index: 'fileDigest', equals: digest, limit: 1 });
      const answer = licence ? answerFor(licence, digest, moment) : await answerForCopy(records, digest, moment);
      if (answer) found.push(answer);
    } catch (error) {
      if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
      return nothing({ id: 'register', outcome: 'indeterminate', code: 'REGISTER_UNAVAILABLE' });
    }
  }
  const ended = found.find(({ check }) => check.outcome !== 'passed');
  return ended ?? found[0] ?? nothing({ id: 'register', outcome: 'skipped', code: 'NOT_IN_REGISTER' });
}

function nothing(check: Check): RegisterAnswer {
  return { check, report: null, demonstration: false, recorded: null, licence: null };
}

/** The answer for a licence of which a file was found; null when it was never published. */
function answerFor(
  licence: LicenceRecord,
  digest: string,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): RegisterAnswer | null {
  // What is attached to a licence is not the licence.
  const isIt = (file: LicenceFile): boolean => file.digest === digest && file.role !== 'attachment';
  const edition = licence.editions.find(({ files }) => files.some(isIt));
  const file = edition?.files.find(isIt);
  if (licence.state !== 'published' || !edition || !file) return null;
  const report = registerReport(licence, edition, moment);
  return {
    check: {
      id: 'register',
      ...JUDGEMENT[report.status],
      evidence: {
        ...{ identifier: edition.identifier, status: report.status, since: report.since },
        ...{ sm3: file.digest, recordedAt: file.recordedAt },
      },
    },
    report,
    demonstration: licence.demonstration,
    licence: licence._id,
    recorded: { sm3: file.digest, at: Date.parse(file.recordedAt) },
  };
}

/** The answer for a copy of a licence of which a file was found. */
async function answerForCopy(records: Register, digest: string, moment: Moments): Promise<RegisterAnswer | null> {
  const [copy] = await records.find('licence-copies', { index: 'fileDigest', equals: digest, limit: 1 });
  const original = copy ? await originalOf(records, copy) : null;
  if (!copy || !original) return null;
  const { licence } = original;
  const report = copyRegisterReport(copy, original, moment);
  const judgement = report.status === 'valid' && report.copy.state === 'expired' ? EXPIRED_COPY : JUDGEMENT[report.status];
  const { identifier, status, since } = report;
  return {
    check: {
      id: 'register',
      ...judgement,
      evidence: {
        ...{ identifier, status, since, copy: copy._id, copyState: report.copy.state },
        ...{ sm3: copy.file.digest, recordedAt: copy.recordedAt },
      },
    },
    report,
    demonstration: licence.demonstration,
    licence: licence._id,
    recorded: { sm3: copy.file.digest, at: Date.parse(copy.recordedAt) },
  };
}

/** The licence and edition that a copy was made from; null where the register has them no more. */
export async function originalOf(records: Register, { original }: LicenceCopyRecord): Promise<FoundLicence | null> {
  const [licence] = await records.find('licences', { index: 'identifier', equals: original.identifier, limit: 1 });
  const edition = licence?.editions.find(({ identifier }) => identifier === original.identifier);
  return licence?.state === 'published' && edition ? { licence, edition } : null;
}

/** The register's words on a copy: what it says of the licence, and what the copy is. */
export function copyRegisterReport(
  copy: LicenceCopyRecord,
  { licence, edition }: FoundLicence,
  moment: Moments,
): RegisterReport & { readonly status: LicenceStatus; readonly copy: CopyReport } {
  const report = registerReport(licence, edition, moment);
  const { _id: number, kind, maker, use, expiresAt, original } = copy;
  return {
    ...report,
    copy: {
      ...{ number, kind, state: copyState(copy, { original: report.status, asOf: moment.asOf }), maker: maker.name },
      ...{ purpose: use?.purpose ?? null, user: use?.user ?? null, expiresAt },
      original: { edition: original.edition, sm3: original.digest },
    },
  };
}

/** The register's words on a licence, its holder masked. */
export function registerReport(
  licence: LicenceRecord,
  edition: LicenceEdition,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): RegisterReport & { readonly status: LicenceStatus } {
  const { status, since } = statusOf(licence, edition, moment);
  const annualReview = status === 'replaced' ? null : reviewStanding(licence, moment.asOf);
  return {
    identifier: edition.identifier,
    status,
    typeName: licence.typeName,
    issuer: licence.issuer.name,
    holderMasked: holdersOf(licence, edition)
      .map(({ name }) => maskName(name))
      .join('、'),
    validFrom: edition.validFrom,
    validTo: edition.validTo,
    ...(annualReview && { annualReview }),
    since: isoInstant(since),
    asOf: isoInstant(moment.asOf),
    knownAt: isoInstant(moment.knownAt),
    ...(licence.origin !== 'issued' && { origin: { kind: licence.origin, trust: licence.collected?.trust ?? null } }),
  };
}
