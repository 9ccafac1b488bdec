import type { Actor } from '../../../domain/access/index.ts';
import type { ApplicationState, SealApplication } from '../../../domain/seal/index.ts';
import { reachOf } from '../../organisations/index.ts';
import type { RecordStore } from '../../storage/index.ts';
import { findApplication } from './write.ts';

/** Most applications of one page. */
export const MAX_APPLICATIONS = 100;

/** A page of applications; `next` continues it, null at the end. */
export interface ApplicationPage {
  readonly items: readonly SealApplication[];
  readonly next: string | null;
}

/** Which applications, and where the page begins. */
export interface ApplicationQuery {
  readonly state?: ApplicationState | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Applications that are looked at in one go. */
const AT_ONCE = 200;

/**
 * Applications whose owners are within the actor's scope, those in one state or all, a page at a time in the order of their ids.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listApplications(records: RecordStore, actor: Actor, query: ApplicationQuery): Promise<ApplicationPage> {
  const limit = Math.max(1, Math.min(query.limit, MAX_APPLICATIONS));
  const { scope, includes } = await reachOf(records, actor, 'seal:read');
  const found: SealApplication[] = [];
  for (let { after } = query; found.length <= limit;) {
    const page = await pageOf(records, scope.kind === 'own' ? scope.organisation : null, { ...query, after });
    for (const one of page) {
      const wanted = (query.state === undefined || one.state === query.state) && (await includes(one.owner));
      if (wanted && found.length <= limit) found.push(one);
    }
    after = page.at(-1)?._id;
    if (page.length < AT_ONCE) break;
  }
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}

async function pageOf(
  records: RecordStore,
  owner: string | null,
  { state, after }: Pick<ApplicationQuery, 'state' | 'after'>,
): Promise<readonly SealApplication[]> {
  const page = { limit: AT_ONCE, ...(after !== undefined && { after }) };
  if (owner !== null) return records.find('seal-applications', { index: 'owner', equals: owner, ...page });
  if (state !== undefined) return records.find('seal-applications', { index: 'state', equals: state, ...page });
  return records.list('seal-applications', page);
}

/**
 * One application.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, outside the actor's scope too; NOT_ALLOWED
 */
export async function getApplication(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<SealApplication> {
  return findApplication(records, actor, { action: 'seal:read', id });
}
