import { PAGE_LIST, readPageChoice, type PageChoice } from '../documents/index.ts';
import type { WantedPlace } from '../services/stamping/index.ts';
import { number, oneOf, ordinal, required, usage, type Options } from './arguments.ts';

/** The options that say where a seal is wanted. */
export const PLACE_OPTIONS = {
  page: 'text',
  x: 'text',
  y: 'text',
  keyword: 'text',
  field: 'text',
  bookmark: 'text',
  destination: 'text',
  'licence-type': 'text',
  'seal-place': 'text',
  occurrence: 'text',
  dx: 'text',
  dy: 'text',
  pages: 'text',
  edge: 'text',
  at: 'text',
  group: 'text',
} as const;

/** Where the options want the seal. Throws USAGE unless one thing alone says so: a point, a keyword, an edge, or a name of the document or of a licence type. */
export function placementOf(options: Options<typeof PLACE_OPTIONS>): WantedPlace {
  const { keyword, page, x, y, edge } = options;
  const pages = options.pages === undefined ? undefined : pagesOf(options.pages);
  if (edge !== undefined) return straddling(options, pages);
  const idle = (['at', 'group'] as const).find((name) => options[name] !== undefined);
  if (idle !== undefined) throw usage(`--${idle} goes with --edge`, `--${idle} 须与 --edge 一起使用`);
  const named = NAMES.find((name) => options[name] !== undefined);
  if (named !== undefined) return byName(options, named);
  if (options['seal-place'] !== undefined)
    throw usage('--seal-place goes with --licence-type', '--seal-place 须与 --licence-type 一起使用');
  if (keyword === undefined) {
    const unused = (['occurrence', 'dx', 'dy'] as const).find((name) => options[name] !== undefined);
    if (unused !== undefined) throw usage(`--${unused} goes with --keyword`, `--${unused} 须与 --keyword 一起使用`);
    const point = { x: number(required(x, 'x'), 'x'), y: number(required(y, 'y'), 'y') };
    if (pages === undefined) return { page: number(page ?? '1', 'page'), ...point };
    if (page !== undefined) throw usage('--pages takes the place of --page', '--pages 不能与 --page 同时使用');
    return { pages, ...point };
  }
  if (pages !== undefined || page !== undefined || x !== undefined || y !== undefined)
    throw usage(
      '--keyword takes the place of --page, --pages, --x and --y',
      '--keyword 不能与 --page、--pages、--x、--y 同时使用',
    );
  const { occurrence = '1', dx = '0', dy = '0' } = options;
  return {
    keyword,
    occurrence: occurrence === 'last' || occurrence === 'every' ? occurrence : ordinal(occurrence, 'occurrence'),
    dx: number(dx, 'dx'),
    dy: number(dy, 'dy'),
  };
}

/** Options by which a name says where. */
const NAMES = ['field', 'bookmark', 'destination', 'licence-type'] as const;

function byName(options: Options<typeof PLACE_OPTIONS>, named: (typeof NAMES)[number]): WantedPlace {
  const ofType = named === 'licence-type';
  const idle = ['keyword', 'page', 'pages', 'x', 'y', 'occurrence', ...NAMES, ...(ofType ? OFFSET : ['seal-place'])] as const;
  const other = idle.find((name) => name !== named && options[name as keyof typeof PLACE_OPTIONS] !== undefined);
  if (other !== undefined) throw usage(`--${named} goes without --${other}`, `--${named} 不能与 --${other} 同时使用`);
  const name = options[named] ?? '';
  if (ofType) return { licenceType: name, sealPlace: options['seal-place'] };
  const offset = { dx: number(options.dx ?? '0', 'dx'), dy: number(options.dy ?? '0', 'dy') };
  return named === 'field'
    ? { field: name, ...offset }
    : named === 'bookmark'
      ? { bookmark: name, ...offset }
      : { destination: name, ...offset };
}

const OFFSET = ['dx', 'dy'] as const;
const EDGES = ['left', 'right', 'top', 'bottom'] as const;
const GROUP = '20';

function straddling(
  { edge = '', at, group = GROUP, ...others }: Options<typeof PLACE_OPTIONS>,
  pages: PageChoice = 'all',
): WantedPlace {
  const other = (['keyword', ...NAMES, 'seal-place', 'page', 'x', 'y', 'occurrence', 'dx', 'dy'] as const).find(
    (name) => others[name] !== undefined,
  );
  if (other !== undefined) throw usage(`--edge takes the place of --${other}`, `--edge 不能与 --${other} 同时使用`);
  return {
    ...{ edge: oneOf(edge, EDGES, 'edge'), pages, group: ordinal(group, 'group') },
    ...(at !== undefined && { at: number(at, 'at') }),
  };
}

function pagesOf(text: string): PageChoice {
  if (PAGE_LIST.test(text)) return readPageChoice(text);
  throw usage('--pages takes all, or numbers and ranges such as 1,3-5', '--pages 须为 all，或如 1,3-5 的页码和范围');
}
