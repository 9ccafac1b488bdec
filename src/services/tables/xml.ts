/** XML of spreadsheets, a tag at a time: no document types, no entities but the five of XML and characters by number. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** A tag, or the text between two. */
export type XmlToken =
  | { readonly kind: 'open' | 'empty'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const SLICE = 1 << 18;
/** Longest tag, or text between two, characters. */
const LONGEST = 100_000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The tags and texts of a document in UTF-8, in their order, names without prefixes. Processing instructions and comments are passed over.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function* readXml(bytes: Uint8Array): Iterable<XmlToken> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for (let from = 0; from < bytes.length || rest !== ''; from += SLICE) {
    const isLast = from + SLICE >= bytes.length;
    rest += decode(decoder, bytes.subarray(from, from + SLICE), isLast);
    let at = 0;
    for (;;) {
      const begin = rest.indexOf('<', at);
      const end = begin < 0 ? -1 : endOfTag(rest, begin);
      if (begin < 0 || end < 0) break;
      if (begin > at) yield { kind: 'text', text: unescape(rest.slice(at, begin)) };
      const token = tokenOf(rest.slice(begin, end));
      if (token) yield token;
      at = end;
    }
    rest = rest.slice(at);
    if (rest.length > LONGEST + SLICE) throw malformed();
    if (!isLast) continue;
    if (rest.trim() !== '') throw malformed();
    return;
  }
}

/** The value of an attribute, by its name without a prefix; null where it is not there. */
export function attributeOf(attributes: string, name: string): string | null {
  for (const [, found = '', double, single] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (withoutPrefix(found) === name) return unescape(double ?? single ?? '');
  return null;
}

function endOfTag(text: string, begin: number): number {
  const until = (mark: string): number => {
    const found = text.indexOf(mark, begin);
    return found < 0 ? -1 : found + mark.length;
  };
  if (text.startsWith('<!--', begin)) return until('-->');
  if (text.startsWith('<?', begin)) return until('?>');
  return until('>');
}

function tokenOf(tag: string): XmlToken | null {
  if (tag.length > LONGEST) throw malformed();
  if (tag.startsWith('<?') || tag.startsWith('<!--')) return null;
  // Document types and sections of characters; spreadsheets have neither.
  if (tag.startsWith('<!')) throw malformed();
  const matched = /^<(\/?)([\w:.-]+)([^]*?)(\/?)>$/.exec(tag);
  if (!matched) throw malformed();
  const [, close = '', name = '', attributes = '', empty = ''] = matched;
  if (close !== '') return { kind: 'close', name: withoutPrefix(name) };
  return { kind: empty === '' ? 'open' : 'empty', name: withoutPrefix(name), attributes };
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const known = ENTITIES[name];
    if (known !== undefined) return known;
    const number = /^#x([0-9A-Fa-f]{1,6})$/.exec(name) ?? /^#(\d{1,7})$/.exec(name);
    const code = number ? Number.parseInt(number[1] ?? '', name.startsWith('#x') ? 16 : 10) : NaN;
    if (!whole.endsWith(';') || !(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code < 0xe000)) throw malformed();
    return String.fromCodePoint(code);
  });
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch (cause) {
    throw cause instanceof TypeError ? malformed() : cause;
  }
}

function malformed(): YinzhengError {
  return new YinzhengError('INPUT_INVALID', {
    reason: bilingual('the spreadsheet has XML that is not sound', '电子表格内的 XML 有误'),
  });
}
