import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createEntryHistory } from '../../../src/pdf/reader/history.ts';
import type { CrossReference, Revision } from '../../../src/pdf/reader/index.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { PLAIN, writeRevision } from '../../support/pdf-file.ts';
import { zlib } from '../../support/pdf-verify.ts';

const ENTRY: CrossReference = { kind: 'free', generation: 0 };

describe('the history of cross-reference entries', () => {
  it('finds what searching every revision finds (property)', () => {
    const [model] = openPdf(writeRevision(null, PLAIN), { zlib }).revisions;
    assert.ok(model);
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(12), { maxLength: 6 }), { minLength: 1, maxLength: 12 }), (numbers) => {
        const revisions = numbers.map((listed, index): Revision => ({
          ...model,
          index,
          entries: new Map(listed.map((number) => [number, ENTRY])),
        }));
        const latest = createEntryHistory(revisions);
        for (let number = 0; number <= 13; number++) {
          for (let revision = 0; revision < numbers.length + 2; revision++) {
            const last = numbers.slice(0, revision + 1).findLastIndex((listed) => listed.includes(number));
            assert.equal(latest(number, revision), last === -1 ? undefined : last);
          }
        }
      }),
    );
  });

  it('reads each object as each of many revisions has it', () => {
    let bytes = writeRevision(null, PLAIN);
    for (let version = 1; version <= 9; version++)
      bytes = writeRevision(bytes, { objects: { 40: `${version}`, [50 + version]: '0' } });
    const document = openPdf(bytes, { zlib });
    const at = (revision: number) => document.resolve({ kind: 'reference', number: 40, generation: 0 }, revision);
    assert.deepEqual(at(0), { kind: 'null' });
    for (let version = 1; version <= 9; version++) assert.deepEqual(at(version), { kind: 'integer', value: version });
    assert.equal(document.locate(55, 4), undefined);
    assert.equal(document.locate(55)?.revision, 5);
    assert.equal(document.locate(5)?.revision, 0);
  });
});
