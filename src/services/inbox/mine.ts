/** The inbox of a holder. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { plainCode, type HolderIdentifier, type HolderRecord } from '../../domain/holder/index.ts';
import type { InboxNotice } from '../../domain/notice/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { isHeld, mergeById, numbersOf } from '../holders/holdings.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import type { HolderDependencies } from '../holders/ports.ts';

/** A page of notices, the latest first; `next` continues it, null at the end. */
export interface InboxPage {
  readonly items: readonly InboxNotice[];
  readonly next: string | null;
}

const MOST = 100;
const PAGE = 100;
/** Notices of others, or read ones, that are passed over for one page. */
const MOST_PASSED = 2_000;
const TRIES = 20;

/**
 * A holder's notices, the latest first, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyNotices(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  page: OnBehalf & { readonly after?: string | undefined; readonly limit?: number | undefined; readonly unread: boolean },
): Promise<InboxPage> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf: page.onBehalfOf, power: 'read' });
  const numbers = await numbersOf(deps, holder);
  const limit = Math.max(1, Math.min(page.limit ?? 20, MOST));
  const codes = [...new Set(numbers.map(({ code }) => plainCode(code)))];
  const items: InboxNotice[] = [];
  let { after } = page;
  for (let passed = 0; passed < MOST_PASSED;) {
    const order = { limit: PAGE, ...(after !== undefined && { after }) };
    const lists = await Promise.all([
      deps.records.find('inbox', { index: 'holder', equals: holder._id, ...order }),
      ...codes.map((equals) => deps.records.find('inbox', { index: 'code', equals, ...order })),
    ]);
    const merged = mergeById(lists, PAGE);
    for (const notice of merged) {
      after = notice._id;
      passed++;
      if ((page.unread && notice.readAt !== null) || !(await isOwn(deps, notice, holder, numbers))) continue;
      items.push(notice);
      if (items.length === limit) return { items, next: notice._id };
    }
    if (merged.length < PAGE) return { items, next: null };
  }
  return { items, next: after ?? null };
}

/**
 * Marks a notice as read; one that was read stays so.
 * @throws {YinzhengError} NOT_ALLOWED, NOTICE_NOT_FOUND, also for those of others
 */
export async function markNoticeRead(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { id, onBehalfOf }: OnBehalf & { readonly id: string },
): Promise<InboxNotice> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const numbers = await numbersOf(deps, holder);
  for (let attempt = 1; ; attempt++) {
    const known = await deps.records.get('inbox', id);
    if (!known || !(await isOwn(deps, known, holder, numbers))) throw new YinzhengError('NOTICE_NOT_FOUND');
    if (known.readAt !== null) return known;
    const read: InboxNotice = { ...known, version: known.version + 1, readAt: isoInstant(deps.clock.now()) };
    try {
      await deps.records.replace('inbox', read);
      return read;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= TRIES) throw error;
    }
  }
}

/** By the holder's record, or by a licence that is his by one of his numbers. */
async function isOwn(
  { records }: Pick<HolderDependencies, 'records'>,
  { holder: named, code, licence: about }: InboxNotice,
  holder: HolderRecord,
  numbers: readonly HolderIdentifier[],
): Promise<boolean> {
  if (named !== null) return named === holder._id;
  if (about === null || !numbers.some((number) => plainCode(number.code) === plainCode(code ?? ''))) return false;
  const licence = await records.get('licences', about.id);
  const edition = licence?.editions.find(({ identifier }) => identifier === about.identifier);
  return licence !== null && edition !== undefined && !licence.destroyed && isHeld(licence, edition, numbers);
}
