/** What somebody with the database file might do to the journal, over a real one: all of it is found, with the mark its end too. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { createEmbeddedStore, DATABASE_FOLDER } from '../../../src/adapters/embedded/index.ts';
import { createMarkFile } from '../../../src/adapters/files/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { chainEvent, EMPTY_HEAD, type JournalEntry } from '../../../src/domain/journal/index.ts';
import { verifyJournal } from '../../../src/services/journal/index.ts';
import { checkHighWater } from '../../../src/services/maintenance/index.ts';
import { BLOB_KEYS, event, sm3 } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const ENTRIES = 12;
/** Entries that the mark has seen. */
const SEEN = 9;

type Rows = Map<number, Buffer>;

/** A chain of its own: the same events, those from `from` on changed. */
function chain(from = ENTRIES + 1, length = ENTRIES): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const told = event(`licences/${sequence}/1`, sequence < from ? { n: sequence } : { n: sequence, forged: true });
    entries.push(chainEvent(entries[entries.length - 1] ?? EMPTY_HEAD, told, sm3));
  }
  return entries;
}

const GENUINE = chain();

function rowsOf(entries: readonly JournalEntry[]): Rows {
  return new Map(entries.map((entry) => [entry.sequence, Buffer.from(JSON.stringify(entry))]));
}

describe('verifying the journal', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const mark = createMarkFile(join(folder, 'high-water.json'));

  before(async () => {
    const store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    await store.journal.append(GENUINE);
    const seen = GENUINE[SEEN - 1];
    assert.ok(seen);
    await mark.write({ store: store.identity.id, sequence: seen.sequence, hash: seen.hash, at: '2026-05-01T00:00:00.000Z' });
    await store.close();
  });

  /** Puts rows into the database file as somebody would who has no program of ours. */
  async function put(rows: Rows): Promise<void> {
    const octets = { keyEncoding: 'binary', encoding: 'binary' } as const;
    const root = open<Buffer, Buffer>({ path: join(folder, DATABASE_FOLDER), noSubdir: false, maxDbs: 8, ...octets });
    const journal = root.openDB<Buffer, Buffer>({ name: 'journal', ...octets });
    await journal.clearAsync();
    for (const [sequence, row] of rows) {
      const key = Buffer.alloc(8);
      key.writeBigUInt64BE(BigInt(sequence));
      await journal.put(key, row);
    }
    await root.close();
  }

  /** First wrong entry of the chain, and whether the mark tells of something. */
  async function verify(): Promise<{ readonly at: number | null; readonly behind: boolean; readonly entries: number }> {
    const store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
    try {
      const { fault, entries } = await verifyJournal(store.journal, sm3);
      let behind = false;
      try {
        await checkHighWater(store, mark);
      } catch (error) {
        if (!isYinzhengError(error, 'STORE_ROLLED_BACK', 'STORE_DAMAGED')) throw error;
        behind = true;
      }
      return { at: fault?.sequence ?? null, behind, entries };
    } finally {
      await store.close();
    }
  }

  async function afterEdit(edit: (rows: Rows) => void): Promise<Awaited<ReturnType<typeof verify>>> {
    const rows = rowsOf(GENUINE);
    edit(rows);
    await put(rows);
    return verify();
  }

  const anEntry = fc.integer({ min: 1, max: ENTRIES });

  it('finds nothing where nothing was done', async () => {
    assert.deepEqual(await afterEdit(() => undefined), { at: null, behind: false, entries: ENTRIES });
  });

  it('finds a changed bit anywhere in any entry', () =>
    fc.assert(
      fc.asyncProperty(anEntry, fc.nat(), fc.nat(7), async (sequence, where, bit) => {
        const { at, entries } = await afterEdit((rows) => {
          const row = rows.get(sequence);
          assert.ok(row);
          row[where % row.length] = (row[where % row.length] ?? 0) ^ (1 << bit);
        });
        assert.deepEqual([at, entries], [sequence, sequence - 1]);
      }),
      { numRuns: 150 },
    ));

  it('finds what was added to an entry', async () => {
    const additions: readonly ((entry: JournalEntry) => object)[] = [
      (entry) => ({ ...entry, note: 1 }),
      (entry) => ({ ...entry, event: { ...entry.event, note: 1 } }),
      (entry) => ({ ...entry, event: { ...entry.event, facts: { ...entry.event.facts, n: 1.5 } } }),
      (entry) => [entry],
    ];
    for (const add of additions) {
      const { at } = await afterEdit((rows) => rows.set(4, Buffer.from(JSON.stringify(add(GENUINE[3] as JournalEntry)))));
      assert.equal(at, 4);
    }
  });

  it('finds removed entries, at the end by the mark', () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(anEntry, { minLength: 1, maxLength: ENTRIES }), async (removed) => {
        const { at, behind, entries } = await afterEdit((rows) => {
          for (const sequence of removed) rows.delete(sequence);
        });
        const first = Math.min(...removed);
        assert.equal(entries, first - 1);
        const tail = ENTRIES - first + 1 === removed.length;
        assert.equal(at, tail ? null : first);
        if (tail) assert.equal(behind, first <= SEEN);
      }),
      { numRuns: 40 },
    ));

  it('finds entries that changed places, or took each other’s number', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anEntry, { minLength: 2, maxLength: 2 }),
        fc.boolean(),
        async ([a = 1, b = 2], renumber) => {
          const { at } = await afterEdit((rows) => {
            const [left, right] = [GENUINE[a - 1], GENUINE[b - 1]];
            assert.ok(left && right);
            rows.set(a, Buffer.from(JSON.stringify(renumber ? { ...right, sequence: a } : right)));
            rows.set(b, Buffer.from(JSON.stringify(renumber ? { ...left, sequence: b } : left)));
          });
          assert.equal(at, Math.min(a, b));
        },
      ),
      { numRuns: 40 },
    ));

  it('finds entries put in between and repeated', async () => {
    const { at } = await afterEdit((rows) => {
      rows.set(ENTRIES + 1, rows.get(3) ?? Buffer.alloc(0));
    });
    assert.equal(at, ENTRIES + 1);
  });

  it('finds by the mark a chain made anew up to what was seen', async () => {
    for (let from = 1; from <= ENTRIES; from++) {
      await put(rowsOf(chain(from)));
      assert.deepEqual(await verify(), { at: null, behind: from <= SEEN, entries: ENTRIES }, `from ${from}`);
    }
  });
});
