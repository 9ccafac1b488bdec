import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import fc from 'fast-check';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { ENTRY, LONGEST_LIST, MOST_ENTRIES, parseStatusListHead } from '../../src/claim/index.ts';
import { decodeEntries, encodeEntries } from '../../src/claim/status-code.ts';
import { day } from '../support/pki.ts';
import { listOf, makeSigner, readList, signedList } from '../support/claims.ts';

const malformed = (error: unknown): boolean => isYinzhengError(error, 'STATUS_LIST_MALFORMED');

/** Entries of which a share is not valid, in places that say nothing; each of the three other statuses as often. */
function entriesOf(size: number, share: number): Uint8Array {
  const entries = new Uint8Array(size);
  // The same places in each run: the digests of numbers are as good as random.
  for (let left = Math.round(size * share), at = 0; left > 0; at++) {
    const place = createHash('sha256').update(`${size} ${at}`).digest().readUInt32BE() % size;
    if (entries[place] !== ENTRY.valid) continue;
    entries[place] = 1 + (at % 3);
    left--;
  }
  return entries;
}

describe('status lists', () => {
  const signer = makeSigner();

  it('of a million licences with 3 in a hundred not valid take 64 KB at most, signature and all', () => {
    const entries = entriesOf(1_000_000, 0.03);
    const bytes = signedList(signer, { entries });
    assert.ok(bytes.length <= 64_000, `${bytes.length} bytes`);
    assert.deepEqual(readList(bytes).list.entries, entries);
  });

  it('take 64 KB at most for a whole list of which every second entry is in use', () => {
    // What a list holds when the next one is begun: 3 in a hundred of half of its entries.
    const bytes = signedList(signer, { entries: entriesOf(MOST_ENTRIES, 0.015) });
    assert.ok(bytes.length <= 32_000, `${bytes.length} bytes for half a million licences`);
  });

  it('are never longer than is read, whatever the entries are', () => {
    for (const entry of [ENTRY.valid, ENTRY.ended, ENTRY.suspended, ENTRY.replaced]) {
      const entries = new Uint8Array(MOST_ENTRIES).fill(entry);
      const bytes = signedList(signer, { entries });
      assert.ok(bytes.length <= LONGEST_LIST);
      assert.deepEqual(readList(bytes).list.entries, entries);
    }
    const mixed = Uint8Array.from({ length: MOST_ENTRIES }, () => randomInt(4));
    assert.ok(signedList(signer, { entries: mixed }).length <= LONGEST_LIST);
  });

  it('are read as they were written', () => {
    const entry = fc.oneof({ arbitrary: fc.constant(0), weight: 12 }, { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 1 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 400 }), (made) => {
        const entries = Uint8Array.from(made);
        assert.deepEqual(decodeEntries(encodeEntries(entries), entries.length), entries);
        const { list } = readList(signedList(signer, { entries, list: 7 }));
        assert.deepEqual(list, listOf(signer, { entries, list: 7 }));
      }),
      { numRuns: 60 },
    );
  });

  it('are refused when any octet of the head, or any of the entries, is another', () => {
    const bytes = signedList(signer, { entries: entriesOf(1000, 0.05) });
    const isSame = (changed: Uint8Array): boolean => {
      const { list } = readList(changed);
      return Buffer.from(list.entries).equals(readList(bytes).list.entries) && list.list === 1;
    };
    for (let at = 128; at < bytes.length; at++)
      assert.throws(() => readList(bytes.with(at, (bytes[at] ?? 0) ^ 1)), malformed, `octet ${at}`);
    // Kind, version, size, code and digest have one value; the rest is for the signature to protect.
    for (const at of [0, 1, 2, 13, 14, 15, 16, 27, 28, 29, 30, 31, 32, 63])
      assert.throws(() => isSame(bytes.with(at, (bytes[at] ?? 0) ^ 0x55)), malformed, `octet ${at}`);
    for (const length of [0, 63, 64, 127, bytes.length - 1]) assert.throws(() => readList(bytes.subarray(0, length)), malformed);
    assert.throws(() => readList(new Uint8Array(LONGEST_LIST + 1)), malformed);
  });

  it('have a head that custody can read alone', () => {
    const head = parseStatusListHead(signedList(signer).subarray(0, 64));
    assert.deepEqual(
      { list: head.list, size: head.size, exceptions: head.exceptions, issuedAt: head.issuedAt, nextUpdate: head.nextUpdate },
      { list: 1, size: 1000, exceptions: 0, issuedAt: day(1), nextUpdate: day(2) },
    );
    assert.throws(() => parseStatusListHead(signedList(signer, { nextUpdate: day(1) }).subarray(0, 64)), malformed);
    assert.throws(() => parseStatusListHead(signedList(signer, { list: 0 }).subarray(0, 64)), malformed);
  });

  it('are refused in a spelling that is not the one', () => {
    const { exceptions, remainderBits, body } = encodeEntries(entriesOf(1000, 0.05));
    assert.throws(() => decodeEntries({ exceptions, remainderBits: remainderBits + 1, body }, 1000), RangeError);
    assert.throws(() => decodeEntries({ exceptions: exceptions - 1, remainderBits, body }, 1000), RangeError);
    assert.throws(
      () => decodeEntries({ exceptions, remainderBits, body: new Uint8Array(body.length).fill(255) }, 1000),
      RangeError,
    );
    assert.throws(() => decodeEntries({ exceptions: 0, remainderBits: 0, body: Uint8Array.of(0) }, 8), RangeError);
    assert.throws(() => decodeEntries({ exceptions: 1, remainderBits: 2, body: Uint8Array.of(0b0000_0001) }, 8), RangeError);
  });
});
