/** Verifying for systems: by fields, by file, by statuses in bulk. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { readIdentifier } from '../../domain/identifier/index.ts';
import { statusOf, type StatusAnswer } from '../../domain/licence/index.ts';
import { sharedType } from '../../domain/sharing/index.ts';
import type { VerificationReport } from '../../report/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { documentDigest } from '../../documents/index.ts';
import { checkFields, verifyFile, type FieldsQuestion } from '../verification/index.ts';
import { findShared } from './find.ts';
import type { SharingDependencies } from './ports.ts';
import { patiently, record, sharerOf, type Shared } from './sharer.ts';

/** Most identifiers whose statuses are asked for at once. */
export const MOST_STATUSES = 200;

/**
 * Whether what is stated of a licence is so (信息验证), in the seven results; a licence of a type that is not shared is not found. Recorded with its purpose.
 * @throws {YinzhengError} NOT_ALLOWED, RATE_LIMITED
 */
export async function verifySharedFields(
  deps: SharingDependencies,
  actor: Actor,
  question: FieldsQuestion,
): ReturnType<typeof checkFields> {
  const { source, terms } = await sharerOf(deps, actor, question.purpose);
  const tells = ({ typeCode }: { readonly typeCode: string }): boolean => sharedType(terms, typeCode) !== undefined;
  return checkFields({ ...deps, records: source.records, tells }, actor, question);
}

/** A file verified: the report, which says nothing of a licence that is not shared. */
export interface SharedVerification {
  readonly report: VerificationReport;
}

/**
 * Verifies a file (文件验证). Recorded with its purpose.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND for a file of a licence whose type is not shared, and as `verifyFile` does
 */
export async function verifySharedFile(
  deps: SharingDependencies,
  actor: Actor,
  { bytes, purpose }: { readonly bytes: Uint8Array; readonly purpose: Purpose },
): Promise<Shared<SharedVerification>> {
  const sharer = await sharerOf(deps, actor, purpose);
  const input = { sm3: documentDigest(deps.verification.engine, bytes), purpose };
  return patiently(deps, { actor, operation: 'verifyFile', input }, async () => {
    const { source, terms } = sharer;
    const report = await verifyFile({ ...deps.verification, store: { records: source.records } }, actor, { bytes, purpose });
    const { register } = report;
    if (register && !sharedType(terms, readIdentifier(register.identifier).typeCode))
      throw new YinzhengError('LICENCE_NOT_FOUND');
    return { report };
  });
}

/** The status of one identifier; null where there is no such licence that is shared. */
export interface SharedStatus {
  readonly identifier: string;
  readonly status: StatusAnswer | null;
}

/**
 * Statuses in bulk, in the order of the question; recorded once with its purpose. What is no identifier is unknown like any other.
 * @throws {YinzhengError} NOT_ALLOWED, SERVICE_BUSY
 */
export async function sharedStatuses(
  deps: SharingDependencies,
  actor: Actor,
  input: { readonly identifiers: readonly string[]; readonly purpose: Purpose },
): Promise<Shared<readonly SharedStatus[]>> {
  const sharer = await sharerOf(deps, actor, input.purpose);
  return patiently(deps, { actor, operation: 'statuses', input }, async () => {
    const now = deps.clock.now();
    const found: SharedStatus[] = [];
    for (const identifier of input.identifiers.slice(0, MOST_STATUSES)) {
      try {
        const shared = await findShared(sharer, identifier);
        const status = shared && statusOf(shared.licence, shared.edition, { asOf: now, knownAt: now });
        found.push({ identifier, status });
      } catch (error) {
        if (!isYinzhengError(error, 'LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID')) throw error;
        found.push({ identifier, status: null });
      }
    }
    const known = found.filter(({ status }) => status !== null).length;
    await record(deps, sharer, {
      ...{ operation: 'statuses', kind: 'sharing-used', subject: 'licences', purpose: input.purpose },
      facts: { asked: found.length, known },
    });
    return found;
  });
}
