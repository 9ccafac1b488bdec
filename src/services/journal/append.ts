/** Appends events to the hash chain, many callers' events in one write. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import {
  canonicalJson,
  chainEvent,
  type DomainEvent,
  type JournalEntry,
  type JournalHead,
  type Sm3,
} from '../../domain/journal/index.ts';
import { maskCitizenNumbers } from '../../domain/licence/index.ts';
import { isRecordId, MAX_APPEND_BYTES, type JournalStore } from '../storage/index.ts';

const MOST_EVENTS_OF_A_WRITE = 256;
/** Octets beyond its event that an entry has: sequence and two digests. */
const ENTRY_HEAD_BYTES = 512;
/** Tries against other appenders; each loses only when another one got on. */
const TRIES = 40;
const LONGEST_PAUSE = 50;

/** Appends events; what the journal has already is not appended again. */
export interface Appender {
  /** Resolves when all events are durable in the journal. Rejects with INPUT_INVALID for an event that cannot be written, STORE_UNAVAILABLE. */
  append(events: readonly DomainEvent[]): Promise<void>;
}

/** What an appender works with; `onHead` hears of each new head after it is durable. */
export interface AppenderOptions {
  readonly journal: JournalStore;
  readonly digest: Sm3;
  readonly onHead?: ((head: JournalHead) => void) | undefined;
}

interface Waiting {
  readonly events: readonly DomainEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** An appender over a journal; several, in several processes, do each other no harm. */
export function createAppender({ journal, digest, onHead }: AppenderOptions): Appender {
  let queue: Waiting[] = [];
  let running = false;
  /** The head as last seen; null when it must be read. */
  let seen: JournalHead | null = null;

  async function write(events: readonly DomainEvent[]): Promise<void> {
    let missing = events;
    for (let attempt = 1; ; attempt++) {
      const head: JournalHead = seen ?? (await journal.head());
      const entries = chainEvents(head, missing, digest);
      const last = entries[entries.length - 1];
      if (!last) return;
      try {
        await journal.append(entries);
        seen = { sequence: last.sequence, hash: last.hash };
        onHead?.(seen);
        return;
      } catch (error) {
        seen = null;
        if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt === TRIES) throw error;
        await pause(Math.min(LONGEST_PAUSE, attempt));
        const known = await journal.known(missing.map(({ id }) => id));
        missing = missing.filter(({ id }) => !known.has(id));
      }
    }
  }

  async function drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = takeBatch();
      try {
        for (const events of portions(distinct(batch.flatMap((waiting) => waiting.events)))) await write(events);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  function takeBatch(): readonly Waiting[] {
    let count = 0;
    let size = 0;
    for (const { events } of queue) {
      size += events.length;
      if (count > 0 && size > MOST_EVENTS_OF_A_WRITE) break;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    return batch;
  }

  return {
    append(events) {
      if (events.length === 0) return Promise.resolve();
      const unfit = events.find((event) => !canBeWritten(event));
      if (unfit)
        return Promise.reject(
          new YinzhengError('INPUT_INVALID', {
            reason: bilingual(`the event ${unfit.id.slice(0, 80)} cannot be written`, `事件 ${unfit.id.slice(0, 80)} 无法写入`),
          }),
        );
      return new Promise((resolve, reject) => {
        queue.push({ events: events.map(withoutNumbers), resolve, reject });
        if (!running) {
          running = true;
          void drain();
        }
      });
    },
  };
}

/** Whatever people wrote as a reason, no citizen's number gets into what is never changed. */
function withoutNumbers(event: DomainEvent): DomainEvent {
  const purpose = maskCitizenNumbers(event.purpose);
  return purpose === event.purpose ? event : { ...event, purpose };
}

/** Whether an event can be a link: what canonical JSON does not take must not hold up the events of others. */
function canBeWritten(event: DomainEvent): boolean {
  try {
    canonicalJson(event);
    return isRecordId(event.id);
  } catch {
    return false;
  }
}

function chainEvents(head: JournalHead, events: readonly DomainEvent[], digest: Sm3): readonly JournalEntry[] {
  let current = head;
  return events.map((event) => {
    const entry = chainEvent(current, event, digest);
    current = entry;
    return entry;
  });
}

function distinct(events: readonly DomainEvent[]): readonly DomainEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

/** Events in portions that one write takes. */
function portions(events: readonly DomainEvent[]): readonly (readonly DomainEvent[])[] {
  const found: DomainEvent[][] = [];
  let size = Infinity;
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + ENTRY_HEAD_BYTES;
    size += bytes;
    if (size > MAX_APPEND_BYTES) {
      found.push([]);
      size = bytes;
    }
    found[found.length - 1]?.push(event);
  }
  return found;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
