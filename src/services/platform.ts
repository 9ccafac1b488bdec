/** What use cases need of the platform besides storage and keys. */
import type { Instant } from '../base/time.ts';
import type { Zlib } from '../base/zlib.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import type { Actor } from '../domain/access/index.ts';
import type { DomainEvent } from '../domain/journal/index.ts';

/** The time of day. */
export interface Clock {
  now(): Instant;
}

/** Cryptographically strong random bytes. */
export interface Random {
  bytes(length: number): Uint8Array;
}

/** Pure engines that the core is handed. */
export interface Engine {
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
}

/** The way into the journal for those who have no aggregate that carries the event, and a bell for those who have. */
export interface JournalDesk {
  /** Records events without an aggregate (reads, sign-ins); durable when resolved. */
  record(events: readonly DomainEvent[]): Promise<void>;
  /** A keyed pseudonym of a person's number; absent where there are no keys for it. */
  readonly pseudonym?: ((number: string) => string) | undefined;
  /** Says that a record with a filled outbox was written. */
  poke(): void;
}

/** The service itself as an actor: start-up, relays, settlement. */
export const SERVER_ACTOR: Actor = {
  person: null,
  organisation: null,
  capacity: 'system',
  onBehalfOf: null,
  client: 'server',
  session: null,
};
