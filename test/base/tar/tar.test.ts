import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { isTarPath, readTar, writeTar, type TarMember } from '../../../src/base/tar/index.ts';
import { skipped } from '../../support/skipped.ts';

const TIME = Date.parse('2026-03-01T01:02:03Z');
const members = fc
  .uniqueArray(
    fc.record({
      path: fc.stringMatching(/^[a-z0-9]{1,20}(\/[a-z0-9_-]{1,20}\.json)?$/),
      bytes: fc.uint8Array({ maxLength: 1_500 }),
    }),
    { minLength: 1, maxLength: 8, selector: ({ path }) => path },
  )
  .filter((list) => list.every(({ path }) => isTarPath(path)));

describe('tar archives', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 0, max: 4_000_000_000 }), (list, seconds) => {
        const { members: read, time } = readTar(writeTar(list, seconds * 1000 + 999));
        assert.equal(time, seconds * 1000);
        assert.deepEqual(
          read.map(({ path }) => path),
          list.map(({ path }) => path),
        );
        read.forEach(({ bytes }, index) => assert.deepEqual([...bytes], [...(list[index]?.bytes ?? [])]));
      }),
    );
  });

  it('show every octet that was changed: by another file, or by being none any more', () => {
    fc.assert(
      fc.property(members, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, flip) => {
        const archive = writeTar(list, TIME);
        const position = at % archive.length;
        archive[position] = (archive[position] ?? 0) ^ flip;
        let read: readonly TarMember[];
        try {
          read = readTar(archive).members;
        } catch (error) {
          assert.ok(isYinzhengError(error, 'TAR_MALFORMED'));
          return;
        }
        assert.deepEqual(
          read.map(({ path }) => path),
          list.map(({ path }) => path),
        );
        assert.notDeepEqual(
          read.map(({ bytes }) => [...bytes]),
          list.map(({ bytes }) => [...bytes]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are read by others', function () {
    const archive = writeTar([{ path: 'content/a.txt', bytes: new TextEncoder().encode('甲\n') }], TIME);
    const { status, stdout, error } = spawnSync('tar', ['-xOf', '-', 'content/a.txt'], { input: archive });
    if (error) skipped(this, 'tar is not installed');
    assert.deepEqual([status, stdout.toString()], [0, '甲\n']);
  });

  it('have no path out of their folder, none twice, and nothing behind their end', () => {
    const bytes = new Uint8Array(3);
    for (const path of ['', '/a', '../a', 'a/../b', 'a//b', './a', 'a/.', 'a b', 'é', 'x'.repeat(101), 'a/'])
      assert.throws(() => writeTar([{ path, bytes }], TIME), TypeError, path);
    assert.throws(
      () =>
        writeTar(
          [
            { path: 'a', bytes },
            { path: 'a', bytes },
          ],
          TIME,
        ),
      TypeError,
    );
    const archive = writeTar([{ path: 'a', bytes }], TIME);
    const malformed = { code: 'TAR_MALFORMED' };
    for (const wrong of [
      new Uint8Array(),
      new Uint8Array(1024),
      archive.subarray(0, -512),
      Buffer.concat([archive, Buffer.alloc(512)]),
    ])
      assert.throws(() => readTar(wrong), malformed);
  });
});
