/** Licence types as they were recorded before they had versions. */
import type { DomainEvent } from '../journal/index.ts';
import type { CertifyingForm } from '../signature/index.ts';
import type { FieldDefinition } from './field.ts';
import type { FaceBindings, LicenceTypeRecord, TypeDefinition } from './model.ts';

/** A licence type of schema 1: one version, with its template inside. */
export interface EarlierLicenceTypeRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  /** The number that editions name. */
  readonly typeVersion: number;
  readonly fields: readonly FieldDefinition[];
  readonly template: unknown;
  readonly bindings: FaceBindings;
  readonly seals: Readonly<Record<string, string>>;
  readonly issuers: readonly string[];
  /** Null: long-term. */
  readonly validYears: number | null;
  readonly evidence?: 'require' | 'defer';
  readonly certifyAs?: CertifyingForm;
  readonly demonstration: boolean;
  readonly outbox?: readonly DomainEvent[];
  readonly pending?: boolean;
}

/** A licence type as the store has it. */
export type StoredLicenceType = LicenceTypeRecord | EarlierLicenceTypeRecord;

/** A licence type as it is now, whenever it was recorded; the face of an earlier one is in the store's record only ({@link inlineFace}). */
export function readLicenceType(stored: StoredLicenceType): LicenceTypeRecord {
  if (stored.schema === 2) return stored;
  const { _id, version, typeVersion, demonstration } = stored;
  const content = definitionOf(stored);
  return {
    ...{ _id, schema: 2, version, owner: _id.slice(0, 18), withdrawal: null, demonstration, outbox: [], pending: false },
    // Who published it, and when, was not recorded.
    versions: [{ number: typeVersion, state: 'published', content, steps: [], publishedAt: null }],
  };
}

/** The face that an earlier record has in itself; null for one that has none. */
export function inlineFace(stored: StoredLicenceType): unknown {
  return stored.schema === 2 ? null : stored.template;
}

function definitionOf(stored: EarlierLicenceTypeRecord): TypeDefinition {
  const { name, fields, bindings, seals, issuers, validYears, evidence, certifyAs } = stored;
  return {
    ...{ name, definer: '', origin: 'issued', holders: { kind: 'any', least: 1, most: 50 }, fields, metadata: [], bindings },
    templates: [{ name: 'standard', area: null, digest: null }],
    seal: { byIssuer: seals, kind: null },
    validity: validYears === null ? { kind: 'long-term' } : { kind: 'term', years: validYears, months: 0 },
    ...{ annualReview: null, serviceItems: [], paperSerial: null },
    issuers: issuers.map((organisation) => ({ kind: 'organisation', organisation })),
    ...(evidence !== undefined && { evidence }),
    ...(certifyAs !== undefined && { certifyAs }),
  };
}
