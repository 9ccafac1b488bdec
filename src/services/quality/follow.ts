/**
 * Judges the quality of licences from the journal, which has every licence there ever was: those of before first, and each new one soon after it is written.
 * Whoever issues waits for nothing.
 */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { EventKind } from '../../domain/journal/index.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { findingsOf, RULE_SET, sameFindings } from '../../domain/quality/index.ts';
import { licenceOfEvent } from '../../domain/use/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../platform.ts';
import type { RecordStore, SettingRecord, Store } from '../storage/index.ts';
import { writeFindings } from './write.ts';

/** What judging quality takes. */
export interface QualityFollowing {
  readonly store: Pick<Store, 'records' | 'journal'>;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
}

/** `_id` in `settings` of how far the journal was looked at, and by which rules. */
const PLACE = 'quality';
const PAGE = 250;
/** Pages of one round, and licences that are judged in it: few, so that old ones are judged beside the work of the day. */
const MOST_PAGES = 40;
const MOST_JUDGED = 250;
const WRITING: readonly EventKind[] = ['licence-issued', 'licence-edition-issued', 'licence-collected', 'licence-destroyed'];

/**
 * Judges the licences that the next entries are about, some hundreds at most; resolves with how many entries were looked at. When the rules change it
 * begins again.
 */
export async function followQuality(deps: QualityFollowing): Promise<number> {
  const { records, journal } = deps.store;
  let place = await records.get('settings', PLACE);
  let last = place?.value['rules'] === RULE_SET ? Number(place.value['sequence']) : 0;
  let looked = 0;
  try {
    for (let page = 0, judged = 0; page < MOST_PAGES && judged < MOST_JUDGED; page++) {
      const entries = await journal.read(last + 1, PAGE);
      if (entries.length === 0) break;
      const written = entries.filter(({ event }) => WRITING.includes(event.kind)).map(({ event }) => licenceOfEvent(event));
      const licences = [...new Set(written)].filter((id) => id !== null);
      for (const id of licences) await judge(deps, id);
      judged += licences.length;
      looked += entries.length;
      last += entries.length;
      const value = { sequence: last, rules: RULE_SET };
      const moved: SettingRecord = { _id: PLACE, schema: 1, version: (place?.version ?? 0) + 1, value };
      await (place ? records.replace('settings', moved) : records.insert('settings', moved));
      place = moved;
    }
  } catch (error) {
    // Another server judges the same: what is left is judged in the next round.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
  return looked;
}

async function judge({ store: { records }, journal, clock }: QualityFollowing, id: string): Promise<void> {
  const licence = await records.get('licences', id);
  if (!licence) return;
  const now = clock.now();
  const names = await namesOf(records, licence);
  const findings = findingsOf(licence, { now, nameOf: (code) => names.get(code) ?? null });
  const known = await records.get('quality-findings', id);
  if (sameFindings(known?.findings ?? [], findings)) return;
  const at = isoInstant(now);
  const open = findings.length > 0;
  const fields = {
    ...{ identifier: currentEdition(licence).identifier, typeCode: licence.typeCode, organisation: licence.issuer.code },
    ...{ findings, open, foundAt: at, handled: null },
  };
  await writeFindings(
    records,
    { id, known },
    { fields, kind: open ? 'quality-found' : 'quality-resolved', actor: SERVER_ACTOR, now },
  );
  journal.poke();
}

/** Names of the holders that are organisations known here. */
async function namesOf(records: Pick<RecordStore, 'get'>, { holders }: LicenceRecord): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { codeType, code } of holders) {
    const known = codeType === '001' ? await records.get('organisations', code.toUpperCase()) : null;
    if (known) names.set(known._id, known.name);
  }
  return names;
}
