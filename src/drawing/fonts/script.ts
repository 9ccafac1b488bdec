/** Splitting a text into stretches that one script's rules can shape. */

/** A stretch of a text: `start` is its index in the text (UTF-16); `plain` when each character is simply one upright glyph (Han). */
export interface Stretch {
  readonly start: number;
  readonly text: string;
  readonly plain: boolean;
}

/** Ideographs, their punctuation and full-width forms: one character, one glyph, no kerning. */
const PLAIN = /^[\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]$/u;
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
const SHARED = 'Zyyy';
const VARIED = 'variation sequence';
/** A character with the marks, variation selectors and joiners that follow it. */
const UNIT = /[^\p{M}][\p{M}\u200c\u200d]*|[\p{M}\u200c\u200d]+/gsu;
const VARIATION = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

/** The characters of a text with the marks, variation selectors and joiners that belong to each. */
export function splitIntoUnits(text: string): readonly string[] {
  return text.match(UNIT) ?? [];
}

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

/** The stretches of a text, in order; characters of no script of their own (digits, spaces) stay with what precedes them. */
export function splitByScript(text: string): readonly Stretch[] {
  const stretches: { start: number; text: string; script: string }[] = [];
  let index = 0;
  for (const [unit] of text.matchAll(UNIT)) {
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
  return stretches.map(({ start, text: part, script }) => ({ start, text: part, plain: script === 'Hani' }));
}

function joins(last: string, script: string): boolean {
  if (last === 'Hani' || script === 'Hani' || last === VARIED || script === VARIED) return false;
  return script === SHARED || last === SHARED;
}

function scriptOf(character: string): string {
  if (PLAIN.test(character)) return 'Hani';
  if (VARIATION.test(character)) return VARIED;
  if (character < '\u0100') return /[A-Za-z]/.test(character) ? 'Latn' : SHARED;
  return SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? SHARED;
}
