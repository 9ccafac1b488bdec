import { isYinzhengError } from '../../base/errors/index.ts';
import { shapeText, type FontSet, type ReportContent } from '../../drawing/index.ts';

/** Stands for a character that cannot be printed (〓, as in typesetting). */
const MISSING = '〓';
/** Control characters and those that turn the direction of what stands around them; scripts from right to left have no lines here. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/gu;
const FACES = ['song', 'song-bold'] as const;

/** Content whose every text can be printed: names in foreign certificates may have any character. */
export function printable(fonts: FontSet, content: ReportContent): ReportContent {
  const known = new Map<string, boolean>();
  const text = (value: string): string => {
    const clean = value.replace(UNPRINTABLE, MISSING);
    if (isShaped(fonts, clean)) return clean;
    return [...clean].map((character) => (isKnown(character) ? character : MISSING)).join('');
  };
  const isKnown = (character: string): boolean => {
    const found = known.get(character) ?? isShaped(fonts, character);
    known.set(character, found);
    return found;
  };
  const { verdict, sections, title, note, issuer, date, foot, marking } = content;
  return {
    ...{ title: text(title), note: text(note), issuer: text(issuer), date: text(date), foot: text(foot), marking },
    verdict: { ...verdict, title: text(verdict.title), meaning: text(verdict.meaning) },
    sections: sections.map((section) => ({
      title: text(section.title),
      rows: section.rows.map((row) => ({ ...row, label: text(row.label), value: text(row.value) })),
    })),
  };
}

function isShaped(fonts: FontSet, text: string): boolean {
  try {
    for (const face of FACES) shapeText(fonts, face, text);
    return true;
  } catch (error) {
    if (isYinzhengError(error, 'GLYPH_MISSING')) return false;
    throw error;
  }
}
