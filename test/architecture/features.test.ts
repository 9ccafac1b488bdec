/** docs/features.md: every feature has its row, and what a row names is there: routes, commands, pages, tests. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../../src/cli/commands.ts';
import { bareRoutes } from '../support/routes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** How many features there are. */
const FEATURES = 56;

interface Row {
  readonly number: number;
  readonly places: string;
  readonly page: string;
  readonly test: string;
}

const ROWS: readonly Row[] = readFileSync(join(ROOT, 'docs/features.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /^\d+$/.test(cells[1] ?? ''))
  .map(([, number, , places = '', page = '', test = '']) => ({ number: Number(number), places, page, test }));

describe('the table of features', () => {
  it('has a row for each of them, in order', () => {
    assert.deepEqual(
      ROWS.map(({ number }) => number),
      Array.from({ length: FEATURES }, (_, index) => index + 1),
    );
  });

  it('names routes and commands that there are', () => {
    const known = new Set(bareRoutes().map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    for (const { number, places } of ROWS) {
      const named = [...places.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      assert.ok(named.length > 0, `row ${number} names no interface`);
      for (const name of named) {
        const command = name.startsWith('yinzheng ') ? name.slice('yinzheng '.length) : null;
        assert.ok(command === null ? known.has(name) : command in COMMANDS, `row ${number}: there is no ${name}`);
      }
    }
  });

  it('names pages that there are, or says that they come later', () => {
    for (const { number, page } of ROWS) {
      const spoken = page === 'page: later' || page.startsWith('none: ');
      assert.ok(spoken || existsSync(join(ROOT, page)), `row ${number}: there is no page ${page}`);
    }
  });

  it('names tests that there are and test something', () => {
    for (const { number, test } of ROWS) {
      assert.ok(existsSync(join(ROOT, test)), `row ${number}: there is no ${test}`);
      assert.match(readFileSync(join(ROOT, test), 'utf8'), /\bit(?:\.each)?\(/, `row ${number}: ${test} tests nothing`);
    }
  });
});
