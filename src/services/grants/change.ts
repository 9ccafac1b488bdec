import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import { toldGrant, type ToldGrant } from './event.ts';
import { findGrant } from './find.ts';
import type { GrantDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** What becomes of a grant, and what the journal is told; null where it is so already. */
export interface GrantChange {
  readonly next: GrantRecord;
  readonly told: Omit<ToldGrant, 'actor'>;
}

/**
 * Changes a grant as `judge` says of it as it is now. The journal's relay writes the record too: then it is judged again.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, VERSION_CONFLICT, and as `judge` does
 */
export async function changeGrant(
  deps: GrantDependencies,
  actor: Actor,
  which: { readonly action: Action; readonly id: string },
  judge: (grant: GrantRecord) => Promise<GrantChange | null> | GrantChange | null,
): Promise<GrantRecord> {
  for (let attempt = 1; ; attempt++) {
    const record = await findGrant(deps.records, actor, which);
    const change = await judge(record);
    if (change === null) return record;
    const next = toldGrant(deps, { ...change.next, version: record.version + 1 }, { ...change.told, actor });
    try {
      await deps.records.replace('grants', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return next;
  }
}

/** The refusal of a change. */
export function notPossible(reason: Bilingual): YinzhengError {
  return new YinzhengError('GRANT_NOT_POSSIBLE', { reason });
}

/** What states are called when people are told of them. */
export const GRANT_STATE_WORDS: Readonly<Record<GrantRecord['state'], Bilingual>> = {
  proposed: bilingual('it is proposed only', '该授权尚待确认'),
  'in-force': bilingual('it is in force', '该授权已生效'),
  refused: bilingual('it was refused', '该授权已被否决'),
  ended: bilingual('it has ended', '该授权已终止'),
};
