import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { ClientRecord } from '../../domain/client/index.ts';
import { reachOf } from '../organisations/find.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

/** A page of systems in the order of their ids; `next` continues it, null at the end. */
export interface ClientPage {
  readonly items: readonly ClientRecord[];
  readonly next: string | null;
}

/**
 * A system within the actor's scope; one outside is not found.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND
 */
export async function findClient(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<ClientRecord> {
  const { includes } = await reachOf(records, actor, action);
  const record = await records.get('clients', id);
  if (!record || !(await includes(record.organisation))) throw new YinzhengError('CLIENT_NOT_FOUND');
  return record;
}

/**
 * A system, for those who may read of systems.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND
 */
export function getClient(records: RecordStore, actor: Actor, id: string): Promise<ClientRecord> {
  return findClient(records, actor, { action: 'client:read', id });
}

/**
 * The systems within the actor's scope, closed ones too, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listClients(
  records: RecordStore,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ClientPage> {
  const { includes } = await reachOf(records, actor, 'client:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const found: ClientRecord[] = [];
  for (let { after } = page; found.length <= limit;) {
    const next = await records.list('clients', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const record of next) if (await includes(record.organisation)) found.push(record);
    if (next.length < MAX_PAGE) break;
    after = next.at(-1)?._id;
  }
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}
