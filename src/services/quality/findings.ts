/** Findings of quality, for those whose licences they are about and who supervise them. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { Handling, QualityRecord } from '../../domain/quality/index.ts';
import { reaches, reachOf } from '../organisations/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { writeFindings } from './write.ts';

/** What looking at findings takes. */
export interface QualityDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
}

/** A page of findings in the order of their licences; `next` continues it, null at the end. */
export interface QualityPage {
  readonly items: readonly QualityRecord[];
  readonly next: string | null;
}

const PAGE = 200;
/** Most findings of others that are passed over for one page. */
const MOST_PASSED = 5_000;
const TRIES = 5;

/**
 * The findings that wait to be handled, of licences of organisations within the actor's scope, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listFindings(
  { records }: Pick<QualityDependencies, 'records'>,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<QualityPage> {
  const { includes, scope } = await reachOf(records, actor, 'quality:read');
  const query =
    scope.kind === 'own'
      ? ({ index: 'organisation', equals: scope.organisation } as const)
      : ({ index: 'open', equals: true } as const);
  const items: QualityRecord[] = [];
  let { after } = page;
  for (let passed = 0; passed < MOST_PASSED;) {
    const found = await records.find('quality-findings', { ...query, limit: PAGE, ...(after !== undefined && { after }) });
    for (const record of found) {
      after = record._id;
      passed++;
      if (!record.open || !(await includes(record.organisation))) continue;
      items.push(record);
      if (items.length === page.limit) return { items, next: record._id };
    }
    if (found.length < PAGE) return { items, next: null };
  }
  return { items, next: after ?? null };
}

/**
 * Marks the findings of a licence as handled. When another rule finds something, or one no more, they are open again.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND where there are none, or out of scope
 */
export async function handleFindings(
  deps: QualityDependencies,
  actor: Actor,
  { id, how }: { readonly id: string; readonly how: Handling },
): Promise<QualityRecord> {
  const { records, clock } = deps;
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('quality-findings', id);
    const organisation = known?.organisation ?? null;
    if (!(await reaches(records, actor, { action: 'quality:handle', organisation })) || !known)
      throw new YinzhengError('LICENCE_NOT_FOUND');
    if (!known.open) return known;
    const now = clock.now();
    const { identifier, typeCode, findings, foundAt } = known;
    const handled = { how, at: isoInstant(now), by: actor };
    const fields = { identifier, typeCode, organisation: known.organisation, findings, foundAt, open: false, handled };
    try {
      const written = await writeFindings(records, { id, known }, { fields, kind: 'quality-handled', actor, now });
      deps.journal.poke();
      return written;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= TRIES) throw error;
    }
  }
}
