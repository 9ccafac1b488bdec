/** Licence types as somebody sees them: the version that holds, and whether his organisation may issue it. */
import {
  isWithdrawn,
  mayIssue,
  publishedVersion,
  readLicenceType,
  type CatalogueVersion,
  type Issuer,
  type LicenceTypeRecord,
  type StoredLicenceType,
  type TypeDefinition,
} from '../../domain/catalogue/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { hasEnded, placeOf } from '../../domain/organisation/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** A licence type with its published version. */
export interface LicenceTypeView {
  readonly record: LicenceTypeRecord;
  readonly shown: CatalogueVersion<TypeDefinition>;
  /** Whether the caller's organisation may issue it. */
  readonly issuable: boolean;
}

/** The organisation of an actor as rules of issuers see it; null where he has none. */
export async function issuerOf(records: Pick<RecordStore, 'get'>, { organisation }: Actor): Promise<Issuer | null> {
  const record = organisation === null ? null : await records.get('organisations', organisation);
  return record && !hasEnded(record) ? { organisation: record._id, place: placeOf(record) } : null;
}

/** What somebody of an organisation sees of a stored type; null as long as nothing of it is published. */
export function shownType(stored: StoredLicenceType, issuer: Issuer | null): LicenceTypeView | null {
  const record = readLicenceType(stored);
  const shown = publishedVersion(record);
  if (!shown) return null;
  const { origin, issuers } = shown.content;
  const issuable = issuer !== null && origin === 'issued' && !isWithdrawn(record) && mayIssue(issuers, issuer);
  return { record, shown, issuable };
}
