/** Whether a claim is genuine and in force, from what is at hand: a key set, a status list, a clock. Nothing is asked of anybody. */
import type { LicenceClaim } from './claim.ts';
import { dayBegins, dayEnds } from './dates.ts';
import { findKey, type KeySet, type KeyUsage, type PublishedKey } from './key-set.ts';
import type { ClaimCrypto, SignedOctets } from './signed.ts';
import { ENTRY } from './status-code.ts';
import type { StatusList } from './status-list.ts';

/** What is said of a claim, each with words of its own. */
export const CLAIM_VERDICTS = [
  'valid',
  'not-yet-valid',
  'expired',
  'suspended',
  'ended',
  'replaced',
  'status-unavailable',
  'altered',
  'unknown-issuer',
  'issuer-key-revoked',
] as const;

/** One of them. */
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

/** A verdict and what it rests on. */
export interface ClaimJudgement {
  readonly verdict: ClaimVerdict;
  /** Whose key signed the claim; null where that is not known. */
  readonly signer: string | null;
  /** The list that was looked into: when it was so, and whether a newer one should be there by now. Null where none was at hand. */
  readonly list: { readonly issuedAt: number; readonly overdue: boolean } | null;
  /** What the list had where the verdict is that the status is unavailable because it is overdue: what was so then. */
  readonly then: ClaimVerdict | null;
}

/** What is at hand. Key set and list were judged as they came in. */
export interface ClaimMaterial {
  readonly keySet: KeySet | null;
  readonly list: StatusList | null;
  /** ms. */
  readonly now: number;
  readonly crypto: ClaimCrypto;
}

/** Judges a claim. */
export function judgeClaim(
  { claim, signed }: { readonly claim: LicenceClaim; readonly signed: SignedOctets },
  { keySet, list, now, crypto }: ClaimMaterial,
): ClaimJudgement {
  const key = keySet && keyFor(keySet, claim.keyId, { usage: 'licence-claim', crypto });
  if (!key) return nothing('unknown-issuer', null);
  const signer = key.name;
  if (!crypto.verify(key.point, signed.tbs, signed.signature)) return nothing('altered', null);
  // Whoever has the key can date what he signs as he likes.
  if (key.revokedAt !== null) return nothing('issuer-key-revoked', signer);
  const own = list?.list === claim.status.list && claim.status.index < list.entries.length ? list : null;
  // Nobody can have had a list before it was made: a clock that is behind it is wrong.
  const time = Math.max(now, own?.issuedAt ?? now);
  const byDates = statusByDates(claim, time);
  if (!own) return nothing(byDates === 'expired' ? 'expired' : 'status-unavailable', signer);
  const overdue = time >= own.nextUpdate;
  const listed = { issuedAt: own.issuedAt, overdue };
  const status = STATUS[own.entries[claim.status.index] ?? ENTRY.valid] ?? byDates;
  // An end is never undone; anything else may be otherwise by now.
  const holds = !overdue || status === 'ended' || status === 'replaced' || status === 'expired';
  return { verdict: holds ? status : 'status-unavailable', signer, list: listed, then: holds ? null : status };
}

const STATUS: Readonly<Record<number, ClaimVerdict>> = {
  [ENTRY.ended]: 'ended',
  [ENTRY.suspended]: 'suspended',
  [ENTRY.replaced]: 'replaced',
};

function statusByDates({ validFrom, validTo }: LicenceClaim, now: number): ClaimVerdict {
  if (now < dayBegins(validFrom)) return 'not-yet-valid';
  return now >= dayEnds(validTo) ? 'expired' : 'valid';
}

function nothing(verdict: ClaimVerdict, signer: string | null): ClaimJudgement {
  return { verdict, signer, list: null, then: null };
}

function keyFor(
  keySet: KeySet,
  keyId: Uint8Array,
  { usage, crypto }: { readonly usage: KeyUsage; readonly crypto: ClaimCrypto },
): PublishedKey | null {
  const key = findKey(keySet, keyId, crypto.sm3);
  return key?.usages.includes(usage) === true ? key : null;
}

/**
 * Whether a key set may be used: signed by a key of its own that may sign sets, in its period, and not revoked; and where an earlier set is
 * known, by a key that was in that one as well, and not older than it.
 */
export function acceptsKeySet(
  { keySet, signed }: { readonly keySet: KeySet; readonly signed: SignedOctets },
  { known, crypto }: { readonly known: KeySet | null; readonly crypto: ClaimCrypto },
): boolean {
  const key = keyFor(keySet, keySet.keyId, { usage: 'key-set', crypto });
  if (!key || !isInUse(key, keySet.issuedAt) || !crypto.verify(key.point, signed.tbs, signed.signature)) return false;
  if (!known) return true;
  const before = keyFor(known, keySet.keyId, { usage: 'key-set', crypto });
  return before !== null && before.revokedAt === null && keySet.issuedAt >= known.issuedAt;
}

/** Whether a list may be used: signed by a key of the set that may sign lists, in its period, and not revoked. */
export function acceptsStatusList(
  { list, signed }: { readonly list: StatusList; readonly signed: SignedOctets },
  { keySet, crypto }: { readonly keySet: KeySet; readonly crypto: ClaimCrypto },
): boolean {
  const key = keyFor(keySet, list.keyId, { usage: 'status-list', crypto });
  return key !== null && isInUse(key, list.issuedAt) && crypto.verify(key.point, signed.tbs, signed.signature);
}

function isInUse({ notBefore, notAfter, revokedAt }: PublishedKey, at: number): boolean {
  return revokedAt === null && at >= notBefore && at <= notAfter;
}
