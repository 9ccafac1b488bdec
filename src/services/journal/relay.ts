/** The relay: brings the events of outboxes into the journal, once each, and takes events that have no aggregate directly. */
import { isYinzhengError, type YinzhengError } from '../../base/errors/index.ts';
import type { JournalHead, Sm3 } from '../../domain/journal/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { Store } from '../storage/index.ts';
import { createAppender } from './append.ts';
import { createLease } from './lease.ts';
import { clearOutbox, eventsOf, findPending, type PendingRecord } from './outbox.ts';

/** Records of each collection in one turn. */
const PAGE = 200;
/** A ring is answered after this time, ms, so that many rings share a turn. */
const RING_DELAY = 25;
/** Without a ring the relay looks this often, ms. */
const SWEEP_INTERVAL = 1000;
/** A relay that fell silent is replaced after this time, ms. */
const LEASE_DURATION = 10_000;

/** What a relay works with. */
export interface RelayOptions {
  readonly store: Pick<Store, 'records' | 'journal'>;
  /** SM3. */
  readonly digest: Sm3;
  readonly clock: Clock;
  /** Name of this instance; the same at each start where there is one server only, so that it need not wait for its own old lease. */
  readonly leaseOwner: string;
  /** Keyed pseudonyms of persons. */
  readonly pseudonym?: ((number: string) => string) | undefined;
  /** Hears of each new head that this instance made, after it is durable. */
  readonly onHead?: (head: JournalHead) => void;
  /** Hears of what went wrong; the relay tries again at its next sweep. */
  readonly onError?: (error: unknown) => void;
}

/** A relay; of several instances the one that holds the lease relays, and each takes direct events. */
export interface Relay extends JournalDesk {
  /** Begins to relay; pending events of an earlier run go first. */
  start(): void;
  /** Relays what is pending, gives the lease up and stops. */
  stop(): Promise<void>;
  /** Relays everything pending now, whoever holds the lease; resolves to the number of events. Rejects with STORE_UNAVAILABLE. */
  drain(): Promise<number>;
}

/**
 * A relay that does nothing before {@link Relay.start}. Whatever happens between its steps is harmless: the journal refuses an event
 * that it has and an entry that does not continue its head, so that even two relays at once lose nothing and double nothing.
 */
export function createRelay(options: RelayOptions): Relay {
  const { store, clock, onError } = options;
  const appender = createAppender({ journal: store.journal, digest: options.digest, onHead: options.onHead });
  const lease = createLease({
    records: store.records,
    clock,
    name: 'journal',
    owner: options.leaseOwner,
    duration: LEASE_DURATION,
  });
  let started = false;
  let ring: NodeJS.Timeout | null = null;
  let sweep: NodeJS.Timeout | null = null;
  let turn: Promise<void> = Promise.resolve();
  let turnWaits = false;

  /** Relays one page; the number of events, or null when there are no more pages. */
  async function relayPage(): Promise<{ readonly events: number; readonly more: boolean }> {
    const pending = await findPending(store.records, PAGE);
    if (pending.length === 0) return { events: 0, more: false };
    const journalled = await appendAll(pending);
    const cleared = pending.filter(({ record }) => (record.outbox ?? []).every(({ id }) => journalled.has(id)));
    await Promise.all(pending.map((one) => clearOutbox(store.records, one, journalled)));
    return { events: journalled.size, more: cleared.length > 0 };
  }

  /** Ids of the events that are in the journal now; those that cannot be written stay where they are and are reported. */
  async function appendAll(pending: readonly PendingRecord[]): Promise<ReadonlySet<string>> {
    const events = eventsOf(pending);
    try {
      await appender.append(events);
      return new Set(events.map(({ id }) => id));
    } catch (error) {
      if (!isYinzhengError(error, 'INPUT_INVALID')) throw error;
    }
    const journalled = new Set<string>();
    for (const event of events) {
      try {
        await appender.append([event]);
        journalled.add(event.id);
      } catch (error) {
        if (!isYinzhengError(error, 'INPUT_INVALID')) throw error;
        onError?.(error satisfies YinzhengError);
      }
    }
    return journalled;
  }

  async function relayAll(): Promise<number> {
    let events = 0;
    for (;;) {
      const page = await relayPage();
      events += page.events;
      if (!page.more) return events;
    }
  }

  /** One turn after the other; a ring during a turn is answered by one more. */
  function takeTurn(): void {
    if (turnWaits) return;
    turnWaits = true;
    turn = turn.then(async () => {
      turnWaits = false;
      try {
        if ((await lease.hold()) !== null) await relayAll();
      } catch (error) {
        onError?.(error);
      }
    });
  }

  return {
    record: (events) => appender.append(events),
    pseudonym: options.pseudonym,

    poke() {
      if (!started || ring) return;
      ring = setTimeout(() => {
        ring = null;
        takeTurn();
      }, RING_DELAY);
    },

    start() {
      if (started) return;
      started = true;
      takeTurn();
      sweep = setInterval(takeTurn, SWEEP_INTERVAL);
      sweep.unref();
    },

    async stop() {
      if (!started) return;
      started = false;
      if (ring) clearTimeout(ring);
      if (sweep) clearInterval(sweep);
      ring = sweep = null;
      takeTurn();
      await turn;
      await lease.release().catch((error: unknown) => onError?.(error));
    },

    async drain() {
      const before = turn;
      const work = before.then(relayAll);
      turn = work.then(
        () => undefined,
        () => undefined,
      );
      return work;
    },
  };
}
