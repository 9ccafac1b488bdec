/** Splitting a text into stretches that one script's rules can shape. */

/** A stretch of a text: `start` is its index in the text (UTF-16); `plain` when each character is simply one upright glyph (Han). */
export interface Stretch {
  readonly start: number;
  readonly text: string;
  readonly plain: boolean;
}

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Tibt', /\p{Script=Tibetan}/u],
  ['Yiii', /\p{Script=Yi}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Mong', /\p{Script=Mongolian}/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Tale', /\p{Script=Tai_Le}/u],
  ['Talu', /\p{Script=New_Tai_Lue}/u],
  ['Lisu', /\p{Script=Lisu}/u],
  ['Latn', /\p{Script=Latin}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
];
const HAN = 'Hani';
const SHARED = 'Zyyy';
const VARIED = 'variation sequence';
const VARIATION = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const MARK = /\p{M}/u;

/** True for characters that change how others look and need no glyph of their own: variation selectors, joiners. */
export function isIgnorable(codePoint: number): boolean {
  return (
    (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
    (codePoint >= 0xe0100 && codePoint <= 0xe01ef) ||
    (codePoint >= 0x180b && codePoint <= 0x180e) ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    codePoint === 0x2060 ||
    codePoint === 0xfeff
  );
}

/** The characters of a text with the marks, variation selectors and joiners that belong to each. */
export function splitIntoUnits(text: string): readonly string[] {
  const units: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start + widthAt(text, start);
    while (end < text.length && belongsToPrevious(text.codePointAt(end) ?? 0)) end += widthAt(text, end);
    units.push(text.slice(start, end));
    start = end;
  }
  return units;
}

/** The stretches of a text, in order; characters of no script of their own (digits, spaces) stay with what precedes them. */
export function splitByScript(text: string): readonly Stretch[] {
  const stretches: { start: number; text: string; script: string }[] = [];
  let index = 0;
  for (const unit of splitIntoUnits(text)) {
    const script = scriptOf(unit);
    const last = stretches.at(-1);
    if (last && (last.script === script || joins(last.script, script))) {
      last.text += unit;
      if (last.script === SHARED) last.script = script;
    } else {
      stretches.push({ start: index, text: unit, script });
    }
    index += unit.length;
  }
  return stretches.map(({ start, text: part, script }) => ({ start, text: part, plain: script === HAN }));
}

/** Ideographs, their punctuation and full-width forms: one character, one glyph, no kerning. Tests by numbers, being met most often. */
function isPlain(codePoint: number): boolean {
  return (
    (codePoint >= 0x3400 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3000 &&
      codePoint <= 0x30ff &&
      !(codePoint >= 0x302a && codePoint <= 0x302f) &&
      codePoint !== 0x3099 &&
      codePoint !== 0x309a) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0xff00 && codePoint <= 0xffef) ||
    (codePoint >= 0x20000 && codePoint <= 0x3ffff)
  );
}

function belongsToPrevious(codePoint: number): boolean {
  if (codePoint < 0x300 || isPlain(codePoint)) return false;
  return codePoint === 0x200c || codePoint === 0x200d || MARK.test(String.fromCodePoint(codePoint));
}

function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

function joins(last: string, script: string): boolean {
  if (last === HAN || script === HAN || last === VARIED || script === VARIED) return false;
  return script === SHARED || last === SHARED;
}

function scriptOf(unit: string): string {
  const codePoint = unit.codePointAt(0) ?? 0;
  const single = unit.length === (codePoint > 0xffff ? 2 : 1);
  if (single && isPlain(codePoint)) return HAN;
  if (single && codePoint < 0x100) return /[A-Za-z]/.test(unit) ? 'Latn' : SHARED;
  if (VARIATION.test(unit)) return VARIED;
  return SCRIPTS.find(([, pattern]) => pattern.test(unit))?.[0] ?? SHARED;
}
