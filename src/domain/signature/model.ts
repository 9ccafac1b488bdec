/** Signatures without a seal (数字签名) on documents: their forms, and which key signs for which organisation. */
import type { DomainEvent } from '../journal/index.ts';

/**
 * Forms of a signature: PAdES and the older PKCS #7, which readers abroad verify, and GM CMS (GM/T 0010).
 */
export const SIGNATURE_FORMS = ['pades', 'pkcs7', 'gm-cms'] as const;

/** A form of a signature. */
export type SignatureForm = (typeof SIGNATURE_FORMS)[number];

/** Forms in which a document can be certified for readers without SM2, before a seal follows. */
export const CERTIFYING_FORMS = ['pades', 'pkcs7'] as const satisfies readonly SignatureForm[];

/** A form in which a document is certified before its seal follows. */
export type CertifyingForm = (typeof CERTIFYING_FORMS)[number];

/** Whether a form is for those who know SM2 only. */
export function isNationalForm(form: SignatureForm): boolean {
  return form === 'gm-cms';
}

/**
 * How far a signed document proves itself, named as in ETSI EN 319 142-1: by its signature alone; with a time stamp over the signature
 * value; with everything a verifier needs besides the anchors, under a time stamp over all of it.
 */
export const SIGNATURE_LEVELS = ['B-B', 'B-T', 'B-LTA'] as const;

/** How far a signed document proves itself. */
export type SignatureLevel = (typeof SIGNATURE_LEVELS)[number];

/** Kind of a key that signs documents. */
export type SignatureKeyAlgorithm = 'sm2' | 'ecdsa-p256' | 'rsa';

/** A key in custody that signs documents for an organisation, aggregate. */
export interface SignatureKeyRecord {
  /** Id of the key in custody: a key signs for one organisation, an organisation may have several keys. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Unified social credit code. */
  readonly organisation: string;
  readonly algorithm: SignatureKeyAlgorithm;
  /** How an RSA key signs; PKCS #1 v1.5 when absent. */
  readonly padding?: 'pss';
  /** Id of the key whose place it took: what is granted of that one holds for this. */
  readonly former?: string;
  readonly state: 'assigned' | 'withdrawn';
  /** ISO 8601: since when it has this state. */
  readonly since: string;
  readonly outbox: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending: boolean;
}
