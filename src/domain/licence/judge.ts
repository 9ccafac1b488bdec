/** Whether an act on a licence's status may be recorded. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { startOfDay, zonedText, type Instant } from '../../base/time.ts';
import { nextState, stateAt, type EventState } from './acts.ts';
import { actsInForce } from './editions.ts';
import type { LicenceRecord } from './model.ts';
import type { StatusEventKind } from './status-events.ts';
import { EVENT_WORDS, STATE_WORDS } from './words.ts';

/** How far ahead an act can be planned, ms. */
const LONGEST_PLAN = 366 * 86_400_000;

/** An act that somebody wants to record now. */
export interface AskedEvent {
  readonly kind: StatusEventKind;
  readonly effectiveAt: Instant;
  readonly now: Instant;
}

/**
 * The states that an act would lead from and to. It holds from a moment after the licence began, a year ahead at most, and not before an
 * act whose time has come: what has been in law stays so. Acts planned for later do not stand in the way; they will meet what this one
 * leads to.
 * @throws {YinzhengError} INPUT_INVALID for its time, STATUS_EVENT_NOT_POSSIBLE for the state that it would meet
 */
export function judgeEvent(
  licence: Pick<LicenceRecord, 'events' | 'editions'>,
  { kind, effectiveAt, now }: AskedEvent,
): { readonly from: EventState; readonly to: EventState } {
  const earliest = earliestFor(licence, now);
  if (!Number.isFinite(effectiveAt) || effectiveAt < earliest || effectiveAt > now + LONGEST_PLAN) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(
        `effectiveAt lies before ${zonedText(earliest)}, when the licence began or the last act took effect, or more than a year ahead`,
        `生效时间早于 ${zonedText(earliest)}（证照签发或上一次状态变更生效的时间），或在一年以后`,
      ),
    });
  }
  const from = stateAt(actsInForce(licence), effectiveAt);
  const to = nextState(from, kind);
  if (to === null) throw new YinzhengError('STATUS_EVENT_NOT_POSSIBLE', { status: STATE_WORDS[from], event: EVENT_WORDS[kind] });
  return { from, to };
}

function earliestFor({ events, editions }: Pick<LicenceRecord, 'events' | 'editions'>, now: Instant): Instant {
  const [first] = editions;
  const reinstated = editions.flatMap(({ act, recordedAt }) => (act?.kind === 'reinstate' ? [recordedAt] : []));
  const past = [...events.map(({ effectiveAt }) => effectiveAt), ...reinstated].map(Date.parse).filter((since) => since <= now);
  return Math.max(first ? startOfDay(first.issueDate) : now, ...past);
}
