/** Sources of licences: recorded, stopped, listed within the scope of whoever asks. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import {
  checkSource,
  counted,
  NO_COUNTS,
  SOURCE_ID,
  type CollectingSource,
  type SourceTerms,
} from '../../domain/collecting/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { reaches, reachOf } from '../organisations/index.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { findMapping } from '../status-mappings/index.ts';
import type { CollectingDependencies } from './ports.ts';
import type { ItemOutcome } from './take.ts';

type Dependencies = Pick<CollectingDependencies, 'store' | 'journal' | 'clock'>;

const ATTEMPTS = 20;

/**
 * Records a source, or new terms of one; what was taken from it stays.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_INVALID, STATUS_MAPPING_NOT_FOUND, VERSION_CONFLICT
 */
export async function recordSource(
  deps: Dependencies,
  actor: Actor,
  { id, terms, state }: { readonly id: string; readonly terms: SourceTerms; readonly state: CollectingSource['state'] },
): Promise<CollectingSource> {
  const { records } = deps.store;
  if (!SOURCE_ID.test(id))
    throw new YinzhengError('SOURCE_INVALID', {
      reason: bilingual(
        'its id has 1 to 40 lower case letters, digits and hyphens',
        '来源编号应为 1 至 40 位小写字母、数字或连字符',
      ),
    });
  checkSource(terms);
  const known = await records.get('collecting-sources', id);
  for (const organisation of new Set([terms.organisation, known?.organisation ?? terms.organisation]))
    if (!(await reaches(records, actor, { action: 'collecting:manage', organisation })))
      throw new YinzhengError('NOT_ALLOWED', { action: 'collecting:manage' });
  if (!(await findMapping(records, terms.statuses)))
    throw new YinzhengError('STATUS_MAPPING_NOT_FOUND', { mapping: terms.statuses });
  const version = (known?.version ?? 0) + 1;
  const at = isoInstant(deps.clock.now());
  const subject = `collecting-sources/${id}`;
  const { organisation, mode, origin, types } = terms;
  const event: DomainEvent = {
    ...{ id: `${subject}/${version}`, kind: 'collecting-source-recorded', subject, effectiveAt: at, recordedAt: at, actor },
    ...{ purpose: null, facts: { source: id, organisation, mode, origin, state, types } },
  };
  const fresh = { counts: NO_COUNTS, cursor: null, lastAt: null, trouble: null, reconciled: null, outbox: [] };
  const record: CollectingSource = {
    ...{ ...fresh, ...known, ...terms, _id: id, schema: 1, version, state },
    // Another address has other pages.
    ...(known && known.address !== terms.address && { cursor: null }),
    ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
  };
  try {
    await records.write([{ kind: known ? 'replace' : 'insert', collection: 'collecting-sources', record }]);
  } catch (error) {
    throw isYinzhengError(error, 'ALREADY_EXISTS') ? new YinzhengError('VERSION_CONFLICT', {}, { cause: error }) : error;
  }
  deps.journal.poke();
  return record;
}

/**
 * A source. One out of the actor's scope is not there.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_NOT_FOUND
 */
export async function findSource(
  { store: { records } }: Pick<CollectingDependencies, 'store'>,
  actor: Actor,
  { id, action }: { readonly id: string; readonly action: Action },
): Promise<CollectingSource> {
  const { includes } = await reachOf(records, actor, action);
  const source = await records.get('collecting-sources', id);
  if (!source || !(await includes(source.organisation))) throw new YinzhengError('SOURCE_NOT_FOUND');
  return source;
}

/**
 * The sources within the actor's scope, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listSources(
  { store: { records } }: Pick<CollectingDependencies, 'store'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly CollectingSource[]; readonly next: string | null }> {
  const { includes } = await reachOf(records, actor, 'collecting:read');
  const items: CollectingSource[] = [];
  for (let { after } = page; ;) {
    const found = await records.list('collecting-sources', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    for (const source of found) {
      after = source._id;
      if (!(await includes(source.organisation))) continue;
      items.push(source);
      if (items.length === page.limit) return { items, next: source._id };
    }
    if (found.length < MAX_PAGE) return { items, next: null };
  }
}

/** Changes what is counted and remembered of a source, whoever else changes it meanwhile. */
export async function changeSource(
  { store: { records } }: Pick<CollectingDependencies, 'store'>,
  id: string,
  change: (source: CollectingSource) => Partial<CollectingSource>,
): Promise<CollectingSource> {
  for (let attempt = 1; ; attempt++) {
    const source = await records.get('collecting-sources', id);
    if (!source) throw new YinzhengError('SOURCE_NOT_FOUND');
    const next = { ...source, ...change(source), version: source.version + 1 };
    try {
      await records.replace('collecting-sources', next);
      return next;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Counts outcomes at their source. */
export async function countOutcomes(
  deps: Pick<CollectingDependencies, 'store' | 'clock'>,
  id: string,
  outcomes: readonly Pick<ItemOutcome, 'outcome'>[],
): Promise<CollectingSource> {
  return changeSource(deps, id, ({ counts }) => ({
    counts: outcomes.reduce((sum, { outcome }) => counted(sum, outcome), counts),
    lastAt: isoInstant(deps.clock.now()),
  }));
}
