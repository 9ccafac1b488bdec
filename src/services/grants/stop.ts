/**
 * Stopping seals (停用): one state for every server, every signer and the filing, whether in an emergency (紧急停用) or by the keeper, until
 * another person resumes the seal.
 */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { sealInUse, stoppedBy } from '../../domain/seal/index.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { stepSeal } from '../seals/step-seal.ts';
import { MAX_PAGE, type RecordStore, type SealStopRecord } from '../storage/index.ts';
import { nameOf } from './decide.ts';
import type { GrantDependencies } from './ports.ts';
import { changeStop, writeStop } from './stop-record.ts';

/** How long custody is not told again of a stop that somebody is ending, ms. */
const RESUMING = 30_000;

/** Which seal, why, and since when; now where absent. */
export interface StopOrder {
  readonly seal: string;
  readonly purpose: Purpose;
  readonly since?: Instant | undefined;
}

/** A stop, and whether custody knows of it already: where it does not answer, it is told when it does. */
export interface ToldStop {
  readonly stop: SealStopRecord;
  readonly custody: boolean;
}

/**
 * Stops a seal at once. The register is told first, which every server asks before each use; then this server's custody; then it is filed
 * that the version in use is stopped. What is cut off in between is completed within a second by whoever has the keys. Repeated, it
 * changes nothing.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_STEP_REFUSED for a time to come, STORE_UNAVAILABLE
 */
export async function stopSeal(deps: GrantDependencies, actor: Actor, order: StopOrder): Promise<ToldStop> {
  const { records, clock } = deps;
  const { purpose, since } = order;
  const seal = await findSealInScope(records, actor, { action: 'seal:stop', code: order.seal });
  if (since !== undefined && since > clock.now())
    throw new YinzhengError('SEAL_STEP_REFUSED', {
      step: 'suspend',
      reason: bilingual('its time is yet to come', '所述时间尚未到来'),
    });
  const told = { actor, owner: seal.owner, purpose, ...(since !== undefined && { since: isoInstant(since) }) };
  const stop = await writeStop(deps, { seal: order.seal, state: 'stopped', ...told });
  const custody = await tellCustody(deps, stop);
  return { stop: await fileStop(deps, stop), custody };
}

async function tellCustody({ grants }: GrantDependencies, { _id: seal, by }: SealStopRecord): Promise<boolean> {
  try {
    await grants.enter({ kind: 'stop', seal, by: nameOf(by) });
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'SIGNER_UNAVAILABLE')) return false;
    throw error;
  }
}

/** Files a stop where a version is in use, in the name of who stopped the seal, and notes that it is filed. */
async function fileStop(deps: GrantDependencies, stop: SealStopRecord): Promise<SealStopRecord> {
  if (stop.filed === true) return stop;
  const { _id: code, by, purpose, since } = stop;
  const seal = await deps.records.get('seals', code);
  if (seal && sealInUse(seal)) {
    const order = { code, step: 'suspend', purpose, ...(since !== undefined && { since: Date.parse(since) }) } as const;
    await stepSeal(deps, by, order);
  }
  return changeStop(deps.records, code, (known) => (known.state === 'stopped' ? { ...known, filed: true } : null));
}

/**
 * Resumes a seal that was stopped, in custody, in the filing and for every server, by the code of another person than who stopped it. Cut
 * off, the same call brings it to its end.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_STEP_REFUSED, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, SEAL_USE_REFUSED
 */
export async function resumeSeal(
  deps: GrantDependencies,
  actor: Actor,
  order: StopOrder & { readonly code: string | null; readonly account?: string | undefined },
): Promise<SealStopRecord> {
  const { records, clock, grants } = deps;
  const seal = await findSealInScope(records, actor, { action: 'seal:resume', code: order.seal });
  const stop = await records.get('seal-stops', order.seal);
  const filedBy = stoppedBy(seal);
  if (stop?.state !== 'stopped' && !filedBy) {
    if (stop) return stop;
    throw refused(bilingual('it is not stopped', '该印章未停用'));
  }
  const account = order.account ?? nameOf(actor);
  if ((stop?.state === 'stopped' && nameOf(stop.by) === account) || filedBy?.person === account)
    throw refused(bilingual('another person than who stopped it resumes it', '须由停用人以外的人员恢复使用'));
  if (stop) await changeStop(records, order.seal, (known) => ({ ...known, resumingAt: isoInstant(clock.now()) }));
  if ((await grants.standing()).stopped.includes(order.seal))
    await grants.enter({ kind: 'resume', seal: order.seal, confirmed: { account, code: order.code } });
  if (filedBy) await stepSeal(deps, actor, { code: order.seal, step: 'resume', purpose: order.purpose });
  return writeStop(deps, { seal: order.seal, state: 'resumed', actor, owner: seal.owner, purpose: order.purpose });
}

/** The stop that a seal is in; null when it is in none. */
export async function stopOf(records: Pick<RecordStore, 'get'>, seal: string): Promise<SealStopRecord | null> {
  const stop = await records.get('seal-stops', seal);
  return stop?.state === 'stopped' ? stop : null;
}

/**
 * Completes the stops of seals: tells this server's custody of those that it does not know, and files those that are not filed yet; resolves
 * to how many there were of either. Rejects as custody and the store do.
 */
export async function followStops(deps: GrantDependencies): Promise<number> {
  const { records, grants, clock } = deps;
  const stops = await everyStop(records);
  if (stops.length === 0) return 0;
  const known = new Set((await grants.standing()).stopped);
  const now = clock.now();
  const unknown = stops.filter(({ _id, resumingAt }) => !known.has(_id) && !(now - Date.parse(resumingAt ?? '') < RESUMING));
  for (const { _id, by } of unknown) await grants.enter({ kind: 'stop', seal: _id, by: nameOf(by) });
  const unfiled = stops.filter(({ filed }) => filed !== true);
  // One that cannot be filed keeps none of the others waiting.
  const filings = await Promise.allSettled(unfiled.map((stop) => fileStop(deps, stop)));
  for (const filing of filings) if (filing.status === 'rejected') throw filing.reason;
  return unknown.length + unfiled.length;
}

/** Every stop that is in force. Rejects with STORE_UNAVAILABLE. */
async function everyStop(records: Pick<RecordStore, 'find'>): Promise<readonly SealStopRecord[]> {
  const all: SealStopRecord[] = [];
  for (let after: string | undefined; ;) {
    const query = { index: 'state', equals: 'stopped', limit: MAX_PAGE } as const;
    const page: readonly SealStopRecord[] = await records.find('seal-stops', after === undefined ? query : { ...query, after });
    all.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return all;
  }
}

function refused(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('SEAL_STEP_REFUSED', { step: 'resume', reason });
}
