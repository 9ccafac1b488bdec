import { YinzhengError, isYinzhengError } from '../../base/errors/index.ts';
import { judgeClaim, readClaim, readClaimText, readKeySet } from '../../claim/index.ts';
import { pointVerifier } from '../../crypto/index.ts';
import { readVerificationCode } from '../../domain/identifier/index.ts';
import { getPublication } from '../claims/index.ts';
import { findByCode, findShared, type FoundShared } from './find.ts';
import type { SharingDependencies } from './ports.ts';
import type { Sharer } from './sharer.ts';

/** Verdicts under which a claim says nothing. */
const NOT_GENUINE: ReadonlySet<string> = new Set(['unknown-issuer', 'altered', 'issuer-key-revoked']);
const PRINTED = /\/v\/([^/?#]{1,64})$/;

/**
 * The licence that a shown code leads to: an address with a signed claim behind `#`, an address `/v/CODE`, or the printed code alone.
 * @throws {YinzhengError} CLAIM_MALFORMED, VERIFICATION_CODE_INVALID, LICENCE_NOT_FOUND also for a claim that is not genuine
 */
export async function readShownCode(deps: SharingDependencies, sharer: Sharer, text: string): Promise<FoundShared | null> {
  const trimmed = text.trim();
  if (!trimmed.includes('#')) return findByCode(sharer, readVerificationCode(PRINTED.exec(trimmed)?.[1] ?? trimmed));
  const read = readClaim(readClaimText(trimmed));
  const crypto = pointVerifier(deps.crypto);
  const { verdict } = judgeClaim(read, { keySet: await publishedKeys(deps), list: null, now: deps.clock.now(), crypto });
  if (NOT_GENUINE.has(verdict)) throw new YinzhengError('LICENCE_NOT_FOUND');
  return findShared(sharer, read.claim.identifier);
}

async function publishedKeys({ store }: SharingDependencies) {
  try {
    return readKeySet((await getPublication(store.records, 'key-set')).bytes).keySet;
  } catch (error) {
    if (isYinzhengError(error, 'PUBLICATION_NOT_FOUND')) return null;
    throw error;
  }
}
