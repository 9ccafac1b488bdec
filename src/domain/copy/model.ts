/** Use copies (加注件) and cancelled renditions: files of their own, each made from the original of one edition of a licence. */
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** Made for one use of a licence in force; or showing that a licence has ended. */
export type CopyKind = 'use-copy' | 'cancelled-rendition';

/** What a use copy may be used for, by whom and until when. */
export interface CopyUse {
  /** 用途, such as the matter it is handed in for. */
  readonly purpose: string;
  /** 使用者: the body or person that it is made for. */
  readonly user: string;
}

/** A copy, aggregate; `_id` is its number. */
export interface LicenceCopyRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: CopyKind;
  /** Id of the licence. */
  readonly licence: string;
  /** The original that it shows, which its own file names too: identifier, edition, SM3 of the file in hexadecimal. */
  readonly original: { readonly identifier: string; readonly edition: string; readonly digest: string };
  /** Organisation that made it, and whose seal it has. */
  readonly maker: { readonly code: string; readonly name: string };
  /** Its own code, printed on it and in its QR code. */
  readonly verificationCode: string;
  /** Absent in a cancelled rendition, and once it is erased. */
  readonly use?: CopyUse;
  /** ISO 8601: the first moment that it is good no more; null in a cancelled rendition. */
  readonly expiresAt: string | null;
  readonly file: {
    readonly format: 'pdf';
    /** SM3 of the file, hexadecimal. */
    readonly digest: string;
    /** Bytes. */
    readonly size: number;
    /** Where the file store keeps it; empty once it is erased. */
    readonly blob: string;
    readonly key?: string;
  };
  /** Id of the stamping record. */
  readonly stamping: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  /** Absent once it is erased. */
  readonly reason?: Purpose;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
