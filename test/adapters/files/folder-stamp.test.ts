/** The stamp of a folder, by which a change of what is trusted is noticed before the next use of a seal. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolderStamp } from '../../../src/adapters/files/index.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

describe('the stamp of a folder', () => {
  const folder = join(temporaryFolder(), 'trust');
  const stamp = createFolderStamp(folder);
  const place = (...names: readonly string[]): string => join(folder, ...names);

  function changes(what: string, change: () => void): void {
    const before = stamp.now();
    assert.equal(stamp.now(), before, `nothing happened before: ${what}`);
    change();
    assert.notEqual(stamp.now(), before, what);
  }

  it('is empty where there is no folder, and that of what comes later', () => {
    assert.equal(stamp.now(), '');
    mkdirSync(place('lists', 'of-others'), { recursive: true });
    assert.equal(stamp.now(), '', 'folders without files');
  });

  it('is another for each thing that can be done to a file, one at once after the other', () => {
    changes('a file is added', () => writeFileSync(place('lists', 'a.crl'), 'one'));
    changes('and another in the same tick', () => writeFileSync(place('lists', 'b.crl'), 'two'));
    changes('one deeper', () => writeFileSync(place('lists', 'of-others', 'c.crl'), 'three'));
    // The clock of the file system may be coarse.
    utimesSync(place('lists', 'a.crl'), LONG_AGO, LONG_AGO);
    changes('overwritten with as much', () => writeFileSync(place('lists', 'a.crl'), 'eno'));
    changes('in a folder that is made', () => {
      mkdirSync(place('makers'));
      writeFileSync(place('makers', 'd.pem'), 'four');
    });
    changes('put in the place of another', () => {
      writeFileSync(place('lists', 'new'), 'six');
      renameSync(place('lists', 'new'), place('lists', 'b.crl'));
    });
    changes('named otherwise', () => renameSync(place('lists', 'a.crl'), place('lists', 'e.crl')));
    changes('taken away', () => rmSync(place('lists', 'e.crl')));
  });

  it('is another for a change deep in folders that have been as they are for long', () => {
    for (const path of [place('lists', 'of-others', 'c.crl'), place('lists', 'of-others')]) utimesSync(path, LONG_AGO, LONG_AGO);
    changes('overwritten', () => writeFileSync(place('lists', 'of-others', 'c.crl'), 'eerht'));
    changes('added', () => writeFileSync(place('lists', 'of-others', 'f.crl'), 'seven'));
  });

  it('does not follow links in a circle', () => {
    changes('a link to the folder itself', () => symlinkSync(folder, place('circle')));
    assert.equal(stamp.now(), stamp.now());
  });

  it('is that of nothing again when the folder is gone', () => {
    rmSync(folder, { recursive: true });
    stamp.relist();
    assert.equal(stamp.now(), '');
  });
});
