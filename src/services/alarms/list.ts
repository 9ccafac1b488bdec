import type { Actor } from '../../domain/access/index.ts';
import { reachOf } from '../organisations/find.ts';
import { MAX_PAGE, type AlarmRecord, type RecordStore } from '../storage/index.ts';

/** A page of alarms, the latest first; `next` continues it, null at the end. It may have fewer than asked for and be followed by another all the same. */
export interface AlarmPage {
  readonly items: readonly AlarmRecord[];
  readonly next: string | null;
}

/** Alarms that are looked at for one page where a scope leaves most of them out. */
const MOST_LOOKED_AT = 1_000;

/**
 * The alarms of abnormal use within the actor's scope: of accounts, systems and seals of organisations there. Those of holders and addresses belong to no
 * organisation: who sees everything sees them.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAlarms(
  records: Pick<RecordStore, 'list' | 'get'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AlarmPage> {
  const { scope, includes } = await reachOf(records, actor, 'alarm:read');
  if (scope.kind === 'none') return { items: [], next: null };
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const items: AlarmRecord[] = [];
  let { after } = page;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const size = limit + 1;
    const found = await records.list('alarms', { limit: size, ...(after === undefined ? {} : { after }) });
    for (const alarm of found) {
      // The one too many says that there are more.
      if (items.length === limit) return { items, next: after ?? null };
      looked++;
      after = alarm._id;
      if (scope.kind === 'everything' || (await includes(await ownerOf(records, alarm)))) items.push(alarm);
    }
    if (found.length < size) return { items, next: null };
  }
  return { items, next: after ?? null };
}

/** The organisation of whose use an alarm is; null where it is nobody's. */
async function ownerOf(records: Pick<RecordStore, 'get'>, { subject }: AlarmRecord): Promise<string | null> {
  const [kind = '', id = ''] = subject.split('/', 2);
  if (id === '') return null;
  switch (kind) {
    case 'accounts':
      return (await records.get('accounts', id))?.organisation ?? null;
    case 'clients':
      return (await records.get('clients', id))?.organisation ?? null;
    case 'api-keys':
      return (await records.get('api-keys', id))?.organisation ?? null;
    case 'seals':
      return (await records.get('seals', id))?.owner ?? null;
    default:
      return null;
  }
}
