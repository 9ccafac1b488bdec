import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { MAX_PAGE, type NoticeRecord, type RecordStore, type SealCompromiseRecord } from '../storage/index.ts';

/**
 * What was reported of a seal, and how far the work that follows is.
 * @throws {YinzhengError} SEAL_NOT_FOUND where nothing was reported, NOT_ALLOWED
 */
export async function getCompromise(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  seal: string,
): Promise<SealCompromiseRecord> {
  await findSealInScope(records, actor, { action: 'seal:stop', code: seal });
  const found = await records.get('seal-compromises', seal);
  if (!found) throw new YinzhengError('SEAL_NOT_FOUND');
  return found;
}

/** A page of notices; `next` continues it, null at the end. */
export interface NoticePage {
  readonly items: readonly NoticeRecord[];
  readonly next: string | null;
}

/**
 * The notices for holders of licences that were sealed with a seal since its key was in other hands.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED
 */
export async function listNotices(
  records: Pick<RecordStore, 'get' | 'find'>,
  actor: Actor,
  { seal, after, limit }: { readonly seal: string; readonly after?: string | undefined; readonly limit: number },
): Promise<NoticePage> {
  await findSealInScope(records, actor, { action: 'seal:stop', code: seal });
  const most = Math.max(1, Math.min(limit, MAX_PAGE - 1));
  const query = { index: 'seal', equals: seal, limit: most + 1, ...(after !== undefined && { after }) } as const;
  const found = await records.find('notices', query);
  return { items: found.slice(0, most), next: found.length > most ? (found[most - 1]?._id ?? null) : null };
}
