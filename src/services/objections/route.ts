/** To whom an objection goes. */
import type { Instant } from '../../base/time.ts';
import { hasEndedAt, superiorsOf, type OrganisationRecord } from '../../domain/organisation/index.ts';
import type { RecordStore } from '../storage/index.ts';

const MOST_STEPS = 10;

type Reading = Pick<RecordStore, 'get'>;

/** The organisation that answers for one: itself, or where it has ended the first that succeeds it; the one named where none does. */
export async function answeringBody(records: Reading, code: string, at: Instant): Promise<string> {
  let current = code;
  for (let step = 0; step < MOST_STEPS; step++) {
    const record = await records.get('organisations', current);
    const successor = record && hasEndedAt(record, at) ? record.end?.successors[0] : undefined;
    if (successor === undefined) return current;
    current = successor;
  }
  return current;
}

/**
 * The organisation to which something goes that another left unanswered: its successor where it has ended, else the one above it, by line of business
 * before area; null where there is none that was not asked yet.
 */
export async function bodyAbove(
  records: Reading,
  { organisation, asked }: { readonly organisation: string; readonly asked: readonly string[] },
  at: Instant,
): Promise<string | null> {
  const heir = await answeringBody(records, organisation, at);
  if (heir !== organisation) return asked.includes(heir) ? null : heir;
  const record: OrganisationRecord | null = await records.get('organisations', organisation);
  if (!record) return null;
  const { line, area } = superiorsOf(record);
  for (const code of [line, area]) {
    if (code === null || !(await records.get('organisations', code))) continue;
    const above = await answeringBody(records, code, at);
    if (!asked.includes(above)) return above;
  }
  return null;
}
