/** Organisations as the register knows them. */
import type { LocalDate } from '../../base/time.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { LineCode } from './line.ts';

/** Classes of bodies, which rule the diameter and centre of their seals (国发〔1999〕25号). */
export const BODY_CLASSES = [
  'state-council',
  'province',
  'ministry',
  'council-coordination',
  'vice-ministry',
  'prefecture',
  'county',
  'department',
  'township',
  'village',
  'foreign-affairs',
  'institution',
  'enterprise',
  'special-purpose',
] as const;

/** Class of a body. */
export type BodyClass = (typeof BODY_CLASSES)[number];

/** Why an organisation ended: abolished (撤销), merged (合并), split (分立), its powers given to another (划转), such as an 行政审批局. */
export const ENDINGS = ['abolished', 'merged', 'split', 'transferred'] as const;

/** Why an organisation ended. */
export type Ending = (typeof ENDINGS)[number];

/** The end of an organisation. */
export interface OrganisationEnd {
  readonly kind: Ending;
  /** Its last day. */
  readonly lastDay: LocalDate;
  /** Number of the legal document (文书号). */
  readonly documentNumber: string;
  /** Codes of those that succeed it, each for all of it; empty while none is named. */
  readonly successors: readonly string[];
  /** ISO 8601: when it was recorded; of an end that was not planned, since when seals and keys of it are used no more. */
  readonly recordedAt: string;
  /** Recorded before its last day, and not yet carried out: its seals are cancelled when that day is over. Absent: carried out at once. */
  readonly planned?: true;
}

/** An area that an organisation had before: areas get new codes, and organisations move. */
export interface FormerArea {
  readonly areaCode: string;
  /** Last day of the code for this organisation. */
  readonly lastDay: LocalDate;
}

/** A name that an organisation had before. */
export interface FormerName {
  readonly name: string;
  /** Last day of the name. */
  readonly lastDay: LocalDate;
  /** Codes of the seals that showed it and ended with it. */
  readonly seals: readonly string[];
}

/** A name that an organisation is to have. */
export interface NextName {
  readonly name: string;
  /** Day from which it holds: seals that show the one before are used until then, those that show this one from then on. */
  readonly firstDay: LocalDate;
  /** It was not carried out yet: seals that show the name before are not cancelled. */
  readonly planned: true;
}

/** Organisation above in each of the two trees, by code; null at the top. */
export interface Superiors {
  readonly area: string | null;
  readonly line: string | null;
}

/** An organisation, one document. What is optional is not in records of before organisations were administered. */
export interface OrganisationRecord {
  /** Unified social credit code. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  readonly bodyClass: BodyClass;
  /** Code of its area, 6 digits (GB/T 2260), 9 for a township, 12 for a village. */
  readonly areaCode: string;
  readonly demonstration: boolean;
  /** Rises with each change that people make, from 1; the version rises with what is brought into the journal as well. */
  readonly revision?: number;
  readonly line?: LineCode | null;
  readonly superiors?: Superiors;
  /** First day of its existence, null where it is not known. */
  readonly firstDay?: LocalDate | null;
  readonly formerAreas?: readonly FormerArea[];
  readonly formerNames?: readonly FormerName[];
  /** null or absent while none is planned. */
  readonly nextName?: NextName | null;
  readonly end?: OrganisationEnd | null;
  /** Keys of the places that it is beneath, by which those in a scope are found. */
  readonly placeKeys?: readonly string[];
  readonly outbox?: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending?: boolean;
}
