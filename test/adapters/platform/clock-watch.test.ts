/** The watched clock: it goes with the machine's, and is not believed after a jump nor without synchronisation. */
import assert from 'node:assert/strict';
import { createClockWatch } from '../../../src/adapters/platform/clock-watch.ts';
import { day } from '../../support/pki.ts';

/** Clocks to be moved by hand. */
function clocks() {
  const state = { wall: day(1), monotonic: 5000, synchronised: null as boolean | null, faults: [] as string[] };
  const watch = createClockWatch({
    wall: () => state.wall,
    monotonic: () => state.monotonic,
    synchronised: () => state.synchronised,
    onFault: (fault) => void state.faults.push(fault),
  });
  const pass = (milliseconds: number, stray = 0) => {
    state.wall += milliseconds + stray;
    state.monotonic += milliseconds;
    return watch.read();
  };
  return { state, pass };
}

describe('clock watch', () => {
  it('reads the machine’s clock', () => {
    const before = Date.now();
    const { time, fault } = createClockWatch().read();
    assert.ok(fault === null);
    assert.ok(time >= before && time <= Date.now());
  });

  it('believes a clock that goes evenly, for days, with less than a second astray', () => {
    const { state, pass } = clocks();
    assert.deepEqual(pass(86_400_000), { time: day(2), fault: null });
    assert.deepEqual(pass(1000, 1000), { time: day(2) + 2000, fault: null });
    assert.deepEqual(pass(1000, -2000), { time: day(2) + 1000, fault: null });
    assert.deepEqual(state.faults, []);
  });

  for (const [name, jump] of [
    ['forwards', 1001],
    ['back', -1001],
    ['by a year', 365 * 86_400_000],
  ] as const) {
    it(`does not believe a clock that jumped ${name} until it has gone evenly for a minute`, () => {
      const { state, pass } = clocks();
      assert.deepEqual(pass(10, jump), { time: null, fault: 'stepped' });
      assert.equal(pass(59_000).fault, 'stepped');
      assert.equal(pass(0, -jump).fault, 'stepped', 'set right again');
      assert.equal(pass(59_000).fault, 'stepped', 'the minute begins anew');
      assert.deepEqual(pass(1000), { time: state.wall, fault: null });
      assert.deepEqual(state.faults, ['stepped']);
    });
  }

  it('counts small steps together', () => {
    const { pass } = clocks();
    assert.equal(pass(1000, 600).fault, null);
    assert.equal(pass(1000, 600).fault, 'stepped');
  });

  it('does not believe a clock that is known not to be synchronised', () => {
    const { state, pass } = clocks();
    state.synchronised = true;
    assert.equal(pass(1).fault, null);
    state.synchronised = false;
    assert.equal(pass(1).fault, 'unsynchronised');
    state.synchronised = null;
    assert.equal(pass(1).fault, null);
    assert.deepEqual(state.faults, ['unsynchronised']);
  });
});
