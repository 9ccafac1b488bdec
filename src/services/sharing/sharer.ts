/** Which system asks, what is shared with it, and what the journal is told of it. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { ClientRecord } from '../../domain/client/index.ts';
import { canonicalJson, type DomainEvent, type EventFacts, type EventKind } from '../../domain/journal/index.ts';
import { maskPurpose, type Holder } from '../../domain/licence/index.ts';
import type { SharingOperation, SharingTerms } from '../../domain/sharing/index.ts';
import { authorise } from '../access/authorise.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { randomId } from '../licences/random.ts';
import type { SharingDependencies } from './ports.ts';
import type { SharedSource } from './shapes.ts';
import { sourceOf } from './source.ts';

/** A system with what is shared with it. */
export interface Sharer {
  readonly actor: Actor;
  readonly client: ClientRecord;
  readonly terms: SharingTerms;
  readonly source: SharedSource;
}

/** An answer, or that it takes longer. */
export type Shared<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'pending'; readonly retryAfter: number };

/**
 * The system that asks, by its terms as they are authorised now, and for a matter that it may ask for.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function sharerOf(deps: SharingDependencies, actor: Actor, purpose: Purpose | null): Promise<Sharer> {
  authorise(actor, 'licence:share');
  const client = await deps.store.records.get('clients', actor.client);
  const terms = client?.authorised?.sharing;
  if (!client || !terms) throw new YinzhengError('NOT_ALLOWED', { action: 'licence:share' });
  if (purpose !== null && terms.matters !== null && !terms.matters.includes(purpose.item))
    throw new YinzhengError('NOT_ALLOWED', { action: 'licence:share' });
  return { actor, client, terms, source: sourceOf(deps, terms) };
}

/** What the journal is told of one operation. */
export interface Told {
  readonly operation: SharingOperation;
  readonly kind: EventKind;
  readonly subject: string;
  readonly purpose: Purpose | null;
  readonly holders?: readonly Pick<Holder, 'name' | 'code'>[];
  readonly facts?: EventFacts;
}

/**
 * Records an operation with its purpose before it is answered; what happens in the sandbox is told as such, and of no person. Rejects with
 * STORE_UNAVAILABLE.
 */
export async function record(
  deps: SharingDependencies,
  { actor, source }: Pick<Sharer, 'actor' | 'source'>,
  { operation, kind, subject, purpose, holders = [], facts = {} }: Told,
): Promise<void> {
  const at = isoInstant(deps.clock.now());
  const event: DomainEvent = {
    ...{ id: `sharing/${randomId(deps.random)}`, effectiveAt: at, recordedAt: at, actor },
    kind: source.sample ? 'sharing-used' : kind,
    subject: source.sample ? subject.replace(/^licences/, 'samples') : subject,
    purpose: maskPurpose(purpose, holders),
    facts: {
      ...{ ...facts, operation },
      ...(source.sample ? { sandbox: true } : personsTold(deps.journal, holders)),
    },
  };
  await deps.journal.record([event]);
}

/**
 * The answer of a source, or that it is not there yet; `work` gives null where the licence itself is still being made. Rejects as the work does,
 * and with SERVICE_BUSY.
 */
export async function patiently<T>(
  deps: SharingDependencies,
  question: { readonly actor: Actor; readonly operation: SharingOperation; readonly input: unknown },
  work: () => Promise<T | null>,
): Promise<Shared<T>> {
  const { actor, operation, input } = question;
  const asked = toHex(deps.crypto.digest('sm3', utf8(canonicalJson(input))));
  const value = await deps.patience.within(`${actor.client}/${operation}/${asked}`, work);
  return value === null ? { kind: 'pending', retryAfter: deps.patience.retryAfter } : { kind: 'done', value };
}
