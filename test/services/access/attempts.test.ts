import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createAttempts, type AttemptRule } from '../../../src/services/access/index.ts';

const RULE: AttemptRule = { free: 3, wait: 1000, longest: 5000 };

describe('attempts', () => {
  const waits = (work: () => void): number | null => {
    try {
      work();
    } catch (error) {
      assert.ok(isYinzhengError(error, 'RATE_LIMITED'));
      return Number(error.details['seconds']);
    }
    return null;
  };

  it('let a key fail a few times, then wait, longer each time, never longer than the longest', () => {
    const attempts = createAttempts();
    let now = 0;
    const begin = () => waits(() => attempts.begin('a', RULE, now));
    assert.deepEqual([begin(), begin(), begin()], [null, null, null]);
    const seen = [];
    for (let round = 0; round < 5; round++) {
      const seconds = begin();
      assert.ok(seconds !== null);
      seen.push(seconds);
      now += seconds * 1000;
      assert.equal(begin(), null);
    }
    assert.deepEqual(seen, [1, 2, 4, 5, 5]);
    assert.equal(
      waits(() => attempts.begin('b', RULE, now)),
      null,
    );
  });

  it('count tries made at the same time before any of them is judged', () => {
    const attempts = createAttempts();
    const results = Array.from({ length: 50 }, () => waits(() => attempts.begin('a', RULE, 0)));
    assert.equal(results.filter((seconds) => seconds === null).length, 3);
  });

  it('forget on success, take one back, and forgive with time', () => {
    const attempts = createAttempts();
    const begin = (now: number) => waits(() => attempts.begin('a', RULE, now));
    begin(0);
    begin(0);
    attempts.clear('a');
    assert.deepEqual([begin(0), begin(0), begin(0), begin(0)], [null, null, null, 1]);
    attempts.excuse('a');
    assert.equal(begin(0), null);
    assert.equal(begin(0), 1);
    assert.equal(begin(10_000), null);
    assert.equal(begin(10_000), null);
    assert.equal(begin(10_000), null);
    assert.equal(begin(10_000), 1);
  });

  it('keep no more keys than a bounded number', () => {
    const attempts = createAttempts();
    for (let count = 0; count < 3; count++) attempts.begin('first', RULE, 0);
    for (let key = 0; key < 10_000; key++) attempts.begin(String(key), RULE, 0);
    assert.equal(
      waits(() => attempts.begin('first', RULE, 0)),
      null,
    );
    assert.equal(
      waits(() => attempts.begin('9999', RULE, 0)),
      null,
    );
  });
});
