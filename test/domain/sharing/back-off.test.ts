import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOff, GIVEN_UP_AFTER } from '../../../src/domain/sharing/index.ts';

describe('back-off of notices', () => {
  it('doubles from five seconds to an hour, less up to a quarter', () => {
    assert.deepEqual(
      [1, 2, 3, 11, 500].map((failures) => backOff(failures, 0)),
      [5_000, 10_000, 20_000, 3_600_000, 3_600_000],
    );
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 10_000 }), fc.double({ min: -1, max: 2, noNaN: true }), (failures, chance) => {
        const full = backOff(failures, 0);
        const time = backOff(failures, chance);
        return time <= full && time >= full * 0.75 - 1 && backOff(failures + 1, 0) >= full;
      }),
    );
    assert.equal(GIVEN_UP_AFTER, 604_800_000);
  });
});
