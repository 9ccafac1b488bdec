/** Emergency stop of seals (紧急停用): one call, for every server and every signer, until another person resumes the seal. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { MAX_PAGE, type RecordStore, type SealStopRecord } from '../storage/index.ts';
import { nameOf } from './decide.ts';
import type { GrantDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** Which seal, and why. */
export interface StopOrder {
  readonly seal: string;
  readonly purpose: Purpose;
}

/**
 * Stops a seal at once. The register is told first, which every server asks before each use; then this server's custody; those of other
 * servers hear of it within a second. Repeated, it changes nothing.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, STORE_UNAVAILABLE, SIGNER_UNAVAILABLE when custody could not be told yet: it will be
 */
export async function stopSeal(deps: GrantDependencies, actor: Actor, order: StopOrder): Promise<SealStopRecord> {
  const seal = await findSealInScope(deps.records, actor, { action: 'seal:stop', code: order.seal });
  const record = await write(deps, order, { actor, owner: seal.owner, state: 'stopped' });
  await deps.grants.enter({ kind: 'stop', seal: order.seal, by: nameOf(actor) });
  return record;
}

/**
 * Resumes a seal that was stopped, by the code of another person than who stopped it.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_STEP_REFUSED, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED, SEAL_USE_REFUSED
 */
export async function resumeSeal(
  deps: GrantDependencies,
  actor: Actor,
  order: StopOrder & { readonly code: string | null; readonly account?: string | undefined },
): Promise<SealStopRecord> {
  const seal = await findSealInScope(deps.records, actor, { action: 'seal:resume', code: order.seal });
  const stop = await deps.records.get('seal-stops', order.seal);
  if (!stop) throw refused(bilingual('it is not stopped', '该印章未紧急停用'));
  if (stop.state === 'resumed') return stop;
  const account = order.account ?? nameOf(actor);
  if (nameOf(stop.by) === account)
    throw refused(bilingual('another person than who stopped it resumes it', '须由停用人以外的人员恢复使用'));
  const { stopped } = await deps.grants.standing();
  if (stopped.includes(order.seal))
    await deps.grants.enter({ kind: 'resume', seal: order.seal, confirmed: { account, code: order.code } });
  return write(deps, order, { actor, owner: seal.owner, state: 'resumed' });
}

/** The emergency stop that a seal is in; null when it is in none. */
export async function stopOf(records: Pick<RecordStore, 'get'>, seal: string): Promise<SealStopRecord | null> {
  const stop = await records.get('seal-stops', seal);
  return stop?.state === 'stopped' ? stop : null;
}

/** Tells this server's custody of the seals that others stopped; resolves to how many it did not know. Rejects as custody and the store do. */
export async function followStops({ records, grants }: Pick<GrantDependencies, 'records' | 'grants'>): Promise<number> {
  const stops = await records.find('seal-stops', { index: 'state', equals: 'stopped', limit: MAX_PAGE });
  if (stops.length === 0) return 0;
  const known = new Set((await grants.standing()).stopped);
  const unknown = stops.filter(({ _id }) => !known.has(_id));
  for (const { _id, by } of unknown) await grants.enter({ kind: 'stop', seal: _id, by: nameOf(by) });
  return unknown.length;
}

async function write(
  { records, journal, clock }: GrantDependencies,
  { seal, purpose }: StopOrder,
  { actor, owner, state }: { readonly actor: Actor; readonly owner: string; readonly state: SealStopRecord['state'] },
): Promise<SealStopRecord> {
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('seal-stops', seal);
    if (known?.state === state) return known;
    const at = isoInstant(clock.now());
    const version = (known?.version ?? 0) + 1;
    const event: DomainEvent = {
      ...{ id: `seal-stops/${seal}/${version}`, kind: state === 'stopped' ? 'seal-stopped' : 'seal-resumed' },
      ...{ subject: `seals/${seal}`, effectiveAt: at, recordedAt: at, actor, purpose, facts: { seal, owner } },
    };
    const outbox = [...(known?.outbox ?? []), event];
    const record: SealStopRecord = { _id: seal, schema: 1, version, state, owner, by: actor, at, purpose, outbox, pending: true };
    try {
      await (known ? records.replace('seal-stops', record) : records.insert('seal-stops', record));
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < ATTEMPTS) continue;
      throw error;
    }
    journal.poke();
    return record;
  }
}

function refused(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('SEAL_STEP_REFUSED', { step: 'resume', reason });
}
