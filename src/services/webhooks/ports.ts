/** What telling systems of changes takes. */
import type { Lease } from '../journal/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { StatementSigning } from '../statements/index.ts';
import type { RecordStore } from '../storage/index.ts';
import type { SharingDependencies } from '../sharing/index.ts';

/** A notice as it is sent. */
export interface OutgoingNotice {
  readonly url: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends notices to the hosts that it may send to; adapter: `adapters/notices`. */
export interface NoticeSender {
  /** Whether notices may go there at all. */
  permits(url: string): boolean;
  /** Whether it was taken: answered by a status from 200 to 299. Never rejects. */
  send(notice: OutgoingNotice): Promise<boolean>;
}

/** What administering webhooks takes. */
export interface WebhookDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly sender: Pick<NoticeSender, 'permits'>;
}

/** What sending notices takes. */
export interface DeliveryDependencies extends StatementSigning {
  readonly sharing: SharingDependencies;
  readonly sender: NoticeSender;
  /** Of several servers one sends. */
  readonly lease: Lease;
}
