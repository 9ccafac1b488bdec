/** Which ledger is custody's of an installation: there is one, however many servers and signers there are. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { randomId } from '../licences/random.ts';
import type { RecordStore, SettingRecord } from '../storage/index.ts';
import { nameOf } from './decide.ts';
import { checkLedger, knownMark, replaceMark } from './ledger-mark.ts';
import type { GrantCustody, GrantDependencies } from './ports.ts';

/** Setting that says that grants are in use in this store, how many were carried over, and which ledger has them. */
export const GRANTS_SETTING = 'grants';

interface AuthorityDependencies {
  readonly records: RecordStore;
  readonly grants: Pick<GrantCustody, 'standing'>;
}

interface ClaimDependencies extends AuthorityDependencies {
  readonly grants: Pick<GrantCustody, 'standing' | 'compare'>;
}

/** The installation's ledger, null where grants are not in use yet, and the one of this keys folder. */
export interface LedgerAuthority {
  readonly authority: string | null;
  readonly own: string;
}

/** Which ledger is the installation's, and which this server's custody has. Rejects as custody and the store do. */
export async function readAuthority({ records, grants }: AuthorityDependencies): Promise<LedgerAuthority> {
  const known = await records.get('settings', GRANTS_SETTING);
  return { authority: authorityIn(known), own: (await grants.standing()).ledger };
}

function authorityIn(setting: SettingRecord | null): string | null {
  const { ledger } = setting?.value ?? {};
  return typeof ledger === 'string' ? ledger : null;
}

/**
 * Sees that this server's custody keeps the installation's ledger; where none was named yet, in a store from before ledgers were, it is this one.
 * @param path of the ledger, for who is told
 * @throws {YinzhengError} GRANT_LEDGER_ELSEWHERE where it has another, GRANT_LEDGER_BEHIND where it has an older or another copy of it
 */
export async function claimLedger(deps: ClaimDependencies, path: string): Promise<void> {
  const { authority, own } = await readAuthority(deps);
  if (authority === own) return checkLedger(deps);
  if (authority !== null) throw new YinzhengError('GRANT_LEDGER_ELSEWHERE', { path });
  const found = await write(deps.records, own, (known) => authorityIn(known) === null);
  // Another server was first: it may have another ledger.
  await (found ? checkLedger(deps) : claimLedger(deps, path));
}

/**
 * Makes the ledger of this keys folder the installation's, in place of one that is lost, or of a copy that went on elsewhere: what it lacks is
 * entered anew. Servers with another, or another copy of it, are refused from then on. Repeated where it is that already, it changes nothing.
 * @throws {YinzhengError} NOT_ALLOWED but for whoever has the machine, and as custody and the store do
 */
export async function takeOverLedger(deps: GrantDependencies, actor: Actor): Promise<LedgerAuthority> {
  authorise(actor, 'grant:end');
  const before = await readAuthority(deps);
  const { own } = before;
  const known = await knownMark(deps.records);
  const { verdict, head: found } = await deps.grants.compare(known);
  if (before.authority === own && verdict === 'same') return before;
  await deps.grants.enter({ kind: 'taken-over', by: nameOf(actor) });
  const { head } = await deps.grants.compare(null);
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `grant-ledgers/${randomId(deps.random)}`, kind: 'grant-ledger-taken-over', subject: `grant-ledgers/${own}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
      facts: {
        ...{ ledger: own, before: before.authority, found: verdict, lines: found?.lines ?? 0, known: known?.lines ?? 0 },
      },
    },
  ]);
  if (head) await replaceMark(deps.records, head);
  while (!(await write(deps.records, own, () => true)));
  return { authority: own, own };
}

/**
 * Takes custody's clock as right although it was later once: whoever set it right says so. Journalled.
 * @throws {YinzhengError} NOT_ALLOWED but for whoever has the machine, and as custody and the store do
 */
export async function setLedgerClock(deps: GrantDependencies, actor: Actor): Promise<void> {
  authorise(actor, 'grant:end');
  const { ledger, clockBackMs } = await deps.grants.standing();
  await deps.grants.enter({ kind: 'clock-set', by: nameOf(actor) });
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `grant-ledgers/${randomId(deps.random)}`, kind: 'grant-ledger-clock-set', subject: `grant-ledgers/${ledger}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { ledger, seconds: Math.round(clockBackMs / 1000) } },
    },
  ]);
}

/** False where somebody else wrote it meanwhile, or `may` says no. */
async function write(
  records: Pick<RecordStore, 'get' | 'replace' | 'insert'>,
  ledger: string,
  may: (known: SettingRecord | null) => boolean,
): Promise<boolean> {
  const known = await records.get('settings', GRANTS_SETTING);
  if (!may(known)) return false;
  try {
    if (known) await records.replace('settings', { ...known, version: known.version + 1, value: { ...known.value, ledger } });
    else await records.insert('settings', { _id: GRANTS_SETTING, schema: 1, version: 1, value: { ledger } });
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) return false;
    throw error;
  }
}
