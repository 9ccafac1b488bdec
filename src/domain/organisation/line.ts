/**
 * Lines of business (条线): a tree whose codes say their parents, such as `housing.construction` beneath `housing`, so that a bureau of a
 * county is found beneath its line as well as in its area.
 */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** A line of business: 1 to 6 steps of lower-case letters, digits and hyphens, with dots between, 64 characters at most. */
export type LineCode = string & { readonly brand: 'LineCode' };

/** Most steps from the root to a line. */
export const MAX_LINE_STEPS = 6;
const LONGEST = 64;

/** True for a text that has the form of a line of business. */
export function isLineCode(text: string): text is LineCode {
  const form = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
  return text.length <= LONGEST && form.test(text) && text.split('.').length <= MAX_LINE_STEPS;
}

/**
 * Reads a line of business.
 * @throws {YinzhengError} ORGANISATION_INVALID
 */
export function lineCode(text: string): LineCode {
  if (isLineCode(text)) return text;
  throw new YinzhengError('ORGANISATION_INVALID', {
    reason: bilingual(
      `a line of business is written as 1 to ${MAX_LINE_STEPS} steps of lower-case letters, digits and hyphens with dots between`,
      `条线由 1 至 ${MAX_LINE_STEPS} 段小写字母、数字、连字符组成，以点分隔`,
    ),
  });
}

/** The line that a line is beneath directly, null for one at the top. */
export function lineParent(code: LineCode): LineCode | null {
  const end = code.lastIndexOf('.');
  return end < 0 ? null : (code.slice(0, end) as LineCode);
}

/** A line and all that it is beneath, from the lowest on. */
export function linePath(code: LineCode): readonly LineCode[] {
  const path: LineCode[] = [];
  for (let line: LineCode | null = code; line !== null; line = lineParent(line)) path.push(line);
  return path;
}

/** Whether a line is another or beneath it. */
export function lineContains(upper: LineCode, lower: LineCode): boolean {
  return linePath(lower).includes(upper);
}
