/** Webhooks (通知订阅): where a system is told of changes; made by itself or by administrators. */
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import { randomId } from '../licences/random.ts';
import { reachOf } from '../organisations/index.ts';
import { feedPlace } from '../sharing/index.ts';
import { MAX_PAGE, type WebhookRecord } from '../storage/index.ts';
import type { WebhookDependencies } from './ports.ts';

/** Most webhooks of one system that have not ended. */
export const MOST_WEBHOOKS = 5;
const LONGEST_URL = 2_048;
const TRIES = 10;
const PAGE = 200;

/** A page of webhooks in the order of their ids; `next` continues it, null at the end. */
export interface WebhookPage {
  readonly items: readonly WebhookRecord[];
  readonly next: string | null;
}

/**
 * Makes a webhook; it is told of what happens from now on, or after a cursor of the feed.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, WEBHOOK_REFUSED
 */
export async function makeWebhook(
  deps: WebhookDependencies,
  actor: Actor,
  order: { readonly client?: string | undefined; readonly url: string; readonly from?: number | undefined },
): Promise<WebhookRecord> {
  const { records, sender, random, clock, journal } = deps;
  const { includes } = await reachOf(records, actor, 'webhook:manage');
  const id = actor.capacity === 'system' ? actor.client : (order.client ?? '');
  const client = await records.get('clients', id);
  if (!client || !(await includes(client.organisation)) || (order.client !== undefined && order.client !== id))
    throw new YinzhengError('CLIENT_NOT_FOUND');
  if (!client.authorised?.sharing) throw refused(bilingual('nothing is shared with the system', '该系统没有共享条件'));
  if (!isAddress(order.url) || !sender.permits(order.url))
    throw refused(
      bilingual(
        'notices may not be sent to this address: its host is not among those that are permitted',
        '地址不可用：其主机不在允许的范围内',
      ),
    );
  const place = client.authorised.sharing.sandbox ? 0 : await feedPlace(records);
  const cursor = order.from ?? place;
  if (cursor > place) throw refused(bilingual('the cursor is beyond the feed', '游标超出变更流'));
  const known = await records.find('webhooks', { index: 'client', equals: id, limit: PAGE });
  if (known.filter(({ state }) => state !== 'ended').length >= MOST_WEBHOOKS)
    throw refused(bilingual(`a system has ${MOST_WEBHOOKS} at most`, `一个系统最多 ${MOST_WEBHOOKS} 个`));
  const made: WebhookRecord = {
    ...{ _id: randomId(random), schema: 1, version: 1, client: id, organisation: client.organisation, url: order.url },
    ...{ state: 'active', cursor, failures: 0, nextAt: null, failingSince: null, takenAt: null },
    ...{ createdAt: isoInstant(clock.now()), outbox: [], pending: false },
  };
  const written = withEvent(deps, made, { actor, kind: 'webhook-made', facts: { from: cursor, host: new URL(order.url).host } });
  await records.insert('webhooks', written);
  journal.poke();
  return written;
}

/**
 * The webhooks within the actor's scope; a system sees its own.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listWebhooks(
  { records }: Pick<WebhookDependencies, 'records'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<WebhookPage> {
  const { includes } = await reachOf(records, actor, 'webhook:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const items: WebhookRecord[] = [];
  for (let { after } = page; ;) {
    const found = await records.list('webhooks', { limit: PAGE, ...(after !== undefined && { after }) });
    for (const webhook of found) {
      after = webhook._id;
      if (!isOwn(actor, webhook) || !(await includes(webhook.organisation))) continue;
      items.push(webhook);
      if (items.length === limit) return { items, next: webhook._id };
    }
    if (found.length < PAGE) return { items, next: null };
  }
}

/**
 * Sends again what happened after a cursor, from there on in order; one that was stopped goes on.
 * @throws {YinzhengError} NOT_ALLOWED, WEBHOOK_NOT_FOUND, WEBHOOK_REFUSED for a cursor beyond the feed, or one that has ended
 */
export async function replayWebhook(
  deps: Omit<WebhookDependencies, 'sender' | 'random'>,
  actor: Actor,
  { id, from }: { readonly id: string; readonly from: number },
): Promise<WebhookRecord> {
  const place = await feedPlace(deps.records);
  return change(deps, { actor, id }, (webhook) => {
    if (webhook.state === 'ended') throw refused(bilingual('it has ended', '订阅已终止'));
    if (from > Math.max(place, webhook.cursor)) throw refused(bilingual('the cursor is beyond the feed', '游标超出变更流'));
    const fresh = { state: 'active', cursor: from, failures: 0, nextAt: null, failingSince: null } as const;
    return { fields: fresh, kind: 'webhook-replayed', facts: { from, before: webhook.cursor } };
  });
}

/**
 * Ends a webhook for good.
 * @throws {YinzhengError} NOT_ALLOWED, WEBHOOK_NOT_FOUND
 */
export async function endWebhook(
  deps: Omit<WebhookDependencies, 'sender' | 'random'>,
  actor: Actor,
  id: string,
): Promise<WebhookRecord> {
  return change(deps, { actor, id }, ({ state, cursor }) =>
    state === 'ended' ? null : { fields: { state: 'ended' }, kind: 'webhook-ended', facts: { through: cursor } },
  );
}

interface Change {
  readonly fields: Partial<WebhookRecord>;
  readonly kind: EventKind;
  readonly facts: EventFacts;
}

async function change(
  deps: Omit<WebhookDependencies, 'sender' | 'random'>,
  { actor, id }: { readonly actor: Actor; readonly id: string },
  judge: (webhook: WebhookRecord) => Change | null,
): Promise<WebhookRecord> {
  const { records, journal } = deps;
  const { includes } = await reachOf(records, actor, 'webhook:manage' satisfies Action);
  for (let attempt = 1; ; attempt++) {
    const webhook = await records.get('webhooks', id);
    if (!webhook || !isOwn(actor, webhook) || !(await includes(webhook.organisation)))
      throw new YinzhengError('WEBHOOK_NOT_FOUND');
    const judged = judge(webhook);
    if (!judged) return webhook;
    const next = { ...webhook, ...judged.fields, version: webhook.version + 1 };
    const written = withEvent(deps, next, { actor, kind: judged.kind, facts: judged.facts });
    try {
      await records.replace('webhooks', written);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return written;
  }
}

/** The record with an event of it in its outbox. */
export function withEvent(
  { clock }: Pick<WebhookDependencies, 'clock'>,
  webhook: WebhookRecord,
  { actor, kind, facts }: { readonly actor: Actor; readonly kind: EventKind; readonly facts: EventFacts },
): WebhookRecord {
  const at = isoInstant(clock.now());
  const subject = `webhooks/${webhook._id}`;
  const event: DomainEvent = {
    ...{ id: `${subject}/${webhook.version}`, kind, subject, effectiveAt: at, recordedAt: at, actor, purpose: null },
    facts: { client: webhook.client, ...facts },
  };
  return { ...webhook, outbox: [...webhook.outbox, event], pending: true };
}

/** A system has what is its own, whatever else its organisation has. */
function isOwn(actor: Actor, { client }: WebhookRecord): boolean {
  return actor.capacity !== 'system' || actor.client === client;
}

/** An address without credentials and fragment, in printable ASCII, as it is signed. */
function isAddress(text: string): boolean {
  if (text.length > LONGEST_URL || !/^https?:\/\/[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.href === text && url.username === '' && url.password === '' && url.hash === '';
}

function refused(reason: Bilingual): YinzhengError {
  return new YinzhengError('WEBHOOK_REFUSED', { reason });
}
