/** Sending notices: each webhook goes on from its own cursor, which moves when the system took the notice, so that nothing is lost. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { clientState } from '../../domain/client/index.ts';
import { backOff, GIVEN_UP_AFTER, sharedType } from '../../domain/sharing/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { sourceOf, type FeedPage } from '../sharing/index.ts';
import type { WebhookRecord } from '../storage/index.ts';
import { withEvent } from './administer.ts';
import { signedNotice } from './notice.ts';
import type { DeliveryDependencies } from './ports.ts';

const PAGE = 200;
/** Changes of one notice. */
const MOST_CHANGES = 100;
/** Notices under way at the same time. */
const AT_ONCE = 8;
/** A cursor moves over so many entries that do not concern the system before that is written down. */
const WORTH_WRITING = 1_000;
const TRIES = 10;

/**
 * Sends what is due, one notice to each webhook; resolves to how many were taken. Rejects as the store and custody do; what was not
 * sent is in the next round.
 */
export async function deliverNotices(deps: DeliveryDependencies): Promise<number> {
  if ((await deps.lease.hold()) === null) return 0;
  const { records } = deps.sharing.store;
  let taken = 0;
  for (let after: string | undefined; ;) {
    const query = { index: 'state', equals: 'active', limit: PAGE } as const;
    const page = await records.find('webhooks', after === undefined ? query : { ...query, after });
    for (let at = 0; at < page.length; at += AT_ONCE) {
      const outcomes = await Promise.all(page.slice(at, at + AT_ONCE).map((webhook) => deliver(deps, webhook)));
      taken += outcomes.filter(Boolean).length;
    }
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) return taken;
  }
}

/** One notice to one webhook; whether it was taken. */
async function deliver(deps: DeliveryDependencies, webhook: WebhookRecord): Promise<boolean> {
  const { clock, random, store } = deps.sharing;
  const now = clock.now();
  if (webhook.nextAt !== null && Date.parse(webhook.nextAt) > now) return false;
  const client = await store.records.get('clients', webhook.client);
  const terms = client?.authorised?.sharing;
  // Who is not let in is not told either; when he is again, he is told what was meanwhile.
  if (!client || !terms || clientState(client, now) !== 'active') return false;
  const shows = (typeCode: string): boolean => sharedType(terms, typeCode) !== undefined;
  const page = await sourceOf(deps.sharing, terms).changes({ after: webhook.cursor, limit: MOST_CHANGES, shows });
  if (page.items.length === 0) {
    if (page.through - webhook.cursor >= WORTH_WRITING) await write(deps, webhook, { cursor: page.through });
    return false;
  }
  const notice = await signedNotice({ ...deps, random }, { webhook, page, now });
  const taken = await deps.sender.send(notice);
  await (taken ? write(deps, webhook, takenFields(page, clock.now())) : fail(deps, webhook));
  return taken;
}

function takenFields({ through }: FeedPage, now: number): Partial<WebhookRecord> {
  return { cursor: through, failures: 0, nextAt: null, failingSince: null, takenAt: isoInstant(now) };
}

async function fail(deps: DeliveryDependencies, webhook: WebhookRecord): Promise<void> {
  const { clock, random } = deps.sharing;
  const now = clock.now();
  const failures = webhook.failures + 1;
  const failingSince = webhook.failingSince ?? isoInstant(now);
  const [chance = 0] = random.bytes(1);
  const nextAt = isoInstant(now + backOff(failures, chance / 255));
  const isOver = now - Date.parse(failingSince) >= GIVEN_UP_AFTER;
  await write(deps, webhook, { failures, failingSince, nextAt, ...(isOver && { state: 'stopped' as const }) });
}

/** Writes down how it went; what somebody else changed meanwhile, such as a replay, is left as it is. */
async function write(deps: DeliveryDependencies, webhook: WebhookRecord, fields: Partial<WebhookRecord>): Promise<void> {
  const { store, clock, journal } = deps.sharing;
  for (let attempt = 1, known: WebhookRecord | null = webhook; known; attempt++) {
    const next: WebhookRecord = { ...known, ...fields, version: known.version + 1 };
    const stops = next.state === 'stopped';
    const facts = { through: next.cursor, failures: next.failures, state: next.state };
    const written = stops ? withEvent({ clock }, next, { actor: SERVER_ACTOR, kind: 'webhook-changed', facts }) : next;
    try {
      await store.records.replace('webhooks', written);
      if (stops) journal.poke();
      return;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt === TRIES) throw error;
    }
    // The relay writes the record too.
    const present: WebhookRecord | null = await store.records.get('webhooks', webhook._id);
    known = present?.cursor === webhook.cursor && present.state === webhook.state ? present : null;
  }
}
