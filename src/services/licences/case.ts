/** Case numbers (办件编号): each belongs to one licence at most, by a claim that is never taken away, only passed on. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import type { ClaimRecord, RecordStore } from '../storage/index.ts';
import type { LicenceDependencies } from './ports.ts';

/** What the register knows of a case number. */
export interface KnownCase {
  readonly claim: ClaimRecord | null;
  /** Null also when whoever claimed the number got no further. */
  readonly licence: LicenceRecord | null;
}

/** Looks a case number up. */
export async function findCase(records: RecordStore, caseKey: string): Promise<KnownCase> {
  const claim = await records.get('claims', `case:${caseKey}`);
  return { claim, licence: claim ? await records.get('licences', claim.owner) : null };
}

/**
 * Gives a case number to a licence about to be reserved. It is free when nobody claimed it, when its licence was abandoned, or when the
 * licence it was claimed for was never written; then `owner` is the id it was claimed for.
 * @returns the claim that is still to be made, with the licence; null when there is one, which was passed on
 * @throws {YinzhengError} ISSUING_INCOMPLETE when somebody else was first
 */
export async function claimCase(
  deps: Pick<LicenceDependencies, 'store' | 'clock'>,
  input: { readonly caseKey: string; readonly claim: ClaimRecord | null; readonly owner: string },
): Promise<ClaimRecord | null> {
  const { caseKey, claim, owner } = input;
  if (claim?.owner === owner) return null;
  const claimedAt = isoInstant(deps.clock.now());
  if (!claim) return { _id: `case:${caseKey}`, schema: 1, version: 1, owner, claimedAt };
  try {
    await deps.store.records.replace('claims', { ...claim, version: claim.version + 1, owner, claimedAt });
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT')) throw new YinzhengError('ISSUING_INCOMPLETE');
    throw error;
  }
  return null;
}
