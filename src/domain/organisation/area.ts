/**
 * Codes of administrative areas (行政区划代码): six digits to the county (GB/T 2260), nine to the township, twelve to the village. The
 * shortest form alone is taken: `510104`, not `510104000000`.
 */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** A code of an area, 6, 9 or 12 digits. */
export type AreaCode = string & { readonly brand: 'AreaCode' };

/** How far down an area is: province, prefecture, county, township, village. */
export type AreaLevel = 1 | 2 | 3 | 4 | 5;

/** True for a text that has the form of a code of an area; whether there is such an area is not known here. */
export function isAreaCode(text: string): text is AreaCode {
  if (!/^[1-9]\d{5}(?:\d{3}){0,2}$/.test(text)) return false;
  // A county without its prefecture does not exist; `4419` and `4420` have townships beneath the prefecture itself.
  if (text.slice(2, 4) === '00' && text.slice(4) !== '00') return false;
  return text.slice(6, 9) !== '000' && text.slice(9, 12) !== '000';
}

/**
 * Reads the code of an area.
 * @throws {YinzhengError} ORGANISATION_INVALID
 */
export function areaCode(text: string): AreaCode {
  if (isAreaCode(text)) return text;
  throw new YinzhengError('ORGANISATION_INVALID', {
    reason: bilingual(
      'an area code has 6 digits to the county, 9 for a township, 12 for a village, without zeros at the end for what it does not name',
      '区划代码至县级为 6 位数字，乡级 9 位，村级 12 位，末尾不补零',
    ),
  });
}

/** The level of an area. */
export function areaLevel(code: AreaCode): AreaLevel {
  if (code.length > 6) return code.length === 9 ? 4 : 5;
  return code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3;
}

/** The area that an area lies in directly, null for a province. */
export function areaParent(code: AreaCode): AreaCode | null {
  if (code.length > 6) return code.slice(0, code.length - 3) as AreaCode;
  const level = areaLevel(code);
  return level === 1 ? null : ((level === 3 ? `${code.slice(0, 4)}00` : `${code.slice(0, 2)}0000`) as AreaCode);
}

/** An area and all that it lies in, from the smallest on; at most five. */
export function areaPath(code: AreaCode): readonly AreaCode[] {
  const path: AreaCode[] = [];
  for (let area: AreaCode | null = code; area !== null; area = areaParent(area)) path.push(area);
  return path;
}

/** Whether an area is another or lies in it. */
export function areaContains(outer: AreaCode, inner: AreaCode): boolean {
  return areaPath(inner).includes(outer);
}
