/** Threads that a document ends, in whichever way: a typed answer, and a thread for the next one. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createThreadPool, type ThreadPool } from '../../../src/adapters/isolation/thread-pool.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const PROGRAM = `
const ways = {
  well: () => ({ done: true }),
  end: () => process.exit(7),
  buffer: () => new ArrayBuffer(2 ** 53 - 1),
  heap: () => { for (const held = []; ;) held.push(Array.from({ length: 10_000 }, (_, index) => ({ index }))); },
  time: () => { for (;;); },
  machine: () => {
    // A machine that runs into "unreachable".
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports.a();
  },
};
export default (way) => ways[way]();
`;

describe('threads that read foreign documents', function () {
  this.timeout(120_000);
  let pool: ThreadPool<string, { readonly done: true }>;
  before(() => {
    const program = join(temporaryFolder(), 'thread.mjs');
    writeFileSync(program, PROGRAM);
    pool = createThreadPool({ program, threads: 1, longest: 8_000 });
  });
  after(() => pool.close());

  for (const way of ['end', 'buffer', 'heap', 'time'])
    it(`answer that a document costs too much when it ends one (${way}), and read the next`, async () => {
      await assert.rejects(pool.run(way), { name: 'YinzhengError', code: 'DOCUMENT_TOO_COSTLY' });
      assert.deepEqual(await pool.run('well'), { done: true });
    });

  it('hide no fault of ours, and go on', async () => {
    await assert.rejects(pool.run('machine'), /unreachable/);
    await assert.rejects(pool.run('nothing'), { name: 'TypeError' });
    assert.deepEqual(await pool.run('well'), { done: true });
  });
});
