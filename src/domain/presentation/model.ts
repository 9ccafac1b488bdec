/** Showing a licence (亮证) and sharing it (授权用证): what a holder lets others see of one licence, how long, and how often. */
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** A code that is shown at a counter, or a link that is sent and opened with a code that is sent otherwise. */
export type PresentationVia = 'code' | 'link';

/** How it stands: `locked`: the separate code was wrong too often. That it is over follows from time. */
export const PRESENTATION_STATES = ['open', 'used', 'withdrawn', 'locked'] as const;

/** How it stands. */
export type PresentationState = (typeof PRESENTATION_STATES)[number];

/** Which licence, and what of it, is shown; `licence` is its record, `identifier` its edition. */
export interface Shown {
  readonly licence: string;
  readonly identifier: string;
  readonly typeName: string;
  /** Names of the face fields that the holder chose. */
  readonly fields: readonly string[];
}

/** A licence being shown, aggregate, good once; `_id` is the SM3 of its secret, so that the store alone cannot show anything. */
export interface Presentation extends Shown {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly via: PresentationVia;
  /** Id of the holder whose licence it is. */
  readonly holder: string;
  readonly state: PresentationState;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Day on which it is over, UTC, by which old ones are swept. */
  readonly day: string;
  /** `link`: keyed digest of the separate code, and how often a wrong one was given; null for a code. */
  readonly separate: { readonly digest: string; readonly wrong: number } | null;
  /** Who saw it and when, ISO 8601. */
  readonly use: { readonly at: string; readonly by: Actor } | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/** What a body may see of a licence, for a purpose, until a time, so often; aggregate. */
export interface ShareGrant extends Shown {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly holder: string;
  readonly grantee: { readonly code: string; readonly name: string };
  readonly purpose: Pick<Purpose, 'item' | 'cause'>;
  /** Whether the sealed file may be had too. */
  readonly file: boolean;
  /** ISO 8601; good from the one until before the other. */
  readonly from: string;
  readonly until: string;
  readonly most: number;
  readonly used: number;
  /** ISO 8601; null while it was not revoked. */
  readonly revokedAt: string | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
