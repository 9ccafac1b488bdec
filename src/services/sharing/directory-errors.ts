import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { reachOf } from '../organisations/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import { MAX_PAGE, type DirectoryErrorRecord, type RecordStore } from '../storage/index.ts';

/** A page of errors in the order of their ids; `next` continues it, null at the end. */
export interface DirectoryErrorPage {
  readonly items: readonly DirectoryErrorRecord[];
  readonly next: string | null;
}

/** What working on errors takes. */
export interface DirectoryErrorDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
}

const PAGE = 200;
const TRIES = 10;

/**
 * The open errors of directory records within the actor's scope (上报错误清单).
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listDirectoryErrors(
  { records }: Pick<DirectoryErrorDependencies, 'records'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<DirectoryErrorPage> {
  const { includes } = await reachOf(records, actor, 'directory-error:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const items: DirectoryErrorRecord[] = [];
  for (let { after } = page; ;) {
    const query = { index: 'state', equals: 'open', limit: PAGE } as const;
    const found = await records.find('directory-errors', after === undefined ? query : { ...query, after });
    for (const error of found) {
      after = error._id;
      if (!(await includes(error.organisation))) continue;
      items.push(error);
      if (items.length === limit) return { items, next: error._id };
    }
    if (found.length < PAGE) return { items, next: null };
  }
}

/**
 * Says that an error was dealt with: the licence comes into the feed again, and so to who takes directory records. Recorded with its purpose.
 * @throws {YinzhengError} NOT_ALLOWED, DIRECTORY_ERROR_NOT_FOUND
 */
export async function resolveDirectoryError(
  { records, journal, clock }: DirectoryErrorDependencies,
  actor: Actor,
  { id, purpose }: { readonly id: string; readonly purpose: Purpose },
): Promise<DirectoryErrorRecord> {
  const { includes } = await reachOf(records, actor, 'directory-error:resolve');
  for (let attempt = 1; ; attempt++) {
    const found = await records.get('directory-errors', id);
    if (!found || !(await includes(found.organisation))) throw new YinzhengError('DIRECTORY_ERROR_NOT_FOUND');
    if (found.state === 'resolved') return found;
    const at = isoInstant(clock.now());
    const version = found.version + 1;
    const subject = `directory-errors/${id}`;
    const next: DirectoryErrorRecord = {
      ...{ ...found, version, state: 'resolved', resolved: { at, by: actor, purpose }, pending: true },
      outbox: [
        ...found.outbox,
        {
          ...{
            id: `${subject}/${version}`,
            kind: 'directory-error-resolved',
            subject,
            effectiveAt: at,
            recordedAt: at,
            actor,
            purpose,
          },
          facts: { licence: found.licence, sequence: found.sequence },
        },
      ],
    };
    try {
      await records.replace('directory-errors', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    journal.poke();
    return next;
  }
}
