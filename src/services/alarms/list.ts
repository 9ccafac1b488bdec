import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { MAX_PAGE, type AlarmRecord, type RecordStore } from '../storage/index.ts';

/** A page of alarms, the latest first; `next` continues it, null at the end. */
export interface AlarmPage {
  readonly items: readonly AlarmRecord[];
  readonly next: string | null;
}

/**
 * The alarms of abnormal use, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAlarms(
  records: Pick<RecordStore, 'list'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AlarmPage> {
  authorise(actor, 'alarm:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const { after } = page;
  const found = await records.list('alarms', { limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}
