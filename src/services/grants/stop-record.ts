/** The record of a seal's stop: written with its event, or changed without one. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { RecordStore, SealStopRecord } from '../storage/index.ts';
import type { GrantDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** What becomes of a stop, by whom, and why. */
export interface StopChange {
  readonly seal: string;
  readonly state: SealStopRecord['state'];
  readonly actor: Actor;
  readonly owner: string;
  readonly purpose: Purpose;
  /** Since when it is so, where that is told; ISO 8601. */
  readonly since?: string;
  /** When it was stopped, where that is known from before; ISO 8601. */
  readonly at?: string;
}

/** Writes that a seal is stopped or resumed, with its event; where it is so already, it stays as it is. Rejects with VERSION_CONFLICT, STORE_UNAVAILABLE. */
export async function writeStop(
  { records, journal, clock }: Pick<GrantDependencies, 'records' | 'journal' | 'clock'>,
  { seal, state, actor, owner, purpose, since, at: before }: StopChange,
): Promise<SealStopRecord> {
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('seal-stops', seal);
    if (known?.state === state) return known;
    const recordedAt = isoInstant(clock.now());
    const at = before ?? recordedAt;
    const version = (known?.version ?? 0) + 1;
    const event: DomainEvent = {
      ...{ id: `seal-stops/${seal}/${version}`, kind: state === 'stopped' ? 'seal-stopped' : 'seal-resumed' },
      ...{ subject: `seals/${seal}`, effectiveAt: since ?? at, recordedAt, actor, purpose, facts: { seal, owner } },
    };
    const record: SealStopRecord = {
      ...{ _id: seal, schema: 1, version, state, owner, by: actor, at, purpose, ...(since !== undefined && { since }) },
      ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
    };
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

/** Changes what a stop's record says besides; null leaves it. Rejects with SEAL_NOT_FOUND where there is none, VERSION_CONFLICT, STORE_UNAVAILABLE. */
export async function changeStop(
  records: Pick<RecordStore, 'get' | 'replace'>,
  seal: string,
  change: (known: SealStopRecord) => SealStopRecord | null,
): Promise<SealStopRecord> {
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('seal-stops', seal);
    if (!known) throw new YinzhengError('SEAL_NOT_FOUND');
    const changed = change(known);
    if (!changed) return known;
    const next = { ...changed, version: known.version + 1 };
    try {
      await records.replace('seal-stops', next);
      return next;
    } catch (error) {
      // The relay writes the record too.
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}
