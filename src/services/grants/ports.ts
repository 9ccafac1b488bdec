/** What custody itself keeps of grants, and is asked before a seal's key is used. Adapter: `adapters/custody/grants`. */
import { bilingual } from '../../base/errors/index.ts';
import type { Applicant, GrantTerms, UseKind } from '../../domain/grant/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** By which grant somebody uses a seal; goes to custody with the bytes to be signed. */
export interface UseClaim extends Applicant {
  readonly grant: string;
  readonly kind: UseKind;
  /** Approval, where the grant asks for one; null otherwise. */
  readonly approval: string | null;
  /** SM3 of the document as it was approved, hexadecimal; null where nobody approves it. */
  readonly digest: string | null;
}

/** A code of an approver's authenticator, which custody alone can judge. */
export interface ApproverCode {
  readonly account: string;
  /** Six digits; null only in a demonstration. */
  readonly code: string | null;
}

/** A grant as it enters custody. */
export interface EnteredGrant {
  readonly grant: string;
  readonly terms: GrantTerms;
}

/** What is entered into custody's ledger of grants, one after another and for good. */
export type LedgerOrder =
  /** Begins the ledger: grants of a demonstration's set-up, or those carried over once. Begun already in production, it changes nothing. */
  | { readonly kind: 'begin'; readonly grants: readonly EnteredGrant[] }
  /** Carries the use of keys that sign documents over from before they were granted. Done already in production, it changes nothing. */
  | { readonly kind: 'begin-keys'; readonly grants: readonly EnteredGrant[] }
  /** What is granted of a key that signs documents holds for the one in its place; ids of the keys. For whoever has the machine. */
  | { readonly kind: 'key-succeeds'; readonly key: string; readonly former: string; readonly by: string }
  /** Makes this copy of the ledger the one that holds, whatever was known of it; and its clock right, whatever it was. For whoever has the machine. */
  | { readonly kind: 'taken-over'; readonly by: string }
  | { readonly kind: 'clock-set'; readonly by: string }
  /**
   * From a time on (ISO 8601) nobody uses a seal, a key (`key:` and its id) or what an organisation owns (`owner:` and its code); null where that
   * is planned no more. What has ended stays so.
   */
  | { readonly kind: 'end-planned'; readonly subject: string; readonly from: string | null; readonly by: string }
  /** A grant that one account proposed and another confirms. */
  | ({ readonly kind: 'grant'; readonly proposer: string; readonly confirmed: ApproverCode } & EnteredGrant)
  | { readonly kind: 'grant-ended'; readonly grant: string; readonly by: string }
  | {
      readonly kind: 'approval';
      readonly approval: string;
      readonly grant: string;
      /** Account, or id of the key of a system. */
      readonly applicant: string;
      /** SM3 of each document, hexadecimal. */
      readonly digests: readonly string[];
      /** ISO 8601. */
      readonly expiresAt: string;
      readonly confirmed: ApproverCode;
    }
  | { readonly kind: 'approval-withdrawn'; readonly approval: string; readonly by: string }
  /** Nobody uses the seal any more until somebody else resumes it. */
  | { readonly kind: 'stop'; readonly seal: string; readonly by: string }
  /** A version of a seal was cancelled, lost, or its key is in other hands: nobody uses it any more. `version`: SM3 of the SESeal, hexadecimal. */
  | { readonly kind: 'version-ended'; readonly seal: string; readonly version: string; readonly by: string }
  | { readonly kind: 'resume'; readonly seal: string; readonly confirmed: ApproverCode }
  /** Whoever left: neither uses nor approves, for good. */
  | { readonly kind: 'barred'; readonly account: string; readonly by: string }
  /** Whose account is locked: neither uses nor approves until it is unlocked. */
  | { readonly kind: 'locked'; readonly account: string; readonly by: string }
  /** By the code of another person; null for whoever has the machine. */
  | { readonly kind: 'unlocked'; readonly account: string; readonly confirmed: ApproverCode | null }
  /** A deputy approves in the place of a principal for a term. */
  | {
      readonly kind: 'deputy';
      readonly principal: string;
      readonly deputy: string;
      readonly from: string;
      readonly to: string;
      readonly confirmed: ApproverCode;
    }
  /** One approver's duties pass to another. */
  | { readonly kind: 'handover'; readonly from: string; readonly to: string; readonly confirmed: ApproverCode }
  | { readonly kind: 'approver-removed'; readonly account: string; readonly by: string };

/** What is known of the ledger. */
export interface LedgerStanding {
  /** Which ledger it is: the same for all who have its secret, 16 bytes, hexadecimal. */
  readonly ledger: string;
  readonly begun: boolean;
  /** Accounts whose authenticators custody knows. */
  readonly approvers: readonly string[];
  /** Accounts that left, and those that are locked. */
  readonly barred: readonly string[];
  readonly locked: readonly string[];
  /** Seals that are stopped. */
  readonly stopped: readonly string[];
  /** Versions of seals that have ended: SM3 of each SESeal, hexadecimal. */
  readonly endedVersions: readonly string[];
  /** Ends that are planned, or have come: subject, and from when on, ISO 8601. */
  readonly plannedEnds: readonly { readonly subject: string; readonly from: string }[];
  /** Whether keys that sign documents are used by grants alone that people made, those carried over apart. */
  readonly keysBegun: boolean;
  /** How far custody's clock is behind what it once was, ms; 0 where that is nothing to speak of. */
  readonly clockBackMs: number;
  readonly grants: readonly LedgerGrantStanding[];
}

/** How far a ledger goes: which one, how many lines it has, and the code of the last, 32 bytes, hexadecimal. */
export interface LedgerMark {
  readonly ledger: string;
  readonly lines: number;
  readonly code: string;
}

/** What custody says of its ledger, compared with what is known of it. */
export interface LedgerComparison {
  /** `behind`: it has less, as an older copy; `forked`: it has other lines in their place, as a copy that was used elsewhere. */
  readonly verdict: 'same' | 'behind' | 'forked';
  /** How far it goes; null where it has no line. */
  readonly head: LedgerMark | null;
  /** As in {@link LedgerStanding}. */
  readonly clockBackMs: number;
}

/** What is known of a grant in the ledger. */
export interface LedgerGrantStanding {
  readonly grant: string;
  readonly inForce: boolean;
  /** Uses that were counted: of grants with a number of uses, or with approvals. */
  readonly used: number;
  /** SM3 of the terms as {@link termsText} writes them, hexadecimal. */
  readonly terms: string;
}

/** Why a ledger is not the one that is known, in words. */
export const LEDGER_WORDS = {
  behind: bilingual('the ledger has less than it once had', '台账内容少于已知内容'),
  forked: bilingual('the ledger goes on otherwise than the one that is known', '台账与已知台账分叉'),
} as const;

/** The terms of a grant as one text, so that two places can tell whether they have the same. */
export function termsText(terms: GrantTerms): string {
  const { seal, owner, users, organisations, systems, documents, licenceTypes } = terms;
  const { validFrom, validTo, uses, approval, approvers, approvals } = terms;
  const holders = [users, organisations, systems];
  return JSON.stringify([
    seal,
    owner,
    holders,
    documents,
    licenceTypes,
    validFrom,
    validTo,
    uses,
    approval,
    approvers,
    approvals,
  ]);
}

/** A use of a seal whose key its holder has: custody does not sign, and counts all the same. */
export interface UseElsewhere {
  readonly claim: UseClaim;
  /** Seal code, and SM3 of the SESeal, hexadecimal. */
  readonly seal: string;
  readonly version: string;
  readonly reference: string;
  /** SM3 of what is to be signed, hexadecimal. */
  readonly data: string;
}

/** Custody as it keeps grants. */
export interface GrantCustody {
  /**
   * Enters an order; durable when resolved. Rejects with SEAL_USE_REFUSED where the ledger does not take it, SECOND_FACTOR_REFUSED,
   * APPROVER_NOT_ENROLLED, GRANT_LEDGER_DAMAGED, SIGNER_UNAVAILABLE.
   */
  enter(order: LedgerOrder): Promise<void>;
  /**
   * Enrols the authenticator of an approver and gives its secret, 20 bytes, this once; an earlier one is good no more. `voucher` is another
   * approver, null for whoever has the machine.
   */
  enrolApprover(account: string, voucher: ApproverCode | null): Promise<Uint8Array>;
  /** Admits a use without signing. Rejects with SEAL_USE_REFUSED. */
  admitElsewhere(use: UseElsewhere): Promise<void>;
  standing(): Promise<LedgerStanding>;
  /**
   * Compares the ledger with what is known of it, null where nothing is. Until it is compared again, one that is behind or forked admits no use of a
   * seal (GRANT_LEDGER_BEHIND).
   */
  compare(known: LedgerMark | null): Promise<LedgerComparison>;
}

/** What administering grants takes. */
export interface GrantDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly grants: GrantCustody;
}
