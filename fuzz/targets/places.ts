/** Tables of areas and lines of business, from spreadsheets and other systems. */
import { utf8 } from '../../src/base/bytes.ts';
import { readPlaces, writePlaces } from '../../src/services/organisations/register/index.ts';
import type { Target } from '../target.ts';

const SEEDS = [
  'code,name,firstDay,lastDay,successors\r\n990100,样例市,2000-01-01,2020-12-31,990101 990102\r\n',
  '\ufeffname,code\n"样例, ""省""",990000\n\n=cmd,990100',
  'code,name\n990000,"样\n例"\n',
];

const placeTable: Target = {
  name: 'place-table',
  form: 'text',
  covers: ['services/organisations/register/table.ts#readPlaces'],
  open: () => ({
    seeds: SEEDS.map(utf8),
    run(input) {
      const { rows, faults } = readPlaces(Buffer.from(input).toString('utf8'));
      // What is read is written and read as the same.
      const entries = rows.map(({ cells: { code, name } }) => ({ code, name, firstDay: null, lastDay: null, successors: [] }));
      if (faults.length > 0) return false;
      const again = readPlaces(writePlaces(entries)).rows.map(({ cells }) => [cells.code, cells.name]);
      const lost = entries.some(({ code, name }, index) => again[index]?.[0] !== code || again[index][1] !== name);
      if (lost && entries.every(({ code, name }) => code !== '' && !/^['=+\-@]/.test(code) && !/^'/.test(name)))
        throw new Error('a row was lost');
      return true;
    },
  }),
};

export const PLACE_TARGETS: readonly Target[] = [placeTable];
