/** What SECURITY.md says against the standards: every clause has its row, and every test that a row names exists and tests something. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TEXT = readFileSync(`${ROOT}SECURITY.md`, 'utf8');

/** Heading of each table, and what the first column must name, chapter by chapter. */
const TABLES: Readonly<Record<string, readonly RegExp[]>> = {
  'OWASP ASVS 5.0.0': Array.from({ length: 16 }, (_, index) => new RegExp(`(^|[ –])${index + 1}\\.\\d`)),
  'GB/T 22239-2019': [
    ...Array.from({ length: 10 }, (_, index) => new RegExp(`8\\.1\\.${index + 1}(\\D|$)`)),
    ...Array.from({ length: 11 }, (_, index) => new RegExp(`8\\.1\\.4\\.${index + 1}(\\D|$)`)),
    ...Array.from({ length: 4 }, (_, index) => new RegExp(`8\\.1\\.5\\.${index + 1}(\\D|$)`)),
  ],
  'GB/T 39786-2021': Array.from({ length: 8 }, (_, index) => new RegExp(`8\\.${index + 1}(\\D|$)`)),
};

function rowsUnder(heading: string): readonly (readonly string[])[] {
  const start = TEXT.indexOf(`### ${heading}`);
  assert.notEqual(start, -1, heading);
  const section = TEXT.slice(start + 1).split(/\n#{2,3} /)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

describe('tables of SECURITY.md', () => {
  for (const [heading, clauses] of Object.entries(TABLES)) {
    it(`${heading}: every chapter has a row of four columns, none twice`, () => {
      const rows = rowsUnder(heading);
      assert.ok(rows.length >= clauses.length / 3);
      for (const row of rows) {
        assert.equal(row.length, 4, row[0]);
        assert.ok(
          row.every((cell) => cell !== ''),
          row[0],
        );
      }
      const named = rows.map(([clause]) => clause ?? '');
      assert.equal(new Set(named).size, named.length);
      for (const clause of clauses)
        assert.ok(
          named.some((name) => clause.test(name)),
          String(clause),
        );
    });

    it(`${heading}: every test that is named exists, and who claims a measure names one or leaves it open`, () => {
      for (const [clause, measure, tests = '', operator] of rowsUnder(heading)) {
        const named = [...tests.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
        for (const path of named) {
          assert.match(path, /^test\/[\w/-]+\.test\.ts$/, clause);
          assert.ok(existsSync(ROOT + path), `${clause}: ${path}`);
          assert.match(readFileSync(ROOT + path, 'utf8'), /\b(it|describe\w*|test[A-Z]\w*)\(/, path);
        }
        if (named.length === 0) assert.equal(tests, '–', clause);
        if (measure === '–') assert.notEqual(operator, '–', clause);
      }
    });
  }
});
