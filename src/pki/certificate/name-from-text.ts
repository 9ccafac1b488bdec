/** Distinguished names as people write them (RFC 4514), to be compared with those of certificates. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { attributeType, foldedValue } from './name.ts';

const LONGEST = 2_000;
const MOST = 64;

/**
 * The key by which a name written as text is the same as one of a certificate, see `nameKey`: the text has the last RDN first; escapes are those of RFC
 * 4514 §2.4, a value in hexadecimal (`#04…`) is compared as such.
 * @throws {YinzhengError} INPUT_INVALID when it is no name, or has an attribute whose type is not known
 */
export function nameKeyOfText(text: string): string {
  if (text.trim() === '' || text.length > LONGEST) throw invalid();
  const rdns: string[][] = [[]];
  let rest = text;
  for (let count = 0; ; count++) {
    if (count >= MOST) throw invalid();
    const type = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*/.exec(rest);
    const oid = type && attributeType(type[1] ?? '');
    if (!type || oid === null) throw invalid();
    const value = readValue(rest.slice(type[0].length));
    rdns.at(-1)?.push(`${oid}=${JSON.stringify(foldedValue(value.text))}`);
    rest = value.rest;
    if (rest === '') break;
    if (rest.startsWith(',')) rdns.push([]);
    rest = rest.slice(1);
  }
  return rdns
    .reverse()
    .map((rdn) => rdn.sort().join('+'))
    .join(',');
}

/** A value up to the separator that follows it, which stays. */
function readValue(text: string): { readonly text: string; readonly rest: string } {
  const bytes: number[] = [];
  let end = 0;
  const encoder = new TextEncoder();
  while (end < text.length && text[end] !== ',' && text[end] !== '+') {
    const escaped = /^\\(?:([0-9A-Fa-f]{2})|([ "#+,;<=>\\]))/.exec(text.slice(end, end + 3));
    if (escaped) {
      const [whole, hex, plain = ''] = escaped;
      bytes.push(...(hex === undefined ? encoder.encode(plain) : [Number.parseInt(hex, 16)]));
      end += whole.length;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(end) ?? 0);
    if ('"\\;<>\0'.includes(character)) throw invalid();
    bytes.push(...encoder.encode(character));
    end += character.length;
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)), rest: text.slice(end) };
  } catch {
    throw invalid();
  }
}

function invalid(): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual('no name as RFC 4514 writes it', '不是 RFC 4514 格式的名称') });
}
