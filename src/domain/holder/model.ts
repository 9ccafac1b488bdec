/** Holders (持证主体) as themselves: who they are known by, whose licences are theirs, and who acts for whom. */
import type { EndDate, LocalDate } from '../../base/time.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { HolderCodeType } from '../licence/index.ts';

/** A citizen, or an enterprise or other organisation. */
export type HolderKind = 'citizen' | 'enterprise';

/** Hash of a presentation password (亮证口令), and when it was chosen, ISO 8601. */
export interface PresentationPassword {
  readonly hash: string;
  readonly setAt: string;
}

/** A holder, aggregate; `_id` is random, and the number is claimed once for it. */
export interface HolderRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: HolderKind;
  /** 公民身份号码 or unified social credit code. */
  readonly code: string;
  readonly name: string;
  /** Null before one was chosen. */
  readonly password: PresentationPassword | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/**
 * A number by which licences are a holder's. `proved`: by the identity provider; `derived`: the same number as it was written before;
 * `linked`: by evidence that somebody looked at.
 */
export interface HolderIdentifier {
  readonly codeType: HolderCodeType;
  readonly code: string;
  /** The name that licences have with it. */
  readonly name: string;
  /** First and last day on which it was his; a licence issued on another day is not his by it. Null: since ever. */
  readonly from: LocalDate | null;
  readonly to: EndDate;
  readonly basis: 'proved' | 'derived' | 'linked';
}

/** A document that proves something: what it is, its number, who issued it. */
export interface Proof {
  readonly document: string;
  readonly number: string;
  readonly issuer: string;
}

/** What is done with something that a holder asks for and somebody else decides. */
export type AskedStep = 'ask' | 'accept' | 'refuse' | 'end';

/** How something asked for stands. */
export const ASKED_STATES = ['asked', 'accepted', 'refused', 'ended'] as const;

/** How something asked for stands. */
export type AskedState = (typeof ASKED_STATES)[number];

/** A step that was taken. */
export interface TakenStep {
  readonly step: AskedStep;
  /** Account of who decided or pseudonym of the holder, and the organisation of the former. */
  readonly person: string | null;
  readonly organisation: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly note: string | null;
}

/** What a holder asked for, and how it went. */
export interface Asked {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly proof: Proof;
  readonly state: AskedState;
  readonly steps: readonly TakenStep[];
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** That another number is, or was, a holder's too (关联身份标识), aggregate. */
export interface IdentifierLink extends Asked {
  /** Id of the holder. */
  readonly holder: string;
  readonly codeType: HolderCodeType;
  readonly code: string;
  readonly name: string;
  readonly from: LocalDate | null;
  readonly to: EndDate;
}

/**
 * Who acts for whom: guardians of minors and of wards, heirs of the deceased, the legal representative of an enterprise (法定代表人), the licence
 * manager whom that names (证照管理员), the handler whom either names for a matter (办事人).
 */
export const REPRESENTATION_KINDS = ['minor', 'ward', 'deceased', 'legal-representative', 'licence-manager', 'handler'] as const;

/** One of them. */
export type RepresentationKind = (typeof REPRESENTATION_KINDS)[number];

/** What somebody may do for another. */
export type Power = 'read' | 'download' | 'present' | 'share' | 'object' | 'delegate';

/** That somebody acts for another (代理关系), aggregate: asked for with proof and decided at a counter, or given by the other's side. */
export interface Representation extends Asked {
  readonly kind: RepresentationKind;
  /** Ids of the holder who acts and of the one for whom; the name of the former as it was given. */
  readonly representative: string;
  readonly representativeName: string;
  readonly principal: string;
  /** First and last day. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Matters (事项) that it is for; null: all. */
  readonly matters: readonly string[] | null;
  /** Representation by which it was given: it ends with that. Null where none. */
  readonly parent: string | null;
}
