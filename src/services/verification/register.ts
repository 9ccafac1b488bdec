import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  holdersOf,
  maskName,
  statusOf,
  type LicenceEdition,
  type LicenceRecord,
  type LicenceStatus,
} from '../../domain/licence/index.ts';
import type { Check, CheckCode, Outcome, RegisterFinding, RegisterReport } from '../../report/index.ts';
import type { Register } from './ports.ts';

/** The register's answer about a document. */
export interface RegisterAnswer extends RegisterFinding {
  /** The file that was found, by its SM3, and when the register first recorded it: a proof that it existed then. */
  readonly recorded: { readonly sm3: string; readonly at: Instant } | null;
}

const JUDGEMENT: Readonly<Record<LicenceStatus, { readonly outcome: Outcome; readonly code?: CheckCode }>> = {
  valid: { outcome: 'passed' },
  'not-yet-valid': { outcome: 'failed', code: 'LICENCE_NOT_YET_VALID' },
  expired: { outcome: 'failed', code: 'LICENCE_EXPIRED' },
  suspended: { outcome: 'failed', code: 'LICENCE_SUSPENDED' },
  replaced: { outcome: 'failed', code: 'LICENCE_REPLACED' },
  cancelled: { outcome: 'failed', code: 'LICENCE_CANCELLED' },
  rescinded: { outcome: 'failed', code: 'LICENCE_RESCINDED' },
  revoked: { outcome: 'failed', code: 'LICENCE_REVOKED' },
  void: { outcome: 'failed', code: 'LICENCE_VOID' },
};

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
      const answer = licence ? answerFor(licence, digest, moment) : null;
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
  return { check, report: null, demonstration: false, recorded: null };
}

/** The answer for a licence of which a file was found; null when it was never published. */
function answerFor(
  licence: LicenceRecord,
  digest: string,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): RegisterAnswer | null {
  const edition = licence.editions.find(({ files }) => files.some((file) => file.digest === digest));
  const file = edition?.files.find((candidate) => candidate.digest === digest);
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
    recorded: { sm3: file.digest, at: Date.parse(file.recordedAt) },
  };
}

/** The register's words on a licence, its holder masked. */
export function registerReport(
  licence: LicenceRecord,
  edition: LicenceEdition,
  moment: { readonly asOf: Instant; readonly knownAt: Instant },
): RegisterReport & { readonly status: LicenceStatus } {
  const { status, since } = statusOf(licence, edition, moment);
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
    since: isoInstant(since),
    asOf: isoInstant(moment.asOf),
    knownAt: isoInstant(moment.knownAt),
  };
}
