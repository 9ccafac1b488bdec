/** Seals of other systems, as they were filed here (备案): what those who make them tell the system above, and it the others. */
import type { DomainEvent } from '../journal/index.ts';
import type { SealState } from './life.ts';
import type { SealFiling, SealKind } from './model.ts';

/** One version of a seal, with its bytes. */
export interface FiledVersion {
  readonly number: number;
  readonly state: SealState;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SM3 of the SESeal, hexadecimal. */
  readonly digest: string;
  /** SESeal, DER in Base64. */
  readonly seal: string;
}

/** A seal as one system tells another of it: what it is, all versions and all that was filed of it, from the first. */
export interface FiledSeal {
  /** Seal code (esID). */
  readonly code: string;
  readonly name: string;
  /** Owner: unified social credit code, and its name. */
  readonly owner: string;
  readonly ownerName: string;
  readonly kind: SealKind;
  readonly versions: readonly FiledVersion[];
  readonly filings: readonly Omit<SealFiling, 'by' | 'day'>[];
}

/** A seal of another system in the register, aggregate. */
export interface FiledSealRecord extends FiledSeal {
  /** Seal code (esID). */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Identity of the system that told of it. */
  readonly source: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** How what one is told stands to what is known. */
export type FilingStanding = 'new' | 'continues' | 'same' | 'older' | 'contradicts';

/**
 * How what a system tells of a seal stands to what it told before: filings and versions are only ever added, so what is told anew either goes on from what is
 * known, or falls behind it, or one of the two is not true.
 */
export function filingStanding(
  known: Pick<FiledSealRecord, 'filings' | 'versions' | 'source'> | null,
  told: FiledSeal,
  source: string,
): FilingStanding {
  if (!known) return 'new';
  const shared = Math.min(known.filings.length, told.filings.length);
  const sameSo = known.filings.slice(0, shared).every((filing, index) => isSame(filing, told.filings[index]));
  const versions = Math.min(known.versions.length, told.versions.length);
  const sameSeals = known.versions.slice(0, versions).every(({ digest }, index) => told.versions[index]?.digest === digest);
  if (known.source !== source || !sameSo || !sameSeals) return 'contradicts';
  const more = told.filings.length - known.filings.length;
  return more > 0 ? 'continues' : more < 0 ? 'older' : told.versions.length === known.versions.length ? 'same' : 'contradicts';
}

function isSame(left: FiledSeal['filings'][number], right: FiledSeal['filings'][number] | undefined): boolean {
  return (['number', 'step', 'version', 'from', 'to', 'since', 'at'] as const).every((part) => left[part] === right?.[part]);
}
