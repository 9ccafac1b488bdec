import { isYinzhengError, YinzhengError, bilingual } from '../../../base/errors/index.ts';
import { isoInstant, localDate, type LocalDate } from '../../../base/time.ts';
import { sameItems } from '../../../base/same-items.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import {
  isPlaceCode,
  placeId,
  placeParent,
  type PlaceEntry,
  type PlaceRecord,
  type Tree,
} from '../../../domain/organisation/index.ts';
import { authoriseEverywhere } from '../find.ts';
import type { OrganisationDependencies } from '../ports.ts';
import { readPlaces, type PlaceRow, type RowFault } from './table.ts';

const ATTEMPTS = 5;
/** Faults that are told of one file. */
const MOST_FAULTS = 50;
const LONGEST_NAME = 100;
const MOST_SUCCESSORS = 32;

/** What taking a file in did. */
export interface ImportedPlaces {
  readonly recorded: number;
  readonly changed: number;
  /** Rows that said what was registered already. */
  readonly unchanged: number;
}

/** A file of places of a tree, CSV. */
export interface PlaceFile {
  readonly tree: Tree;
  readonly text: string;
  readonly purpose: Purpose;
}

/**
 * Takes places of a tree into the register, or changes those that are there; places that the file does not name stay. All rows are judged before
 * one is written. Interrupted, the same call brings it to its end. Only who reaches everything may do it.
 * @throws {YinzhengError} NOT_ALLOWED, REGISTER_FILE_INVALID with the lines that are wrong
 */
export async function importPlaces(
  deps: Pick<OrganisationDependencies, 'records' | 'journal' | 'clock'>,
  actor: Actor,
  { tree, text, purpose }: PlaceFile,
): Promise<ImportedPlaces> {
  await authoriseEverywhere(deps.records, actor, 'organisation:manage');
  const entries = await judged(deps, tree, text);
  const count = { recorded: 0, changed: 0, unchanged: 0 };
  for (const entry of entries) count[await put(deps, { tree, entry, actor, purpose })]++;
  deps.journal.poke();
  return count;
}

async function judged(
  { records }: Pick<OrganisationDependencies, 'records'>,
  tree: Tree,
  text: string,
): Promise<readonly PlaceEntry[]> {
  const { rows, faults: found } = readPlaces(text);
  const faults = [...found];
  const codes = new Set<string>();
  const entries: PlaceEntry[] = [];
  for (const row of rows) {
    const entry = entryOf(tree, row, faults);
    if (codes.has(entry.code)) faults.push({ line: row.line, reason: bilingual('the code is there twice', '代码重复') });
    codes.add(entry.code);
    entries.push(entry);
  }
  for (const [index, { successors }] of entries.entries())
    for (const code of successors) {
      if (codes.has(code) || (isPlaceCode(tree, code) && (await records.get('places', placeId(tree, code))))) continue;
      const shown = code.slice(0, 12);
      const reason = bilingual(`the successor ${shown} is not registered`, `承接代码 ${shown} 未登记`);
      faults.push({ line: rows[index]?.line ?? 0, reason });
    }
  if (faults.length > 0) throw refused(faults);
  return entries;
}

function entryOf(tree: Tree, { line, cells }: PlaceRow, faults: RowFault[]): PlaceEntry {
  const fault = (en: string, zh: string) => void faults.push({ line, reason: bilingual(en, zh) });
  const { code, name } = cells;
  if (!isPlaceCode(tree, code)) fault('the code is not of the form that it must have', '代码格式不符');
  if (name === '' || [...name].length > LONGEST_NAME || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    fault(`a name has 1 to ${LONGEST_NAME} characters`, `名称应为 1 至 ${LONGEST_NAME} 个字符`);
  const day = (text: string): LocalDate | null => {
    if (text === '') return null;
    try {
      return localDate(text);
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      fault('a day is written as YYYY-MM-DD', '日期应为 YYYY-MM-DD');
      return null;
    }
  };
  const [firstDay, lastDay] = [day(cells.firstDay), day(cells.lastDay)];
  if (firstDay !== null && lastDay !== null && lastDay < firstDay)
    fault('the last day is before the first', '截止日期早于起始日期');
  const successors = cells.successors === '' ? [] : cells.successors.split(/\s+/);
  if (successors.length > 0 && (tree === 'line' || lastDay === null))
    fault('only an area with a last day has successors', '仅有截止日期的区划可填写承接代码');
  if (successors.length > MOST_SUCCESSORS || successors.includes(code) || new Set(successors).size < successors.length)
    fault(
      `at most ${MOST_SUCCESSORS} other areas succeed one, each named once`,
      `承接代码至多 ${MOST_SUCCESSORS} 个，不得重复或为自身`,
    );
  return { code, name, firstDay, lastDay, successors };
}

function refused(faults: readonly RowFault[]): YinzhengError {
  const [en, zh] = (['en', 'zh'] as const).map((language) =>
    faults
      .slice(0, MOST_FAULTS)
      .map(({ line, reason }) => `${line}: ${reason[language]}`)
      .join('; '),
  );
  return new YinzhengError('REGISTER_FILE_INVALID', { count: faults.length, faults: bilingual(en ?? '', zh ?? '') });
}

/** Writes a place with its event, unless it is registered so already. */
async function put(
  { records, clock }: Pick<OrganisationDependencies, 'records' | 'clock'>,
  {
    tree,
    entry,
    actor,
    purpose,
  }: { readonly tree: Tree; readonly entry: PlaceEntry; readonly actor: Actor; readonly purpose: Purpose },
): Promise<keyof ImportedPlaces> {
  const id = placeId(tree, entry.code);
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('places', id);
    if (known && isSame(known, entry)) return 'unchanged';
    const version = (known?.version ?? 0) + 1;
    const at = isoInstant(clock.now());
    const subject = `places/${id}`;
    const event = {
      ...{
        id: `${subject}/${version}`,
        kind: 'place-recorded' as const,
        subject,
        effectiveAt: at,
        recordedAt: at,
        actor,
        purpose,
      },
      facts: { tree, ...entry },
    };
    const next: PlaceRecord = {
      ...{ _id: id, schema: 1, version, tree, parent: placeId(tree, placeParent(tree, entry.code) ?? ''), ...entry },
      ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
    };
    try {
      if (known) await records.replace('places', next);
      else await records.insert('places', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < ATTEMPTS) continue;
      throw error;
    }
    return known ? 'changed' : 'recorded';
  }
}

function isSame(known: PlaceEntry, entry: PlaceEntry): boolean {
  return (
    (['name', 'firstDay', 'lastDay'] as const).every((part) => known[part] === entry[part]) &&
    sameItems(known.successors, entry.successors)
  );
}
