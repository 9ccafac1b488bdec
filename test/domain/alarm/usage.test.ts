import assert from 'node:assert/strict';
import { countIn, EMPTY_WINDOW, newUsage, noteUse, type Usage, type Window } from '../../../src/domain/alarm/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-03-02 00:00 in Asia/Shanghai. */
const MIDNIGHT = Date.parse('2026-03-02T00:00:00+08:00');
const LIMIT = { factor: 3, least: 5, days: 10 };

/** So many days of so many acts, from nine o'clock on. */
function afterDays(days: number, perDay: number): Usage {
  let usage = newUsage(MIDNIGHT);
  for (let day = 0; day < days; day++)
    for (let act = 0; act < perDay; act++) ({ usage } = noteUse(usage, MIDNIGHT + day * DAY + 9 * HOUR + act * 60_000, LIMIT));
  return usage;
}

describe('what is usual', () => {
  it('is not known before so many days', () => {
    const night = MIDNIGHT + 10 * DAY + 3 * HOUR;
    assert.equal(noteUse(afterDays(9, 4), night, LIMIT).unusual.hour, null);
    assert.equal(noteUse(afterDays(10, 4), night, LIMIT).unusual.hour, 3);
  });

  it('is the hour of before and those beside it, in Asia/Shanghai', () => {
    const usage = afterDays(12, 4);
    const unusual = Array.from(
      { length: 24 },
      (_, hour) => noteUse(usage, MIDNIGHT + 12 * DAY + hour * HOUR, LIMIT).unusual.hour,
    );
    assert.deepEqual(
      unusual.flatMap((hour, index) => (hour === null ? [index] : [])),
      [8, 9, 10],
    );
  });

  it('takes another hour as usual when it has been used for some days', () => {
    let usage = afterDays(12, 4);
    const told: (number | null)[] = [];
    for (let day = 12; day < 15; day++) {
      const noted = noteUse(usage, MIDNIGHT + day * DAY + 22 * HOUR, LIMIT);
      told.push(noted.unusual.hour);
      ({ usage } = noted);
    }
    assert.deepEqual(told, [22, null, null]);
  });

  it('is a number of a day: more than so many times of it is told', () => {
    let usage = afterDays(12, 4);
    const told: unknown[] = [];
    for (let act = 1; act <= 14; act++) {
      const noted = noteUse(usage, MIDNIGHT + 12 * DAY + 9 * HOUR + act, LIMIT);
      if (noted.unusual.number) told.push(noted.unusual.number);
      ({ usage } = noted);
    }
    assert.deepEqual(told, [
      { count: 13, most: 12 },
      { count: 14, most: 12 },
    ]);
    assert.equal(noteUse(afterDays(12, 1), MIDNIGHT + 12 * DAY + 9 * HOUR, LIMIT).unusual.number, null);
  });
});

describe('counts within a time', () => {
  const limit = { most: 3, within: 12_000 };

  it('forget what is older', () => {
    let window: Window = EMPTY_WINDOW;
    const counts = [0, 100, 5_000, 11_900, 12_900, 60_000].map((at) => {
      const counted = countIn(window, limit, { at });
      ({ window } = counted);
      return counted.count;
    });
    assert.deepEqual(counts, [1, 2, 3, 4, 3, 1]);
    assert.equal(window.counts.size, 1);
  });

  it('count a member once, and keep no more members than the limit needs', () => {
    let window: Window = EMPTY_WINDOW;
    const counts = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((member, index) => {
      const counted = countIn(window, limit, { at: index, member });
      ({ window } = counted);
      return counted.count;
    });
    assert.deepEqual(counts, [1, 2, 2, 3, 4, 4, 4]);
    assert.equal(window.members.size, 4);
  });
});
