/** Short ways to write the fields of licence types. */
import type { ElementMapping, FieldDefinition, SealBinding, ValidityRule } from '../../../domain/catalogue/index.ts';

/** Base64 of a photo: about 45 KB of JPEG. */
const PHOTO_LENGTH = 60_000;

/** A field that is required and shown whole, unless said otherwise. */
export function field(name: string, maxLength: number, rest: Partial<FieldDefinition> = {}): FieldDefinition {
  return { name, label: name, required: true, maxLength, mask: 'none', ...rest };
}

/** A legal date. */
export function day(name: string, example: string, rest: Partial<FieldDefinition> = {}): FieldDefinition {
  return field(name, 10, { type: 'date', example, ...rest });
}

/** A photo that may be left out. */
export function photo(name: string): FieldDefinition {
  return field(name, PHOTO_LENGTH, { type: 'image', required: false, mask: 'hidden' });
}

/** The number of a citizen, masked and searched for. */
export function citizenNumber(name: string, example: string): FieldDefinition {
  return field(name, 18, { type: 'citizen-number', mask: 'code', searchable: true, example });
}

/** A choice from a dictionary. */
export function choice(name: string, dictionary: string, example: string): FieldDefinition {
  return field(name, 40, { type: 'choice', dictionary, example });
}

/** Elements of a type's own, by short name and field. */
export function elements(from: Readonly<Record<string, string>>): readonly ElementMapping[] {
  return Object.entries(from).map(([element, name]) => ({ element, label: name, from: { field: name } }));
}

/** Sealed with the issuer's own seal of a kind. */
export const OWN_SEAL: SealBinding = { byIssuer: {}, kind: 'statutory-name' };
/** Without a last day. */
export const LONG: ValidityRule = { kind: 'long-term' };
/** What every face of the catalogue shows of the licence itself. */
export const LOOKED_UP = { 查验码: 'verification-code', 证照标识: 'identifier' } as const;
