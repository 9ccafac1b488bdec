/** Notices from the journal: each entry that holders are told of becomes one in the inbox of each, once, on whichever server. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { JournalEntry } from '../../domain/journal/index.ts';
import { currentEdition, holdersOf, type LicenceRecord } from '../../domain/licence/index.ts';
import { noticeKindOf, type InboxNotice, type Notice, type NoticeKind } from '../../domain/notice/index.ts';
import { licenceOfEvent, useTimePrefix } from '../../domain/use/index.ts';
import { followJournal } from '../journal/index.ts';
import type { Clock } from '../platform.ts';
import { MAX_PAGE, type RecordStore, type Store } from '../storage/index.ts';

/** What bringing notices takes. */
export interface NoticeDependencies {
  readonly store: Pick<Store, 'records' | 'journal'>;
  readonly crypto: Pick<CryptoProvider, 'digest'>;
  readonly clock: Clock;
}

/** `_id` in `settings` of the number of the last entry that was looked at. */
const PLACE = 'inbox';
/** How long notices are kept, ms: a year. */
export const NOTICES_KEPT = 365 * 86_400_000;
/** How long before the end of a licence its holders are told, ms: 30 days. */
export const EXPIRING_WITHIN = 30 * 86_400_000;

type Recipient = Pick<InboxNotice, 'code' | 'holder'>;

/** Looks at what is new in the journal; resolves with how many entries holders were told of. */
export async function followNotices(deps: NoticeDependencies): Promise<number> {
  const { records } = deps.store;
  const forgotten = deps.clock.now() - NOTICES_KEPT;
  return followJournal(deps.store, PLACE, async ({ event }) => {
    const kind = noticeKindOf(event);
    // A journal of years is not brought into new inboxes, to be swept from them at once.
    if (kind === null || !(Date.parse(event.recordedAt) > forgotten)) return false;
    const found = await recipientsOf(records, event, kind);
    if (!found) return false;
    for (const to of found.recipients) await bring(deps, { at: event.recordedAt, cause: event.id, notice: found.notice, to });
    return found.recipients.length > 0;
  });
}

async function recipientsOf(
  records: RecordStore,
  event: JournalEntry['event'],
  kind: NoticeKind,
): Promise<{ readonly notice: Notice; readonly recipients: readonly Recipient[] } | null> {
  const { subject, facts } = event;
  if (kind === 'delegation-given') {
    const { representative } = facts;
    if (typeof representative !== 'string') return null;
    return { notice: { kind, subject, licence: null }, recipients: [{ code: null, holder: representative }] };
  }
  if (kind === 'objection-answered') {
    const objection = await records.get('objections', subject.slice('objections/'.length));
    if (!objection?.filer.startsWith('holder:')) return null;
    const { licence, type } = objection.subject;
    const named = licence && { id: licence.id, identifier: licence.identifier, typeName: type?.name ?? '' };
    return {
      notice: { kind, subject, licence: named },
      recipients: [{ code: null, holder: objection.filer.slice('holder:'.length) }],
    };
  }
  const id = licenceOfEvent(event);
  const licence = id === null ? null : await records.get('licences', id);
  if (!licence || licence.destroyed || licence.state !== 'published') return null;
  const named = typeof facts['identifier'] === 'string' ? facts['identifier'] : null;
  return ofLicence(licence, { kind, subject, identifier: named });
}

function ofLicence(
  licence: LicenceRecord,
  { kind, subject, identifier }: { readonly kind: NoticeKind; readonly subject: string; readonly identifier: string | null },
): { readonly notice: Notice; readonly recipients: readonly Recipient[] } {
  const edition = licence.editions.find((one) => one.identifier === identifier) ?? currentEdition(licence);
  const named = { id: licence._id, identifier: edition.identifier, typeName: licence.typeName };
  const codes = new Set(holdersOf(licence, edition).map(({ code }) => code));
  return { notice: { kind, subject, licence: named }, recipients: [...codes].map((code) => ({ code, holder: null })) };
}

/** Tells the holders of a licence something that no entry of the journal says of it; once for each cause. */
export async function tellHolders(
  deps: Pick<NoticeDependencies, 'crypto'> & { readonly store: Pick<Store, 'records'> },
  licence: LicenceRecord,
  { kind, at, cause }: { readonly kind: NoticeKind; readonly at: string; readonly cause: string },
): Promise<void> {
  const { notice, recipients } = ofLicence(licence, { kind, subject: `licences/${licence._id}`, identifier: null });
  for (const to of recipients) await bring(deps, { at, cause, notice, to });
}

/** Puts a notice into an inbox, once for its cause and whom it reaches. */
async function bring(
  { store, crypto }: Pick<NoticeDependencies, 'crypto'> & { readonly store: Pick<Store, 'records'> },
  { at, cause, notice, to }: { readonly at: string; readonly cause: string; readonly notice: Notice; readonly to: Recipient },
): Promise<boolean> {
  const rest = toHex(crypto.digest('sm3', utf8(`${cause}\n${to.code ?? ''}\n${to.holder ?? ''}`))).slice(0, 20);
  const _id = `${useTimePrefix(Date.parse(at))}${rest}`;
  try {
    await store.records.insert('inbox', { _id, schema: 1, version: 1, at, ...notice, ...to, readAt: null });
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) return false;
    throw error;
  }
}

/**
 * Tells the holders of licences that end in the next 30 days, once for each end, and forgets notices of more than a year ago.
 * What ends is known from the plans of statuses.
 */
export async function sweepNotices(deps: NoticeDependencies): Promise<{ readonly told: number; readonly forgotten: number }> {
  const { records } = deps.store;
  const now = deps.clock.now();
  let told = 0;
  for (let after: string | undefined; ;) {
    const page = await records.list('status-plans', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    for (const { _id, dueAt } of page) {
      const due = Date.parse(dueAt);
      if (due > now && due <= now + EXPIRING_WITHIN) told += await tellEnd(deps, _id, due);
    }
    after = page.at(-1)?._id;
    if (after === undefined || page.length < MAX_PAGE) break;
  }
  let forgotten = 0;
  for (let after = useTimePrefix(now - NOTICES_KEPT); ;) {
    const page = await records.list('inbox', { after, limit: MAX_PAGE });
    for (const { _id } of page) await records.remove('inbox', _id);
    forgotten += page.length;
    after = page.at(-1)?._id ?? after;
    if (page.length < MAX_PAGE) return { told, forgotten };
  }
}

async function tellEnd(deps: NoticeDependencies, id: string, due: number): Promise<number> {
  const licence = await deps.store.records.get('licences', id);
  if (!licence || licence.destroyed || licence.state !== 'published') return 0;
  const { notice, recipients } = ofLicence(licence, { kind: 'expiring', subject: `licences/${id}`, identifier: null });
  let told = 0;
  // The same moment each time it is looked at, so that it is told once.
  const at = isoInstant(due - EXPIRING_WITHIN);
  for (const to of recipients) if (await bring(deps, { at, cause: `expiring/${id}/${due}`, notice, to })) told++;
  return told;
}

/** Forgets the notices about a licence that was destroyed: they have the numbers of its holders. */
export async function forgetNoticesOf(records: RecordStore, licence: string): Promise<void> {
  for (;;) {
    const page = await records.find('inbox', { index: 'licence', equals: licence, limit: MAX_PAGE });
    for (const { _id } of page) await records.remove('inbox', _id);
    if (page.length < MAX_PAGE) return;
  }
}
