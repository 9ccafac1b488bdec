/** What the codes of simple fonts stand for where they have no ToUnicode (ISO 32000-1 §9.6.6, annex D). */
import { integerValue, nameValue, type PdfObject } from '../objects/index.ts';
import type { PdfDocument } from '../reader/index.ts';

const NAMES = new Map<string, string>(
  Object.entries({
    ...{ space: ' ', exclam: '!', quotedbl: '"', numbersign: '#', dollar: '$', percent: '%', ampersand: '&', quotesingle: "'" },
    ...{
      parenleft: '(',
      parenright: ')',
      asterisk: '*',
      plus: '+',
      comma: ',',
      hyphen: '-',
      minus: '−',
      period: '.',
      slash: '/',
    },
    ...{ zero: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9' },
    ...{ colon: ':', semicolon: ';', less: '<', equal: '=', greater: '>', question: '?', at: '@', bracketleft: '[' },
    ...{ backslash: '\\', bracketright: ']', asciicircum: '^', underscore: '_', grave: '`', braceleft: '{', bar: '|' },
    ...{ braceright: '}', asciitilde: '~', endash: '–', emdash: '—', quoteleft: '‘', quoteright: '’', quotedblleft: '“' },
    ...{ quotedblright: '”', quotesinglbase: '‚', quotedblbase: '„', bullet: '•', ellipsis: '…', fi: 'fi', fl: 'fl' },
    ...{ ff: 'ff', ffi: 'ffi', ffl: 'ffl', germandbls: 'ß', ae: 'æ', AE: 'Æ', oe: 'œ', OE: 'Œ', oslash: 'ø', Oslash: 'Ø' },
    ...{ lslash: 'ł', Lslash: 'Ł', eth: 'ð', Eth: 'Ð', thorn: 'þ', Thorn: 'Þ', dotlessi: 'ı', degree: '°', section: '§' },
    ...{ paragraph: '¶', copyright: '©', registered: '®', trademark: '™', euro: '€', Euro: '€', sterling: '£', yen: '¥' },
    ...{ cent: '¢', guillemotleft: '«', guillemotright: '»', periodcentered: '·', multiply: '×', divide: '÷', plusminus: '±' },
  }),
);
/** Combining accents by the ends of names such as `eacute`. */
const ACCENTS: readonly (readonly [string, string])[] = [
  ['circumflex', '\u0302'],
  ['dieresis', '\u0308'],
  ['cedilla', '\u0327'],
  ['ogonek', '\u0328'],
  ['macron', '\u0304'],
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['tilde', '\u0303'],
  ['breve', '\u0306'],
  ['caron', '\u030c'],
  ['ring', '\u030a'],
];
/** What StandardEncoding has otherwise than Windows code page 1252. */
const STANDARD = new Map<number, string>([
  [0x27, '’'],
  [0x60, '‘'],
  [0xae, 'fi'],
  [0xaf, 'fl'],
  [0xb1, '–'],
  [0xd0, '—'],
]);

/** Text of a glyph by its name (Adobe Glyph List, as far as Latin texts need it, and `uniXXXX`); empty when unknown. */
export function glyphText(name: string): string {
  const base = name.replace(/\..*$/s, '');
  const known = NAMES.get(base);
  if (known !== undefined) return known;
  if (/^[A-Za-z]$/.test(base)) return base;
  const [, four, more] = /^(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))$/.exec(base) ?? [];
  const point = Number.parseInt(four ?? more ?? '', 16);
  if (point <= 0x10ffff) return String.fromCodePoint(point);
  const accent = /^[A-Za-z]/.test(base) ? ACCENTS.find(([ending]) => base.slice(1) === ending) : undefined;
  return accent === undefined ? '' : (base.charAt(0) + accent[1]).normalize('NFC');
}

/** The texts of the 256 codes of a simple font by its /Encoding: base encoding and differences. */
export function encodingTexts(document: PdfDocument, encoding: PdfObject): readonly string[] {
  const isDictionary = encoding.kind === 'dictionary';
  const base = nameValue(isDictionary ? document.get(encoding, 'BaseEncoding') : encoding);
  const texts = baseTexts(base);
  const differences = isDictionary ? document.get(encoding, 'Differences') : encoding;
  if (differences.kind !== 'array') return texts;
  let code = 0;
  for (const item of differences.items) {
    const value = document.resolve(item);
    const name = nameValue(value);
    if (name === undefined) code = integerValue(value) ?? code;
    else if (code >= 0 && code < texts.length) texts[code++] = glyphText(name);
  }
  return texts;
}

function baseTexts(name: string | undefined): string[] {
  const decoder = new TextDecoder(name === 'MacRomanEncoding' ? 'macintosh' : 'windows-1252');
  const isWindows = name === 'WinAnsiEncoding' || name === 'MacRomanEncoding';
  return Array.from({ length: 256 }, (_, code) => {
    const standard = isWindows ? undefined : STANDARD.get(code);
    return standard ?? (code < 0x20 ? '' : decoder.decode(Uint8Array.of(code)));
  });
}
