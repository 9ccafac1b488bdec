import { isYinzhengError } from '../../base/errors/index.ts';
import { mayDo, type Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { reaches } from '../organisations/index.ts';
import { MAX_PAGE, type RecordStore, type SealStopRecord } from '../storage/index.ts';
import type { GrantCustody } from './ports.ts';

/** A stop that is in force. `custody`: whether this server's custody knows of it; null where it does not answer. */
export interface ListedStop {
  readonly stop: SealStopRecord;
  readonly name: string;
  readonly custody: boolean | null;
}

/** A page of them; one may have fewer than asked for and be followed by another. */
export interface StopPage {
  readonly items: readonly ListedStop[];
  readonly next: string | null;
}

/**
 * The seals within the actor's scope that are stopped, in an emergency or by their keepers, in the order of their codes.
 * @throws {YinzhengError} NOT_ALLOWED, STORE_UNAVAILABLE
 */
export async function listStops(
  { records, grants }: { readonly records: Pick<RecordStore, 'get' | 'find'>; readonly grants: Pick<GrantCustody, 'standing'> },
  actor: Actor,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<StopPage> {
  const seesAll = mayDo(actor, 'seal:read', null);
  authorise(actor, 'seal:read', seesAll ? null : actor.organisation);
  const size = Math.max(1, Math.min(limit, MAX_PAGE));
  const query = { index: 'state', equals: 'stopped', limit: size, ...(after !== undefined && { after }) } as const;
  const page = await records.find('seal-stops', query);
  const stopped = page.length === 0 ? new Set<string>() : await knownTo(grants);
  const items: ListedStop[] = [];
  for (const stop of page) {
    if (!(await reaches(records, actor, { action: 'seal:read', organisation: stop.owner }))) continue;
    const seal = await records.get('seals', stop._id);
    items.push({ stop, name: seal?.name ?? '', custody: stopped && stopped.has(stop._id) });
  }
  return { items, next: page.length < size ? null : (page.at(-1)?._id ?? null) };
}

async function knownTo(grants: Pick<GrantCustody, 'standing'>): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await grants.standing()).stopped);
  } catch (error) {
    if (isYinzhengError(error, 'SIGNER_UNAVAILABLE')) return null;
    throw error;
  }
}
