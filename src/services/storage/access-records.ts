/** Accounts, sessions and keys of those who are let in, as they are kept. */
import type { DataScope, Role, StaffRole } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';

/** An authenticator that makes one-time passwords (RFC 6238). */
export interface SecondFactor {
  /** Address of the encrypted file that has its secret, 20 bytes, and the file's own key, wrapped; no key in records of before. */
  readonly blob: string;
  readonly key?: string;
  /** Whether its holder has shown a code of it. */
  readonly confirmed: boolean;
  /** Time step of the last code that was taken; it and those before are taken no more. */
  readonly lastStep: number;
  /** SM3 of the recovery codes that are left, hexadecimal. */
  readonly recovery: readonly string[];
}

/** A person who signs in. */
export interface AccountRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** What is typed at sign-in, lower case, unique by claim. */
  readonly userName: string;
  readonly displayName: string;
  /** scrypt in PHC string format. */
  readonly passwordHash: string;
  readonly organisation: string | null;
  /** The only role; written before accounts could have several, absent where there are `roles`. */
  readonly role?: StaffRole;
  /** Roles, the first is the one that a session begins with. */
  readonly roles?: readonly StaffRole[];
  /** How far it reaches; absent: as its role and the place of its organisation say. */
  readonly dataScope?: DataScope;
  readonly demonstration: boolean;
  /** Locked or closed: nobody signs in. */
  readonly disabled: boolean;
  /** ISO 8601: closed for good. */
  readonly closedAt?: string;
  /** ISO 8601: the password is one that somebody else gave out, good until then and only for choosing another. */
  readonly initialUntil?: string;
  /** Absent: none. */
  readonly secondFactor?: SecondFactor;
  /** Digest of who it is at the identity provider (issuer and subject); absent: not bound yet. */
  readonly linked?: string;
  /** Sessions begun under another number are over; absent: 0. */
  readonly sessionEpoch?: number;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** Who somebody is at an identity provider, as digests (SM3, hexadecimal). */
export interface SessionIdentity {
  readonly provider: 'staff' | 'holders';
  /** Of issuer and subject. */
  readonly subject: string;
  /** Of issuer and session there; null where it told none. */
  readonly sid: string | null;
}

/** A session of a holder; `_id` is the SM3 of its secret. Name and number are in the file alone. */
export interface HolderSessionRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Pseudonym of the citizen, and of the enterprise that he acts for; null for none. */
  readonly pseudonym: string;
  readonly enterprise: string | null;
  /** How well he was identified, in the provider's words. */
  readonly assurance: string | null;
  /** Address of the encrypted file with what he is told of himself, and the file's own key, wrapped; both go with the session. No key in records of before. */
  readonly blob: string;
  readonly key?: string;
  readonly identity: SessionIdentity;
  readonly createdAt: string;
  readonly usedAt: string;
  /** ISO 8601: absolute end. */
  readonly expiresAt: string;
}

/** A session; `_id` is the SM3 of its secret, so that the store alone cannot impersonate anybody. */
export interface SessionRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly account: string;
  readonly createdAt: string;
  readonly usedAt: string;
  /** ISO 8601: absolute end. */
  readonly expiresAt: string;
  /** `sessionEpoch` of the account when it began; absent: 0. */
  readonly epoch?: number;
  /** Whether the second factor was proved in it. */
  readonly secondFactor?: true;
  /** ISO 8601: when it was proved last. */
  readonly provedAt?: string;
  /** Name of the device, where its holder had signed in on it before. */
  readonly device?: string;
  /** Where it began at an identity provider. */
  readonly identity?: SessionIdentity;
  /** Role that its person acts in, of those the account has; absent: the first. */
  readonly role?: StaffRole;
}

/** A key by which another system calls; `_id` is its public part. */
export interface ApiKeyRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  /** SM3 of the secret part (256 random bits), hexadecimal. */
  readonly secretDigest: string;
  readonly organisation: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: string;
  readonly demonstration: boolean;
}
