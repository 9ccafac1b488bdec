/**
 * The catalogue (证照目录): licence types, what bodies beneath add to them, and dictionaries. Each is one aggregate with all of its versions; a
 * version that was published never changes.
 */
import type { StatusEventKind } from '../licence/status-events.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { CertifyingForm } from '../signature/index.ts';
import type { FieldDefinition } from './field.ts';

/** What of a licence itself a face can show. */
export const FACE_SOURCES = [
  'holder-name',
  'holder-code',
  'first-holder-name',
  'first-holder-code',
  'second-holder-name',
  'second-holder-code',
  'licence-number',
  'identifier',
  'verification-code',
  'issuer',
  'issuer-code',
  'issue-date',
  'first-issue-date',
  'valid-from',
  'valid-to',
  'validity',
] as const;

/** What of a licence itself a face can show. */
export type FaceSource = (typeof FACE_SOURCES)[number];

/** Fields of a template that are filled from the licence itself, not by the department. */
export type FaceBindings = Readonly<Record<string, FaceSource>>;

/** An element of a type's own (扩展业务信息, `KZ_…`) and where it comes from: a face field, or the licence itself. */
export interface ElementMapping {
  /** Short name, such as `KZ_MJ`. */
  readonly element: string;
  readonly label: string;
  readonly from: { readonly field: string } | { readonly source: FaceSource };
}

/** A face template of a type: for an area, or for all where it names none. The face itself is kept once, by its digest. */
export interface TemplateReference {
  /** `standard`, `simplified`, … */
  readonly name: string;
  /** Area whose issuers use it; null: all. */
  readonly area: string | null;
  /** SM3 of the face as JSON with members sorted, hexadecimal; null where an earlier record has the face in itself. */
  readonly digest: string | null;
}

/** Who may issue: an organisation, or every body of an area, of a line of business in it where one is named. */
export type IssuerRule =
  | { readonly kind: 'organisation'; readonly organisation: string }
  | { readonly kind: 'place'; readonly area: string; readonly line: string | null };

/** Which seal licences are sealed with: that bound to the issuer, otherwise the issuer's own of this kind. */
export interface SealBinding {
  /** Seal code by issuing organisation. */
  readonly byIssuer: Readonly<Record<string, string>>;
  /** Kind of seal of issuers that are not named; null: only those named can issue. */
  readonly kind: 'statutory-name' | 'special-purpose' | null;
}

/** How long a licence is valid when the request names no last day: so long; without end; or the request has to say it. */
export type ValidityRule =
  | { readonly kind: 'term'; readonly years: number; readonly months: number }
  | { readonly kind: 'long-term' }
  | { readonly kind: 'stated'; readonly longestYears: number | null };

/** Annual review (年检): how often, how long before it is due its holder is told, how long after it nothing happens yet. */
export interface AnnualReviewRule {
  readonly everyMonths: number;
  readonly noticeDays: number;
  readonly graceDays: number;
}

/** A service item (政务服务事项) and what it has to do with the licence: it produces it, or asks for it. */
export interface ServiceItemUse {
  readonly code: string;
  readonly name: string;
  readonly use: 'produces' | 'requires';
}

/** The serial number of the paper form (印制流水号) that a licence is printed on: the field that has it, and how it is written. */
export interface PaperSerialRule {
  readonly field: string;
  readonly prefix: string;
  readonly digits: number;
}

/** Kind of holders and how many of them. */
export interface HolderRule {
  readonly kind: 'person' | 'organisation' | 'any';
  readonly least: number;
  readonly most: number;
}

/** What a version of a licence type defines. */
export interface TypeDefinition {
  readonly name: string;
  /** Name of the defining body (定义机构), whose code the type's code begins with. */
  readonly definer: string;
  /** `issued` here, or only `collected` from the system that makes it. */
  readonly origin: 'issued' | 'collected';
  readonly holders: HolderRule;
  readonly fields: readonly FieldDefinition[];
  /** Elements of GB/T 36903 and where each comes from. */
  readonly metadata: readonly ElementMapping[];
  readonly templates: readonly TemplateReference[];
  readonly bindings: FaceBindings;
  readonly seal: SealBinding;
  readonly validity: ValidityRule;
  /** Null: there is none. */
  readonly annualReview: AnnualReviewRule | null;
  readonly issuers: readonly IssuerRule[];
  readonly serviceItems: readonly ServiceItemUse[];
  /** Null: it has no paper form with a number. */
  readonly paperSerial: PaperSerialRule | null;
  /** `require` refuses to issue where evidence is not to be had; otherwise it is added as soon as it is. */
  readonly evidence?: 'require' | 'defer';
  /** Whether its licences are made by one person and issued by another (制证、签发分离); in one step when absent. */
  readonly twoPersons?: boolean;
  /** Form in which the issuer's RSA or P-256 key certifies it before the seal follows, for readers without SM2; the seal alone when absent. */
  readonly certifyAs?: CertifyingForm;
  /** Acts on the status of its licences that take effect only when a second person approves them; none when absent. */
  readonly approvedActs?: readonly StatusEventKind[];
}

/** What a body adds to a type for itself and the bodies beneath it (分级补充); it takes nothing away. */
export interface TypeAddition {
  readonly fields: readonly FieldDefinition[];
  readonly templates: readonly TemplateReference[];
  readonly bindings: FaceBindings;
  readonly seals: Readonly<Record<string, string>>;
  readonly serviceItems: readonly ServiceItemUse[];
}

/** An entry of a dictionary: the code that machines send, the words that stand on the face. One that is `retired` is not chosen any more. */
export interface DictionaryEntry {
  readonly code: string;
  readonly label: string;
  readonly retired?: boolean;
}

/** What a version of a dictionary (数据字典) says. */
export interface DictionaryContent {
  readonly name: string;
  /** Standard that it is taken from, null for none. */
  readonly source: string | null;
  readonly entries: readonly DictionaryEntry[];
}

/** States of a version: 草稿、待审批、已发布、已变更（被新版本替换）、已废弃. */
export const VERSION_STATES = ['draft', 'submitted', 'published', 'changed', 'discarded'] as const;

/** State of a version. */
export type VersionState = (typeof VERSION_STATES)[number];

/** What is done in the catalogue. */
export type CatalogueStep =
  'draft' | 'edit' | 'submit' | 'return' | 'discard' | 'publish' | 'ask-withdrawal' | 'refuse-withdrawal' | 'withdraw';

/** A step that was taken, by whom, and why. */
export interface TakenCatalogueStep {
  readonly step: CatalogueStep;
  /** Account, or the program of whoever has the machine. */
  readonly by: { readonly person: string | null; readonly client: string; readonly organisation: string | null };
  /** ISO 8601. */
  readonly at: string;
  readonly note: string | null;
}

/** One version. */
export interface CatalogueVersion<C> {
  /** 1, 2, … */
  readonly number: number;
  readonly state: VersionState;
  readonly content: C;
  readonly steps: readonly TakenCatalogueStep[];
  /** ISO 8601; null before it was published. */
  readonly publishedAt: string | null;
}

/** That it is to be used no more (停用): asked for, then decided by somebody else. */
export interface CatalogueWithdrawal {
  readonly state: 'asked' | 'decided';
  readonly reason: string;
  /** Number of the document that it rests on. */
  readonly documentNumber: string;
  readonly steps: readonly TakenCatalogueStep[];
}

/** An aggregate of the catalogue. */
export interface CatalogueRecord<C> {
  readonly _id: string;
  readonly schema: 2;
  /** Optimistic version of the document. */
  readonly version: number;
  /** Organisation that keeps it. */
  readonly owner: string;
  /** In the order of their numbers. */
  readonly versions: readonly CatalogueVersion<C>[];
  /** Null as long as nobody asked for it. */
  readonly withdrawal: CatalogueWithdrawal | null;
  readonly demonstration: boolean;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** A licence type; `_id` is its code of 21 characters: 18 of the defining body and 3 digits. */
export type LicenceTypeRecord = CatalogueRecord<TypeDefinition>;

/** What a body adds to a type; `_id` is the type's code and the body's with a point between. */
export interface TypeAdditionRecord extends CatalogueRecord<TypeAddition> {
  /** Code of the type, by which what is added to it is found. */
  readonly type: string;
}

/** A dictionary; `_id` is its code. */
export type DictionaryRecord = CatalogueRecord<DictionaryContent>;

/** A face template, kept once: `_id` is the SM3 of its JSON with members sorted, hexadecimal. */
export interface FaceTemplateRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** As `drawing/layout` reads it. */
  readonly face: unknown;
}
