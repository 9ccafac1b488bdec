/** What the ledger of grants says at a point of it: a function of its lines up to there and of nothing else. */
import type { GrantTerms } from '../../../domain/grant/index.ts';

/** A grant as the ledger has it. */
export interface LedgerGrant {
  readonly terms: GrantTerms;
  ended: boolean;
  used: number;
  /** SM3 of the terms, hexadecimal, once somebody asked. */
  digest?: string;
}

/** An approval, of one approver or of several. */
export interface LedgerApproval {
  readonly grant: string;
  readonly applicant: string;
  readonly digests: ReadonlySet<string>;
  readonly expiresAt: number;
  readonly approvers: Set<string>;
  /** Digests that were sealed already. */
  readonly used: Set<string>;
  withdrawn: boolean;
}

interface Deputation {
  readonly principal: string;
  readonly deputy: string;
  readonly from: number;
  readonly to: number;
}

/** Everything that the ledger says. */
export interface LedgerState {
  mode: 'demonstration' | 'production' | null;
  /** Whether keys that sign documents are granted by people alone: those of before there were such grants have been carried over. */
  keysBegun: boolean;
  /** The latest time that a line has, ms: the clock was there. */
  seen: number;
  readonly grants: Map<string, LedgerGrant>;
  readonly approvals: Map<string, LedgerApproval>;
  /** Authenticators: encrypted secret, and the time step of the last code that was taken. */
  readonly approvers: Map<string, { readonly secret: string; lastStep: number }>;
  /** Who stopped each seal that is stopped. */
  readonly stopped: Map<string, string>;
  /** Versions of each seal that nobody uses any more: SM3 of the SESeal, hexadecimal. */
  readonly endedVersions: Map<string, Set<string>>;
  /** Which key each took the place of. */
  readonly formerKeys: Map<string, string>;
  /** From when on nobody uses a seal, a key, or what belongs to an organisation, ms. */
  readonly plannedEnds: Map<string, number>;
  /** Who left, and whose account is locked. */
  readonly barred: Set<string>;
  readonly locked: Set<string>;
  readonly deputations: Deputation[];
  /** Who has the duties of another. */
  readonly successors: Map<string, string>;
  /** References of the uses remembered, and what was signed, so that the same one asked for again is not counted twice. */
  readonly uses: Map<string, string>;
}

/** The state before the first line. */
export function emptyState(): LedgerState {
  return {
    ...{ mode: null, keysBegun: false, seen: 0 },
    ...{ grants: new Map(), approvals: new Map(), approvers: new Map(), stopped: new Map(), barred: new Set() },
    ...{ locked: new Set(), endedVersions: new Map(), plannedEnds: new Map(), formerKeys: new Map() },
    ...{ deputations: [], successors: new Map(), uses: new Map() },
  };
}
