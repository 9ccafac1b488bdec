import type { Placement } from '../documents/index.ts';
import { number, ordinal, required, usage, type Options } from './arguments.ts';

/** The options that say where a seal is wanted. */
export const PLACE_OPTIONS = {
  page: 'text',
  x: 'text',
  y: 'text',
  keyword: 'text',
  occurrence: 'text',
  dx: 'text',
  dy: 'text',
} as const;

/** Where the options want the seal. Throws USAGE unless they name either a point or a keyword. */
export function placementOf(options: Options<typeof PLACE_OPTIONS>): Placement {
  const { keyword, page, x, y } = options;
  if (keyword === undefined) {
    const unused = (['occurrence', 'dx', 'dy'] as const).find((name) => options[name] !== undefined);
    if (unused !== undefined) throw usage(`--${unused} goes with --keyword`, `--${unused} 须与 --keyword 一起使用`);
    return {
      page: number(page ?? '1', 'page'),
      x: number(required(x, 'x'), 'x'),
      y: number(required(y, 'y'), 'y'),
    };
  }
  if (page !== undefined || x !== undefined || y !== undefined)
    throw usage('--keyword takes the place of --page, --x and --y', '--keyword 不能与 --page、--x、--y 同时使用');
  const { occurrence = '1', dx = '0', dy = '0' } = options;
  return {
    keyword,
    occurrence: occurrence === 'last' ? occurrence : ordinal(occurrence, 'occurrence'),
    dx: number(dx, 'dx'),
    dy: number(dy, 'dy'),
  };
}
