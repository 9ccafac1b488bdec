import assert from 'node:assert/strict';
import { licenceOfEvent, useOfEntry, useTimePrefix } from '../../../src/domain/use/index.ts';
import type { DomainEvent } from '../../../src/domain/journal/index.ts';
import { event, licence } from '../../support/records.ts';

const entry = (changes: Partial<DomainEvent>) => ({
  ...{ sequence: 7, previous: '0'.repeat(64), hash: 'a'.repeat(64) },
  event: { ...event('e', { what: 'data' }), kind: 'licence-read' as const, subject: 'licences/l', ...changes },
});

describe('uses from the journal', () => {
  it('are of what is a use, about a licence that is there or a person', () => {
    const known = licence('l');
    const use = useOfEntry(entry({}), known);
    assert.deepEqual([use?.licence?.id, use?.result, use?.sequence, use?.holders.length], ['l', 'data', 7, known.holders.length]);
    assert.equal(useOfEntry(entry({ kind: 'licence-issued' }), known), null);
    assert.equal(useOfEntry(entry({ subject: 'licences', facts: {} }), null), null);
    assert.equal(useOfEntry(entry({ recordedAt: 'never' }), known), null);
    const copied = {
      kind: 'licence-copied',
      subject: 'licence-copies/c',
      facts: { licence: 'l', copyKind: 'use-copy' },
    } as const;
    assert.equal(licenceOfEvent(entry(copied).event), 'l');
    assert.equal(useOfEntry(entry(copied), known)?.result, 'use-copy');
    const asked = useOfEntry(
      entry({ kind: 'licences-searched', subject: 'licences', facts: { persons: ['p'], by: 'number' } }),
      null,
    );
    assert.deepEqual([asked?.licence, asked?.persons, asked?.result], [null, ['p'], null]);
  });

  it('have ids that put the latest first, and those of one moment by their place in the journal', () => {
    assert.ok(useTimePrefix(2_000) < useTimePrefix(1_000));
    const known = licence('l');
    const at = (recordedAt: string, sequence: number) => useOfEntry({ ...entry({ recordedAt }), sequence }, known)?._id ?? '';
    assert.ok(at('2026-01-02T00:00:00.000Z', 1) < at('2026-01-01T00:00:00.000Z', 2));
    assert.ok(at('2026-01-01T00:00:00.000Z', 9) < at('2026-01-01T00:00:00.000Z', 10));
  });
});
