/** What SECURITY.md says against the standards: every clause has its row, and every test that a row names exists and tests something. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TEXT = readFileSync(`${ROOT}SECURITY.md`, 'utf8');

/** Requirements of levels 1 and 2 of ASVS 5.0.0: how many the sections of each chapter have, those of level 3 alone left out. */
const ASVS: Readonly<Record<number, readonly number[]>> = {
  1: [2, 9, 11, 3, 2],
  2: [3, 3, 4, 1],
  3: [0, 2, 4, 6, 5, 0, 2],
  4: [3, 1, 2, 4],
  5: [1, 3, 2, 3],
  6: [3, 12, 4, 4, 5, 3, 0, 4],
  7: [3, 4, 2, 5, 2, 2],
  8: [2, 3, 1, 1],
  9: [3, 4],
  10: [2, 2, 4, 11, 5, 2, 3],
  11: [2, 3, 3, 4, 1, 1],
  12: [3, 2, 4],
  13: [1, 5, 2, 5],
  14: [2, 4, 3],
  15: [3, 3, 7],
  16: [1, 5, 4, 3, 3],
  17: [1, 4, 2],
};

/** Control points of GB/T 22239-2019 level 3 (8.1.N) and how many requirements each has; one without letters has 1. 8.1.1 and 8.1.6 to 8.1.10 by control points. */
const PROTECTION: Readonly<Record<number, readonly number[]>> = {
  1: Array<number>(10).fill(1),
  2: [5, 2, 1],
  3: [4, 5, 4, 2, 4, 1],
  4: [4, 7, 4, 6, 1, 1, 2, 2, 3, 2, 2],
  5: [2, 2, 2, 6],
  6: Array<number>(4).fill(1),
  7: Array<number>(5).fill(1),
  8: Array<number>(4).fill(1),
  9: Array<number>(10).fill(1),
  10: Array<number>(14).fill(1),
};

/** Requirements of GB/T 39786-2021 level 3 by chapter of techniques; chapters of management have one row each. */
const CRYPTOGRAPHY: Readonly<Record<number, number>> = { 1: 3, 2: 5, 3: 6, 4: 8, 5: 1, 6: 1, 7: 1, 8: 1 };

const letters = (count: number): readonly string[] =>
  count === 1 ? [''] : Array.from({ length: count }, (_, index) => ` ${'abcdefgh'[index] ?? ''}`);
const number = (from: string, index: number): string => `${from}.${index + 1}`;

/** Heading of each table, and every clause that it has. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  'OWASP ASVS 5.0.0': Object.entries(ASVS).flatMap(([chapter, sections]) =>
    sections.flatMap((count, section) => Array.from({ length: count }, (_, index) => number(number(chapter, section), index))),
  ),
  'GB/T 22239-2019': Object.entries(PROTECTION).flatMap(([part, points]) =>
    points.flatMap((count, point) => letters(count).map((letter) => `${number(`8.1.${part}`, point)}${letter}`)),
  ),
  'GB/T 39786-2021': Object.entries(CRYPTOGRAPHY).flatMap(([part, count]) =>
    letters(count).map((letter) => `8.${part}${letter}`),
  ),
};

/** The clauses that a first column names: numbers, ranges of numbers, and letters after the last of them. */
function clausesOf(cell: string): readonly string[] {
  const [, numbers = '', rest = ''] = /^([\d.,– ]*\d)(.*)$/.exec(cell) ?? [];
  const found = numbers.split(', ').flatMap((part) => {
    const [from = '', to] = part.trim().split('–');
    if (to === undefined) return [from];
    const base = from.slice(0, from.lastIndexOf('.'));
    const [first, last] = [Number(from.split('.').at(-1)), Number(to.split('.').at(-1))];
    return Array.from({ length: last - first + 1 }, (_, index) => `${base}.${first + index}`);
  });
  const [, named] = /(?:^|[^A-Za-z])([a-h](?:(?:–|, )[a-h])*)(?![A-Za-z])/.exec(rest) ?? [];
  if (named === undefined) return found;
  const each = named.split(', ').flatMap((part) => {
    const [from = '', to = from] = part.split('–');
    return [...'abcdefgh'].filter((letter) => letter >= from && letter <= to);
  });
  return found.flatMap((clause) => each.map((letter) => `${clause} ${letter}`));
}

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
  it('are read clause by clause', () => {
    assert.deepEqual(clausesOf('1.2.1, 1.2.3'), ['1.2.1', '1.2.3']);
    assert.deepEqual(clausesOf('6.5.2–6.5.4'), ['6.5.2', '6.5.3', '6.5.4']);
    assert.deepEqual(clausesOf('8.1.4.2 访问控制 e, f'), ['8.1.4.2 e', '8.1.4.2 f']);
    assert.deepEqual(clausesOf('8.2 b, c 通信数据 †'), ['8.2 b', '8.2 c']);
    assert.deepEqual(clausesOf('8.1.2.1 网络架构 a–c'), ['8.1.2.1 a', '8.1.2.1 b', '8.1.2.1 c']);
    assert.equal(TABLES['OWASP ASVS 5.0.0']?.length, 253);
  });

  for (const [heading, clauses] of Object.entries(TABLES)) {
    it(`${heading}: every clause is in one row of four columns, and none that is not in the standard`, () => {
      const rows = rowsUnder(heading);
      for (const row of rows) {
        assert.equal(row.length, 4, row[0]);
        assert.ok(
          row.every((cell) => cell !== ''),
          row[0],
        );
      }
      const named = rows.flatMap(([clause = '']) => (clause.startsWith('8.1–8.4') ? [] : clausesOf(clause)));
      assert.deepEqual([...named].sort(), [...clauses].sort());
    });

    it(`${heading}: every test that is named exists, and who claims a measure names one or leaves it open`, () => {
      for (const [clause, measure, tests = '', operator] of rowsUnder(heading)) {
        const paths = [...tests.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
        for (const path of paths) {
          assert.match(path, /^test\/[\w/-]+\.test\.ts$/, clause);
          assert.ok(existsSync(ROOT + path), `${clause}: ${path}`);
          assert.match(readFileSync(ROOT + path, 'utf8'), /\b(it|describe\w*|test[A-Z]\w*)\(/, path);
        }
        if (paths.length === 0) assert.equal(tests, '–', clause);
        if (measure === '–') assert.notEqual(operator, '–', clause);
      }
    });
  }
});
