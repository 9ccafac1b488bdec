import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  canonicalJson,
  chainEvent,
  checkChain,
  EMPTY_HEAD,
  type DomainEvent,
  type JournalEntry,
} from '../../../src/domain/journal/index.ts';
import { CLERK } from '../../support/licence.ts';

const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest();

function chainOf(length: number): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let index = 0; index < length; index++) {
    const event: DomainEvent = {
      id: `licences/x/${index}`,
      kind: 'licence-issued',
      subject: 'licences/x',
      effectiveAt: '2026-01-01T00:00:00.000Z',
      recordedAt: '2026-01-01T00:00:00.000Z',
      actor: CLERK,
      purpose: null,
      facts: { index },
    };
    const last = entries[entries.length - 1];
    entries.push(chainEvent(last ? { sequence: last.sequence, hash: last.hash } : EMPTY_HEAD, event, sm3));
  }
  return entries;
}

describe('the journal chain', () => {
  it('holds for what was appended', () => {
    const entries = chainOf(20);
    const { head, fault } = checkChain(EMPTY_HEAD, entries, sm3);
    assert.equal(fault, null);
    assert.deepEqual(head, { sequence: 20, hash: entries[19]?.hash });
  });

  it('finds an edit of any part of any entry, a removal and a swap', () => {
    const entries = chainOf(8);
    const edits: ((entry: JournalEntry) => JournalEntry)[] = [
      (entry) => ({ ...entry, event: { ...entry.event, kind: 'licence-read' } }),
      (entry) => ({ ...entry, event: { ...entry.event, facts: { index: -1 } } }),
      (entry) => ({ ...entry, event: { ...entry.event, actor: { ...entry.event.actor, person: 'other' } } }),
      (entry) => ({ ...entry, hash: '0'.repeat(64) }),
      (entry) => ({ ...entry, previous: 'f'.repeat(64) }),
      (entry) => ({ ...entry, sequence: entry.sequence + 1 }),
    ];
    fc.assert(
      fc.property(fc.nat(7), fc.constantFrom(...edits), (position, edit) => {
        const changed = entries.map((entry, index) => (index === position ? edit(entry) : entry));
        assert.notEqual(checkChain(EMPTY_HEAD, changed, sm3).fault, null);
      }),
    );
    fc.assert(
      fc.property(fc.nat(6), (position) => {
        assert.notEqual(
          checkChain(
            EMPTY_HEAD,
            entries.filter((_, index) => index !== position),
            sm3,
          ).fault,
          null,
        );
        const swapped = [...entries];
        [swapped[position], swapped[position + 1]] = [swapped[position + 1] as JournalEntry, swapped[position] as JournalEntry];
        assert.notEqual(checkChain(EMPTY_HEAD, swapped, sm3).fault, null);
      }),
    );
  });

  it('writes one spelling for one value', () => {
    assert.equal(canonicalJson({ b: 1, a: ['x', null, true], c: undefined }), '{"a":["x",null,true],"b":1}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(canonicalJson(shuffled), canonicalJson(value));
        assert.deepEqual(JSON.parse(canonicalJson(value)), { ...value });
      }),
    );
    for (const wrong of [1.5, Number.NaN, () => 1, Symbol('x'), 1n]) assert.throws(() => canonicalJson({ wrong }), TypeError);
  });
});
