/**
 * How far custody's ledger is known to go, kept in the store: a copy of the ledger that is older, or was used elsewhere, is told by it. Custody itself
 * compares, and admits no use where it finds that its ledger was left behind.
 */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { randomId } from '../licences/random.ts';
import { SERVER_ACTOR } from '../platform.ts';
import type { RecordStore, SettingRecord } from '../storage/index.ts';
import { LEDGER_WORDS, type GrantCustody, type GrantDependencies, type LedgerComparison, type LedgerMark } from './ports.ts';

/** Setting that says how far the ledger is known to go. */
const MARK_SETTING = 'grant-ledger-head';

interface MarkDependencies {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'replace'>;
  readonly grants: Pick<GrantCustody, 'compare'>;
}

/** How far the ledger is known to go; null where nothing is known yet. Rejects with STORE_UNAVAILABLE. */
export async function knownMark(records: Pick<RecordStore, 'get'>): Promise<LedgerMark | null> {
  return markIn(await records.get('settings', MARK_SETTING));
}

function markIn(setting: SettingRecord | null): LedgerMark | null {
  const { ledger, lines, code } = setting?.value ?? {};
  return typeof ledger === 'string' && typeof lines === 'number' && typeof code === 'string' ? { ledger, lines, code } : null;
}

/** Has custody compare its ledger with what is known of it. Rejects as custody and the store do. */
export async function compareLedger({ records, grants }: MarkDependencies): Promise<LedgerComparison> {
  return grants.compare(await knownMark(records));
}

/**
 * Sees that custody's ledger is not one that was left behind; where nothing is known of it, what it says is known from here on.
 * @throws {YinzhengError} GRANT_LEDGER_BEHIND
 */
export async function checkLedger(deps: MarkDependencies): Promise<void> {
  const known = await knownMark(deps.records);
  const { verdict, head } = await deps.grants.compare(known);
  if (verdict !== 'same') throw new YinzhengError('GRANT_LEDGER_BEHIND', { reason: LEDGER_WORDS[verdict] });
  if (known === null && head !== null) await advanceMark(deps.records, known, head);
}

/** Says how far the ledger goes. False where somebody else said so meanwhile. Rejects with STORE_UNAVAILABLE. */
async function advanceMark(
  records: MarkDependencies['records'],
  known: LedgerMark | null,
  { ledger, lines, code }: LedgerMark,
): Promise<boolean> {
  const setting = await records.get('settings', MARK_SETTING);
  const there = markIn(setting);
  if (there?.code !== known?.code || there?.lines !== known?.lines) return false;
  const value = { ledger, lines, code };
  try {
    if (setting) await records.replace('settings', { ...setting, version: setting.version + 1, value });
    else await records.insert('settings', { _id: MARK_SETTING, schema: 1, version: 1, value });
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) return false;
    throw error;
  }
}

/** Makes a ledger's head the one that is known, whatever was known before. Rejects with STORE_UNAVAILABLE. */
export async function replaceMark(records: MarkDependencies['records'], head: LedgerMark): Promise<void> {
  while (!(await advanceMark(records, await knownMark(records), head)));
}

/** How custody's ledger stands: fit for use, or why not. */
export type LedgerFitness = 'fit' | 'behind' | 'forked' | 'clock-back';

/** Watches custody's ledger for a server. */
export interface LedgerWatch {
  /** Compares, and says how far the ledger goes. Rejects as custody and the store do. */
  round(): Promise<void>;
  /** As found last; null before the first round. */
  readonly fitness: () => LedgerFitness | null;
}

/**
 * Watches the ledger of this server's custody: what it finds is told, and the journal has it, whenever it changes for the worse or the other worse.
 * @param tell told then
 */
export function createLedgerWatch(
  { records, journal, clock, random, grants }: GrantDependencies,
  tell: (found: Exclude<LedgerFitness, 'fit'>) => void,
): LedgerWatch {
  let fitness: LedgerFitness | null = null;
  let before: LedgerMark | null = null;

  async function alarm(found: Exclude<LedgerFitness, 'fit'>, head: LedgerMark | null, known: LedgerMark | null): Promise<void> {
    const at = isoInstant(clock.now());
    const ledger = head?.ledger ?? known?.ledger ?? '';
    await journal.record([
      {
        ...{ id: `grant-ledgers/${randomId(random)}`, kind: 'grant-ledger-unfit', subject: `grant-ledgers/${ledger}` },
        ...{ effectiveAt: at, recordedAt: at, actor: SERVER_ACTOR, purpose: null },
        facts: { ledger, found, lines: head?.lines ?? 0, known: known?.lines ?? 0 },
      },
    ]);
    tell(found);
  }

  return {
    async round() {
      const known = await knownMark(records);
      const { verdict, head, clockBackMs } = await grants.compare(known);
      const found = verdict !== 'same' ? verdict : clockBackMs > 0 ? 'clock-back' : 'fit';
      if (found !== fitness && found !== 'fit') await alarm(found, head, known);
      fitness = found;
      // What was there a round ago is on disk by now: a power cut takes nothing back that is known.
      if (verdict === 'same' && before && before.lines > (known?.lines ?? 0)) await advanceMark(records, known, before);
      before = head;
    },
    fitness: () => fitness,
  };
}
