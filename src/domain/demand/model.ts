/** Demands (用证需求、缺证登记): licences that a case needs, of a holder who should have one and has none here. */
import type { Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** What the issuer says: it is issued or collected now; the holder has none; another body issues it. */
export const DEMAND_ANSWERS = ['supplied', 'not-entitled', 'other-body'] as const;

/** What the issuer says. */
export type DemandAnswer = (typeof DEMAND_ANSWERS)[number];

/** A demand, aggregate; `_id` begins with what is left of time, 12 hexadecimal digits, so that the latest come first, and ends with 80 random bits. */
export interface DemandRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly typeCode: string;
  readonly typeName: string;
  readonly holder: string;
  /** Service item (事项) that needs it. */
  readonly item: { readonly code: string; readonly name: string };
  readonly caseNumber: string;
  /** Organisation at whose counter it was missing. */
  readonly organisation: string;
  readonly reportedBy: Actor;
  /** ISO 8601. */
  readonly reportedAt: string;
  readonly state: 'open' | 'answered';
  readonly answer: {
    readonly answer: DemandAnswer;
    readonly note: string | null;
    readonly organisation: string | null;
    readonly at: string;
  } | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
