/** What the journal records: domain events, chained by SM3. */
import type { Actor, Purpose } from '../access/index.ts';

/** What happened, in words of the domain. */
export type EventKind =
  | 'licence-issued'
  | 'licence-attachment-added'
  | 'licence-paper-changed'
  | 'licence-reviewed'
  | 'licence-edition-issued'
  | 'licence-edition-abandoned'
  | 'issue-batch-received'
  | 'issue-batch-started'
  | 'issue-batch-ended'
  | 'issue-batch-read'
  | 'licence-draft-made'
  | 'licence-draft-changed'
  | 'licence-draft-read'
  | 'licence-evidence-added'
  | 'licence-evidence-renewed'
  | 'licence-status-changed'
  | 'status-mapping-imported'
  | 'licence-collected'
  | 'collecting-source-recorded'
  | 'collecting-reconciled'
  | 'licences-returned'
  | 'licence-status-applied-for'
  | 'licence-status-application-decided'
  | 'licence-abandoned'
  | 'licence-copied'
  | 'copy-seal-chosen'
  | 'document-stamped'
  | 'document-stamping-failed'
  | 'stamp-batch-started'
  | 'stamp-batch-ended'
  | 'countersigning-begun'
  | 'countersigning-opened'
  | 'countersigning-step-done'
  | 'countersigning-refused'
  | 'countersigning-withdrawn'
  | 'countersigning-completed'
  | 'countersigning-expired'
  | 'countersigning-document-read'
  | 'document-signed'
  | 'document-signing-failed'
  | 'signature-key-assigned'
  | 'signature-key-withdrawn'
  | 'seal-applied-for'
  | 'seal-application-changed'
  | 'seal-made'
  | 'seal-changed'
  | 'seal-filing-received'
  | 'seal-use-refused'
  | 'seal-stopped'
  | 'stampings-exported'
  | 'seal-compromise-reported'
  | 'seal-reseal-ordered'
  | 'grant-ledger-taken-over'
  | 'licence-resealed'
  | 'seal-resumed'
  | 'seal-use-requested'
  | 'seal-use-approved'
  | 'seal-use-denied'
  | 'seal-use-withdrawn'
  | 'grant-proposed'
  | 'grant-confirmed'
  | 'grant-refused'
  | 'grant-ended'
  | 'grant-carried-over'
  | 'approver-enrolled'
  | 'approver-deputy-named'
  | 'approver-duties-passed'
  | 'place-recorded'
  | 'organisation-recorded'
  | 'organisation-changed'
  | 'organisation-renamed'
  | 'organisation-end-planned'
  | 'organisation-end-withdrawn'
  | 'organisation-ended'
  | 'organisation-succeeded'
  | 'licence-type-recorded'
  | 'catalogue-drafted'
  | 'catalogue-changed'
  | 'account-recorded'
  | 'account-roles-changed'
  | 'account-moved'
  | 'account-scope-changed'
  | 'account-locked'
  | 'account-unlocked'
  | 'account-password-reset'
  | 'account-password-changed'
  | 'account-closed'
  | 'second-factor-enrolled'
  | 'second-factor-used'
  | 'second-factor-refused'
  | 'second-factor-removed'
  | 'client-recorded'
  | 'client-changed'
  | 'client-authorised'
  | 'client-blocked'
  | 'client-unblocked'
  | 'client-closed'
  | 'client-key-added'
  | 'client-key-ended'
  | 'api-key-ended'
  | 'identity-linked'
  | 'identity-unlinked'
  | 'signed-in'
  | 'sign-in-refused'
  | 'signed-out'
  | 'signed-out-everywhere'
  | 'role-taken'
  | 'licence-read'
  | 'licences-searched'
  | 'account-read'
  | 'document-verified'
  | 'fields-verified'
  | 'sharing-used'
  | 'webhook-made'
  | 'webhook-changed'
  | 'webhook-replayed'
  | 'webhook-ended'
  | 'directory-error-recorded'
  | 'directory-error-resolved'
  | 'evidence-packaged'
  | 'archive-receipt-recorded'
  | 'access-denied'
  | 'key-generated'
  | 'key-imported'
  | 'key-destroyed'
  | 'certificate-attached'
  | 'certificate-issued'
  | 'certificate-revoked'
  | 'crl-published'
  | 'data-key-made'
  | 'custody-secret-renewed'
  | 'custody-secrets-forgotten'
  | 'retention-rule-recorded'
  | 'licence-held'
  | 'licence-hold-released'
  | 'destruction-list-made'
  | 'destruction-list-reviewed'
  | 'destruction-list-approved'
  | 'destruction-list-refused'
  | 'destruction-begun'
  | 'destruction-carried-out'
  | 'licence-destroyed'
  | 'use-record-destroyed'
  | 'journal-heads-renewed'
  | 'journal-exported'
  | 'alarm-raised'
  | 'holder-recorded'
  | 'holder-link-changed'
  | 'holder-links-read'
  | 'representation-changed'
  | 'representation-read'
  | 'presentation-password-set'
  | 'presentation-password-refused'
  | 'presentation-made'
  | 'presentation-withdrawn'
  | 'presentation-used'
  | 'presentation-code-refused'
  | 'share-granted'
  | 'share-revoked'
  | 'share-used'
  | 'uses-exported'
  | 'use-objected'
  | 'duty-checked'
  | 'licence-demanded'
  | 'licence-demand-read'
  | 'licence-demand-answered'
  | 'store-created'
  | 'store-restored';

/** Facts of an event: identifiers, digests, codes; never names or numbers of holders. */
export type EventFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An event as an aggregate carries it in its outbox until the relay has brought it into the journal. */
export interface DomainEvent {
  /** Unique: aggregate and version that it belongs to, so that relaying twice is harmless. */
  readonly id: string;
  readonly kind: EventKind;
  /** Aggregate the event is about, `collection/id`. */
  readonly subject: string;
  /** ISO 8601: since when it holds in law, and when it was recorded. */
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly purpose: Purpose | null;
  readonly facts: EventFacts;
}

/** One link of the chain. */
export interface JournalEntry {
  /** Number of the entry, from 1, without gaps. */
  readonly sequence: number;
  /** Hash of the entry before, hexadecimal; 64 zeros for the first. */
  readonly previous: string;
  readonly event: DomainEvent;
  /** SM3 over the canonical JSON of `{sequence, previous, event}`, hexadecimal. */
  readonly hash: string;
}

/** End of the chain. */
export interface JournalHead {
  readonly sequence: number;
  readonly hash: string;
}
