import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { isoInstant, LONG_TERM } from '../../../src/base/time.ts';
import {
  currentEdition,
  effectOf,
  judgeEvent,
  nextState,
  outcomesOf,
  possibleEvents,
  STATUS_EVENTS,
  stateFromEvents,
  statusOf,
  type LicenceRecord,
  type StatusEventKind,
} from '../../../src/domain/licence/index.ts';
import { event, licence } from '../../support/licence.ts';

const KINDS: readonly StatusEventKind[] = STATUS_EVENTS;
const DAY = 86_400_000;
const BEGIN = Date.parse('2026-01-31T16:00:00.000Z');
const begun = () => licence({ from: '2026-02-01', to: LONG_TERM });

/** The record with one act more, as a department would record it; days count from the first of the licence. */
function act(
  record: LicenceRecord,
  kind: StatusEventKind,
  days: { readonly effective: number; readonly now: number },
): LicenceRecord {
  const [effectiveAt, now] = [BEGIN + days.effective * DAY, BEGIN + days.now * DAY];
  judgeEvent(record, { kind, effectiveAt, now });
  return { ...record, events: [...record.events, event(kind, isoInstant(effectiveAt), isoInstant(now))] };
}

const status = (record: LicenceRecord, asOf: number, knownAt = 1000) =>
  statusOf(record, currentEdition(record), { asOf: BEGIN + asOf * DAY, knownAt: BEGIN + knownAt * DAY }).status;

const told = (record: LicenceRecord, now: number) =>
  outcomesOf(record.events).map((outcome) => {
    const { effect, note } = effectOf(outcome, BEGIN + now * DAY);
    return `${outcome.event.kind} ${effect}${note ? ` ${note.zh}` : ''}`;
  });

describe('acts on the status of a licence', () => {
  it('revokes at once what is to be cancelled later, and the cancellation comes to nothing', () => {
    const planned = act(begun(), 'cancel', { effective: 40, now: 10 });
    const revoked = act(planned, 'revoke', { effective: 20, now: 20 });
    assert.deepEqual(
      [19, 20, 40, 400].map((day) => status(revoked, day)),
      ['valid', 'revoked', 'revoked', 'revoked'],
    );
    assert.deepEqual(
      [20, 39, 40].map((day) => status(revoked, day, 19)),
      ['valid', 'valid', 'cancelled'],
      'as was known before',
    );
    assert.deepEqual(told(revoked, 20), ['revoke effective', 'cancel none 不发生效力：届时证照状态为“已吊销”']);
  });

  it('suspends at once what is to be cancelled later, and the cancellation still comes', () => {
    const planned = act(begun(), 'cancel', { effective: 40, now: 10 });
    const suspended = act(planned, 'suspend', { effective: 20, now: 20 });
    assert.deepEqual(told(suspended, 20), ['suspend effective', 'cancel planned']);
    assert.deepEqual(
      [20, 39, 40].map((day) => status(suspended, day)),
      ['suspended', 'suspended', 'cancelled'],
    );
    assert.deepEqual(possibleEvents(suspended.events, BEGIN + 20 * DAY), ['resume', 'cancel', 'rescind', 'revoke', 'void']);
    assert.deepEqual(possibleEvents(suspended.events, BEGIN + 40 * DAY), []);
  });

  it('refuses to reach behind an act in effect, or beyond a planned end', () => {
    const suspended = act(begun(), 'suspend', { effective: 20, now: 20 });
    assert.throws(() => act(suspended, 'revoke', { effective: 19, now: 21 }), { code: 'INPUT_INVALID' });
    const planned = act(suspended, 'cancel', { effective: 40, now: 21 });
    assert.throws(() => act(planned, 'revoke', { effective: 40, now: 21 }), { code: 'STATUS_EVENT_NOT_POSSIBLE' });
    assert.throws(() => act(planned, 'revoke', { effective: 39, now: 41 }), { code: 'INPUT_INVALID' });
    assert.throws(() => act(begun(), 'revoke', { effective: Number.NaN, now: 1 }), { code: 'INPUT_INVALID' });
  });

  it('does not lift a suspension by a resumption that was planned before it was decided', () => {
    const first = act(begun(), 'suspend', { effective: 1, now: 1 });
    const planned = act(first, 'resume', { effective: 30, now: 1 });
    assert.deepEqual(
      [29, 30].map((day) => status(planned, day)),
      ['suspended', 'valid'],
    );
    const earlier = act(planned, 'resume', { effective: 10, now: 10 });
    assert.deepEqual(told(earlier, 10), [
      'suspend effective',
      'resume effective',
      'resume none 不发生效力：届时证照状态为“有效”',
    ]);
    const second = act(earlier, 'suspend', { effective: 20, now: 20 });
    assert.equal(status(second, 31), 'suspended');
    assert.equal(told(second, 31).at(-1), 'resume none 不发生效力：届时的暂扣系在其后另行决定');
    assert.equal(status(act(second, 'resume', { effective: 31, now: 31 }), 31), 'valid');
  });

  it('lifts a transfer by a return that was decided after it, and nothing but that', () => {
    const out = act(begun(), 'transfer-out', { effective: 1, now: 1 });
    assert.equal(status(out, 1), 'transferred-out');
    assert.deepEqual(possibleEvents(out.events, BEGIN + DAY), ['transfer-in', 'cancel', 'rescind', 'revoke', 'void']);
    assert.throws(() => act(out, 'resume', { effective: 2, now: 2 }), { code: 'STATUS_EVENT_NOT_POSSIBLE' });
    assert.throws(() => act(out, 'suspend', { effective: 2, now: 2 }), { code: 'STATUS_EVENT_NOT_POSSIBLE' });
    const planned = act(out, 'transfer-in', { effective: 30, now: 2 });
    const back = act(planned, 'transfer-in', { effective: 10, now: 10 });
    const again = act(back, 'transfer-out', { effective: 20, now: 20 });
    assert.equal(status(again, 31), 'transferred-out');
    assert.equal(told(again, 31).at(-1), 'transfer-in none 不发生效力：届时的转出系在其后另行决定');
    assert.equal(status(act(again, 'transfer-in', { effective: 31, now: 31 }), 31), 'valid');
    const suspended = act(begun(), 'suspend', { effective: 1, now: 1 });
    assert.throws(() => act(suspended, 'transfer-out', { effective: 2, now: 2 }), { code: 'STATUS_EVENT_NOT_POSSIBLE' });
  });

  it('never leaves an end, whatever comes after', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<StatusEventKind>('cancel', 'rescind', 'revoke', 'void'),
        fc.array(fc.constantFrom(...KINDS)),
        (end, later) => {
          const row = [end, ...later].map((kind) => event(kind, '2026-01-01T00:00:00.000Z'));
          assert.equal(stateFromEvents(row).state, nextState('in-force', end));
        },
      ),
    );
  });

  it('keeps what was in law, whatever is recorded', () => {
    const step = fc.record({ kind: fc.constantFrom(...KINDS), effective: fc.integer({ min: -3, max: 8 }), later: fc.nat(4) });
    const counts = { recorded: 0, overtaken: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let record = begun();
        let now = 1;
        for (const { kind, effective, later } of steps) {
          now += later;
          const days = { effective: now + effective, now };
          const before = record;
          const possible = possibleEvents(before.events, BEGIN + days.effective * DAY);
          try {
            record = act(before, kind, days);
          } catch (error) {
            assert.ok(isYinzhengError(error, 'INPUT_INVALID', 'STATUS_EVENT_NOT_POSSIBLE'));
            if (effective >= 0) assert.ok(!possible.includes(kind), 'only the state stands in the way of an act from now on');
            continue;
          }
          counts.recorded++;
          assert.ok(possible.includes(kind));
          const added = outcomesOf(record.events).find((outcome) => outcome.event === record.events.at(-1));
          assert.ok(added?.next, 'what is recorded takes effect when its time comes');
          const inEffect = (one: LicenceRecord) =>
            outcomesOf(one.events)
              .filter(({ event: each }) => before.events.includes(each))
              .filter(({ event: { effectiveAt } }) => Date.parse(effectiveAt) <= BEGIN + now * DAY);
          assert.deepEqual(inEffect(record), inEffect(before), 'what has been in law stays so');
          for (let day = 0; day < 80; day++) {
            if (day < days.effective) assert.equal(status(record, day), status(before, day), `in law on day ${day}`);
            assert.equal(status(record, day, now - 1), status(before, day, now - 1), `as known before, on day ${day}`);
          }
          counts.overtaken += told(record, now).filter((line) => line.includes('none')).length;
        }
        const ends = Array.from({ length: 80 }, (_, day) => status(record, day)).filter(
          (word) => word !== 'valid' && word !== 'suspended' && word !== 'transferred-out',
        );
        assert.ok(new Set(ends).size <= 1, 'an end is followed by nothing else');
      }),
    );
    assert.ok(counts.recorded > 100 && counts.overtaken > 0, JSON.stringify(counts));
  });
});
