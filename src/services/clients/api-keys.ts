/** API keys that belong to no registered system: made at the command line, or for the demonstration. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { accessEvent } from '../access/event.ts';
import { reachOf } from '../organisations/find.ts';
import { MAX_PAGE, type ApiKeyRecord } from '../storage/index.ts';
import type { ClientDependencies } from './ports.ts';

const TRIES = 5;

/** A page of API keys in the order of their ids; `next` continues it, null at the end. */
export interface ApiKeyPage {
  readonly items: readonly ApiKeyRecord[];
  readonly next: string | null;
}

/**
 * The API keys within the actor's scope, ended ones too.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listApiKeys(
  { records }: Pick<ClientDependencies, 'records'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<ApiKeyPage> {
  const { includes } = await reachOf(records, actor, 'client:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const { after } = page;
  const found = await records.list('api-keys', { limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items: ApiKeyRecord[] = [];
  for (const key of found.slice(0, limit)) if (await includes(key.organisation)) items.push(key);
  return { items, next: found.length > limit ? (found[limit - 1]?._id ?? null) : null };
}

/**
 * Ends an API key for good.
 * @throws {YinzhengError} NOT_ALLOWED, API_KEY_NOT_FOUND
 */
export async function endApiKey(deps: ClientDependencies, actor: Actor, id: string): Promise<ApiKeyRecord> {
  const { includes } = await reachOf(deps.records, actor, 'client:manage');
  for (let attempt = 1; ; attempt++) {
    const key = await deps.records.get('api-keys', id);
    if (!key || !(await includes(key.organisation))) throw new YinzhengError('API_KEY_NOT_FOUND');
    if (key.disabled) return key;
    const next = { ...key, version: key.version + 1, disabled: true };
    try {
      await deps.records.replace('api-keys', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    const facts = { organisation: key.organisation };
    await deps.journal.record([accessEvent(deps, { kind: 'api-key-ended', subject: `api-keys/${id}`, actor, facts })]);
    return next;
  }
}
