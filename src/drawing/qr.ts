import { encode } from 'uqr';
import { YinzhengError } from '../base/errors/index.ts';
import { BLACK, WHITE } from './colour.ts';
import type { Colour, ModulesItem, PathItem } from './model.ts';
import { rectangle } from './path/shapes.ts';

/** Modules of a QR code (GB/T 18284, ISO/IEC 18004): rows from the top, true for dark; no quiet zone. */
export type QrModules = readonly (readonly boolean[])[];

/** Quiet zone in modules that the standard asks for on each side. */
const QUIET = 4;
const LONGEST = 2000;
/**
 * One mask for all. Readers learn the mask from the symbol, and the error-corrected, addressed data of a licence are as good as random
 * under any; trying all eight takes ten times as long as the rest of the symbol.
 */
const MASK = 3;

/**
 * The modules of the smallest QR code of level M for a text.
 * @throws {YinzhengError} TEXT_DOES_NOT_FIT when the text is longer than a QR code holds
 */
export function qrModules(text: string): QrModules {
  if (text.length > LONGEST) throw new YinzhengError('TEXT_DOES_NOT_FIT', { field: 'qr' });
  try {
    return encode(text, { ecc: 'M', border: 0, maskPattern: MASK }).data;
  } catch (cause) {
    throw new YinzhengError('TEXT_DOES_NOT_FIT', { field: 'qr' }, { cause });
  }
}

/** Where a QR code goes, mm; its quiet zone lies inside the square. */
export interface QrSquare {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour?: Colour;
}

/** A QR code on white ground. */
export function qrItems(
  modules: QrModules,
  { x, y, size, colour = BLACK }: QrSquare,
): readonly [ground: PathItem, code: ModulesItem] {
  const unit = size / (modules.length + 2 * QUIET);
  const inset = QUIET * unit;
  return [
    { kind: 'path', path: rectangle({ x, y }, size, size), fill: WHITE },
    { kind: 'modules', rows: modules, x: x + inset, y: y + inset, unit, fill: colour },
  ];
}
