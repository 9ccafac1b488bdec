/** Carrying a list of destruction out, and its certificate. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { canonicalJson } from '../../domain/journal/index.ts';
import type { DestructionList, DestructionOutcome, LeftReason } from '../../domain/retention/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { eraseRecord } from './erase.ts';
import { findList } from './find.ts';
import { rulesNow } from './make-list.ts';
import type { RetentionDependencies } from './ports.ts';
import { changeRecord } from './write.ts';

/**
 * Carries an approved list out: erases what is on it, but for what is held or not due any more, and writes its certificate, whose digest the
 * journal has. One that was interrupted goes on; one that is done stays as it is.
 * @throws {YinzhengError} NOT_ALLOWED, DESTRUCTION_LIST_NOT_FOUND, DESTRUCTION_REFUSED while it is not approved, FILE_UNWRITABLE
 */
export async function carryOutList(deps: RetentionDependencies, actor: Actor, id: string): Promise<DestructionList> {
  await findList(deps.store.records, actor, { action: 'retention:propose', id });
  const begun = await changeRecord(deps, { collection: 'destruction-lists', id }, (list) => {
    if (list.state === 'running' || list.state === 'done') return null;
    if (list.state !== 'approved')
      throw new YinzhengError('DESTRUCTION_REFUSED', {
        reason: bilingual('it is not reviewed and approved', '清册尚未复核并批准'),
      });
    const { organisation, items } = list;
    const facts = { organisation, items: items.length };
    return { next: { ...list, state: 'running' }, told: { kind: 'destruction-begun', actor, facts } };
  });
  if (!begun) throw new YinzhengError('DESTRUCTION_LIST_NOT_FOUND');
  return begun.state === 'running' ? finish(deps, actor, begun) : begun;
}

/** Goes on with lists whose carrying out was interrupted; resolves to how many. Rejects with STORE_UNAVAILABLE, FILE_UNWRITABLE. */
export async function resumeDestructions(deps: RetentionDependencies): Promise<number> {
  const running = await deps.store.records.find('destruction-lists', { index: 'state', equals: 'running', limit: MAX_PAGE });
  for (const list of running) await finish(deps, SERVER_ACTOR, list);
  return running.length;
}

async function finish(deps: RetentionDependencies, actor: Actor, list: DestructionList): Promise<DestructionList> {
  const rules = await rulesNow(deps.store.records);
  const left: { readonly id: string; readonly why: LeftReason }[] = [];
  for (const item of list.items) {
    const why = await eraseRecord(deps, { item, list: list._id, actor, rules });
    if (why) left.push({ id: item.id, why });
  }
  const done = await changeRecord(deps, { collection: 'destruction-lists', id: list._id }, (current) => {
    if (current.state !== 'running') return null;
    const destroyed = current.items.length - left.length;
    const certified = { items: current.items, decisions: current.decisions, left };
    const digest = toHex(deps.crypto.digest('sm3', utf8(canonicalJson(certified))));
    const outcome: DestructionOutcome = { at: isoInstant(deps.clock.now()), destroyed, left, digest };
    const { organisation } = current;
    return {
      next: { ...current, state: 'done', outcome },
      told: { kind: 'destruction-carried-out', actor, facts: { organisation, destroyed, left: left.length, digest } },
    };
  });
  return done ?? list;
}
