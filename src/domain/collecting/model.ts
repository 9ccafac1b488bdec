/** Collecting (归集): licences that other systems make, taken from where they are made, and historic ones that were scanned. */
import type { DomainEvent } from '../journal/index.ts';
import type { ErrorCode, ErrorDetails } from '../../base/errors/index.ts';

/** How a source's licences come: it sends them, they are fetched, or they lie in a folder for exchange. */
export const COLLECTING_MODES = ['push', 'pull', 'folder'] as const;

/** One of them. */
export type CollectingMode = (typeof COLLECTING_MODES)[number];

/**
 * How far a scan of a paper licence is to be trusted: A compared with the issuer's own records, B with the paper original by the issuer, C
 * with the paper original by somebody else, D as it was handed in.
 */
export const TRUST_LEVELS = ['A', 'B', 'C', 'D'] as const;

/** One of them. */
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** What is asked of the file of a licence. */
export interface FilePolicy {
  /** Whether a licence without a file is taken. */
  readonly required: boolean;
  /** The least conclusion of its verification with which it is taken; `any`: whatever it is, which is kept. */
  readonly least: 'passed' | 'indeterminate' | 'any';
}

/** How a source names what an item has: our name of a member, or of a face field, and the source's. Members without one are named as ours. */
export interface FieldMapping {
  readonly members: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  /** How it writes days. */
  readonly dates: 'iso' | 'compact';
}

/** How many items there were: sent in all, taken for the first time, taken in a later version, sent again, refused. */
export interface CollectingCounts {
  readonly sent: number;
  readonly taken: number;
  readonly updated: number;
  readonly repeated: number;
  readonly refused: number;
}

/** What a source said it had, compared with what is here. */
export interface Reconciliation {
  readonly at: string;
  readonly listed: number;
  readonly present: number;
  /** In an earlier version, or not at all. */
  readonly missing: number;
}

/** Who a source is and what is taken from it. */
export interface SourceTerms {
  readonly name: string;
  /** Organisation that sends, by its unified social credit code. */
  readonly organisation: string;
  readonly mode: CollectingMode;
  /** Codes of the licence types that are taken from it. */
  readonly types: readonly string[];
  /** `digitised`: scans of paper. */
  readonly origin: 'collected' | 'digitised';
  /** Of scans that name none; null for a source that collects. */
  readonly trust: TrustLevel | null;
  readonly mapping: FieldMapping;
  /** Table of its status codes. */
  readonly statuses: string;
  readonly files: FilePolicy;
  /** Where its items are fetched; null unless `pull`. */
  readonly address: string | null;
}

/** A source, aggregate. */
export interface CollectingSource extends SourceTerms {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly state: 'active' | 'stopped';
  readonly counts: CollectingCounts;
  /** Up to where it was fetched; null: from the beginning. */
  readonly cursor: string | null;
  /** ISO 8601: when something came last, and what went wrong last with fetching or with its folder. */
  readonly lastAt: string | null;
  readonly trouble: { readonly at: string; readonly code: ErrorCode } | null;
  readonly reconciled: Reconciliation | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** What of a source became of one of its licences; `_id` is the source, a slash and a digest of its own identifier. */
export interface CollectedItemRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly source: string;
  /** Its identifier at the source. */
  readonly sourceId: string;
  /** What was taken last; null while nothing was. */
  readonly taken: {
    readonly version: number;
    /** SM3 of the canonical item, hexadecimal. */
    readonly digest: string;
    readonly licence: string;
    readonly at: string;
  } | null;
  /** What was refused since; null where nothing is open. */
  readonly fault: {
    readonly version: number;
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
    readonly at: string;
    /** The item and its file as they came, encrypted under a key of their own, so that they can be taken again. */
    readonly payload: { readonly blob: string; readonly key?: string } | null;
    readonly file: { readonly blob: string; readonly key?: string } | null;
  } | null;
  /** The source while there is a fault, by which the list of errors is found. */
  readonly faultOf?: string;
}

/** What came of the verification of a file that was taken. */
export interface FileVerdict {
  readonly conclusion: 'passed' | 'indeterminate' | 'failed';
  readonly code: string | null;
  readonly at: string;
  /** SM3 of the file, hexadecimal. */
  readonly digest: string;
}

/** Where a licence that was not issued here comes from. */
export interface CollectedFrom {
  readonly source: string;
  readonly item: string;
  readonly version: number;
  /** Its status in the source's own code, and words where the source sent some. */
  readonly sourceStatus: string | null;
  readonly sourceStatusText: string | null;
  /** Null for a licence without a file. */
  readonly verdict: FileVerdict | null;
  readonly trust: TrustLevel | null;
  /** Area that it belongs to (证照所属管辖属地), 6 digits. */
  readonly area: string;
  /** Whether the check character of its identifier is right; foreign ones with a wrong one are met. */
  readonly checkRight: boolean;
}

/** That something of a licence changed which its city is to be given (回流); `_id` rises with time. */
export interface ReturnFlowRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly licence: string;
  readonly identifier: string;
  readonly change: 'taken' | 'updated' | 'status';
  /** Its area and those above, by which it is found. */
  readonly areas: readonly string[];
  readonly at: string;
}
