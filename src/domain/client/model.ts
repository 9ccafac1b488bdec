/** Systems that are let in (应用系统): which, for whom, with what, and by which keys they prove themselves. */
import type { Action, Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { SharingTerms } from '../sharing/index.ts';

/** What a system may do, how often, and how long. */
export interface ClientTerms {
  /** Actions of the policy; what the policy does not give to systems is none. */
  readonly scopes: readonly Action[];
  /** Requests a minute, and a day in Asia/Shanghai; null for no bound of its own. */
  readonly perMinute: number | null;
  readonly perDay: number | null;
  /** ISO 8601: afterwards it is let in no more; null for no end. */
  readonly validUntil: string | null;
  /** What it may have of the licences of others; absent: nothing. */
  readonly sharing?: SharingTerms;
}

/** Which keys there are: RSA from 2,048 bits, P-256, SM2. */
export type ClientKeyType = 'rsa' | 'p-256' | 'sm2';

/** By what a system proves itself. */
export type ClientProof =
  | {
      readonly kind: 'public-key';
      readonly keyType: ClientKeyType;
      /** SubjectPublicKeyInfo, DER in Base64. */
      readonly publicKey: string;
    }
  | {
      readonly kind: 'certificate';
      readonly keyType: ClientKeyType;
      readonly publicKey: string;
      /** SHA-256 of the certificate, Base64url (`x5t#S256`, RFC 8705 section 3.1). */
      readonly thumbprint: string;
    }
  /** Keys that the system publishes itself (`jwks_uri`): they prove it at the token endpoint. */
  | { readonly kind: 'key-set'; readonly url: string }
  /** Certificates of this subject, whichever CA that the operator believes issued them (`tls_client_auth`, RFC 8705 section 2.1). */
  | {
      readonly kind: 'tls-subject';
      readonly name: TlsSubjectName;
      /** As it was given. */
      readonly value: string;
      /** As it is found: kind and value in one form. */
      readonly subject: string;
    }
  /** An API key: SM3 of its secret part, hexadecimal. */
  | { readonly kind: 'secret'; readonly digest: string };

/** By which name a certificate is the system's: exactly one of those of RFC 8705 section 2.1.2. */
export type TlsSubjectName = 'subject-dn' | 'san-dns' | 'san-uri' | 'san-ip' | 'san-email';

/** A key of a system, with its term. */
export interface ClientKey {
  /** `kid` of what it signs; unique among all keys of the system. */
  readonly id: string;
  readonly proof: ClientProof;
  /** ISO 8601: from when it is taken, and until when; null for no end. */
  readonly from: string;
  readonly until: string | null;
  readonly addedAt: string;
  /** ISO 8601: since when a security administrator lets it in; null: not yet. */
  readonly authorisedAt: string | null;
  /** ISO 8601: since when it is taken no more; null: it is. */
  readonly endedAt: string | null;
}

/** A system that is let in. */
export interface ClientRecord {
  /** 16 hexadecimal digits. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Number of the last change that people made, from 1. */
  readonly revision: number;
  readonly name: string;
  /** Unified social credit code of the organisation it acts for. */
  readonly organisation: string;
  /** What the administrator asks for it. */
  readonly asked: ClientTerms;
  /** What the security administrator authorised; null: nothing yet. */
  readonly authorised: ClientTerms | null;
  readonly blocked: boolean;
  /** ISO 8601: closed for good. */
  readonly closedAt?: string;
  readonly keys: readonly ClientKey[];
  readonly createdAt: string;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** How a system stands: `asked` until it was authorised for the first time. */
export type ClientState = 'asked' | 'active' | 'blocked' | 'expired' | 'closed';

/** The actor that a system is. */
export type ClientActor = Actor & { readonly capacity: 'system' };
