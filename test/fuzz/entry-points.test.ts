/** No way in for foreign bytes is forgotten: each function that could be one is fuzzed, or exempt for a reason. */
import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { EXEMPT, exemption } from '../../fuzz/entry-points/exempt.ts';
import { findEntryPoints } from '../../fuzz/entry-points/find.ts';
import { attemptSeeds } from '../../fuzz/seeds.ts';
import { TARGETS } from '../../fuzz/targets/index.ts';
import { createWorld } from '../../fuzz/world.ts';

describe('the ways in for foreign bytes', function () {
  this.timeout(240_000);
  const covered = new Set(TARGETS.flatMap(({ covers }) => covers));
  let found: readonly string[] = [];
  before(() => {
    found = findEntryPoints();
  });

  it('are found by the compiler', () => {
    assert.ok(found.length > 200);
    for (const key of [
      'asn1/reader.ts#readDer',
      'documents/verify.ts#verifyDocument',
      'domain/identifier/licence-identifier.ts#readIdentifier',
    ]) {
      assert.ok(found.includes(key), key);
    }
  });

  it('are each fuzzed or exempt for a reason, and not both', () => {
    assert.deepEqual(
      found.filter((key) => covered.has(key) === (exemption(key) !== null)),
      [],
      'name it in `covers` of a target in fuzz/targets, or in fuzz/entry-points/exempt.ts',
    );
  });

  it('are exempt only as long as they exist', () => {
    const stale = EXEMPT.flatMap(([, ...keys]) => keys).filter(
      (key) => !found.some((name) => name === key || name.split('#')[0] === key),
    );
    assert.deepEqual(stale, []);
  });

  it('are really entered by the targets that say so', async () => {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    const world = createWorld();
    try {
      for (const target of TARGETS) await attemptSeeds(await target.open(world));
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const entered = new Set(
        result.flatMap(({ url, functions }) => {
          const file = url.split('/src/')[1]?.replace(/\?.*$/, '') ?? '';
          return functions
            .filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0)
            .map(({ functionName }) => `${file}#${functionName}`);
        }),
      );
      assert.deepEqual(
        [...covered].filter((key) => !entered.has(key)),
        [],
      );
    } finally {
      session.disconnect();
      await world.close();
    }
  });
});
