import assert from 'node:assert/strict';
import { measureInTurns, median } from '../../bench/measure.ts';
import { comparedRow, plainRow, reaches, tableOf, TARGETS } from '../../bench/row.ts';

describe('the benchmark', () => {
  it('gives ratios that are larger where the product is better', () => {
    const compared = { value: 2, baseline: 50 };
    assert.equal(comparedRow('issue', 'ms', { ...compared, better: 'smaller' }).ratio, 25);
    assert.equal(comparedRow('sm2-sign', '1/s', { ...compared, better: 'larger' }).ratio, 0.04);
  });

  it('holds rows against their targets', () => {
    assert.equal(reaches(comparedRow('issue', 'ms', { value: 5, baseline: 100, better: 'smaller' })), true);
    assert.equal(reaches(comparedRow('issue', 'ms', { value: 5.1, baseline: 100, better: 'smaller' })), false);
    assert.equal(reaches(plainRow('rss', 'MiB', 351)), false);
    assert.equal(reaches(plainRow('something', 'ms', 1)), null);
  });

  it('says in its table what is missed', () => {
    const lines = tableOf([plainRow('rss', 'MiB', 351), plainRow('durable-issue', '1/s', 250)]).split('\n');
    assert.match(lines[1] ?? '', /^rss +351 +MiB +<= 350 +MISSED$/);
    assert.match(lines[2] ?? '', /^durable-issue +250 +1\/s +>= 250 +reached$/);
    assert.ok(Object.keys(TARGETS).length >= 10);
  });

  it('measures works in turns, and prepares outside of the time', async () => {
    const calls = { prepared: 0, made: 0, other: 0 };
    const times = await measureInTurns(
      [{ prepare: (count) => void (calls.prepared += count), call: () => calls.made++ }, () => calls.other++],
      { batches: 3, batchMs: 1, warmupMs: 1 },
    );
    assert.equal(times.length, 2);
    assert.ok(times.every((time) => time >= 0));
    assert.equal(calls.prepared, calls.made);
    assert.ok(calls.other > 0);
    assert.equal(median([3, 1, 2]), 2);
  });
});
