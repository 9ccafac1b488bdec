/** Licence types (证照类型): what a kind of licence is called, which fields its face has, who may issue it, how it is sealed. */

import type { CertifyingForm } from '../signature/index.ts';

/** A face field of a licence type. */
export interface FieldDefinition {
  /** Name used by templates and interfaces. */
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly maxLength: number;
  /** How it is shown to those who may not see it whole. */
  readonly mask: 'none' | 'name' | 'code' | 'hidden';
}

/** What of a licence itself a face can show. */
export type FaceSource =
  | 'holder-name'
  | 'holder-code'
  | 'licence-number'
  | 'identifier'
  | 'verification-code'
  | 'issuer'
  | 'issue-date'
  | 'valid-from'
  | 'valid-to';

/** A licence type, one document. */
export interface LicenceTypeRecord {
  /** 21 characters: code of the defining body and 3 digits. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  /** Rises with each change of fields or template; editions name the one they were made by. */
  readonly typeVersion: number;
  readonly fields: readonly FieldDefinition[];
  /** Face template, as `drawing/layout` reads it. */
  readonly template: unknown;
  /** Fields of the template that are filled from the licence itself, not by the department. */
  readonly bindings: Readonly<Record<string, FaceSource>>;
  /** Seal code by issuing organisation. */
  readonly seals: Readonly<Record<string, string>>;
  /** Organisations that may issue it. */
  readonly issuers: readonly string[];
  /** Years of validity when a request names no last day; null: long-term. */
  readonly validYears: number | null;
  /** `require` refuses to issue where evidence is not to be had; otherwise it is added as soon as it is. */
  readonly evidence?: 'require' | 'defer';
  /**
   * Form in which the issuer's RSA or P-256 key certifies the licence before the seal follows, for readers without SM2; the seal alone when
   * absent.
   */
  readonly certifyAs?: CertifyingForm;
  readonly demonstration: boolean;
}
