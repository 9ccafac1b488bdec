/** Reads CMap files: which bytes make a code, and what it stands for (ISO 32000-1 §9.7.5, §9.10.3; Adobe Technical Note 5014). */
import { spend, type TextBudget } from './budget.ts';

/** Codes of `length` bytes, from `low` to `high`. */
export interface CodeSpace {
  readonly length: number;
  readonly low: number;
  readonly high: number;
}

/** What a CMap says. */
export interface CodeMap {
  readonly spaces: readonly CodeSpace[];
  /** Text of a code, where it is a ToUnicode CMap. */
  readonly texts: ReadonlyMap<number, string>;
  /** CID of a code, where it is an encoding. */
  readonly cids: ReadonlyMap<number, number>;
}

/** Bytes of a CMap that are read; what follows is passed over. */
const LONGEST = 4 * 1024 * 1024;
/** Bytes of one code. */
const LONGEST_CODE = 4;
/** Codes that one range maps at most. */
const WIDEST_RANGE = 0x10000;
const TOKEN = /<([0-9A-Fa-f\s]*)>|([[\]])|([^\s<>[\]()%]+)/g;

type Token = { readonly hex: string } | { readonly word: string };

/**
 * Reads a CMap; what is not of its grammar is passed over. `bytes` are those of the decoded stream.
 * @throws {YinzhengError} DOCUMENT_TOO_COSTLY when it maps more codes than the budget allows
 */
export function readCmap(bytes: Uint8Array, budget: TextBudget): CodeMap {
  const source = new TextDecoder('latin1').decode(bytes.subarray(0, LONGEST));
  const map = { spaces: [] as CodeSpace[], texts: new Map<number, string>(), cids: new Map<number, number>() };
  let kind = '';
  let held: Token[] = [];
  let listing = false;
  for (const [, hex, bracket, word] of source.matchAll(TOKEN)) {
    if (word?.startsWith('begin')) {
      [kind, held, listing] = [word.slice(5), [], false];
    } else if (word?.startsWith('end')) {
      kind = '';
    } else if (kind !== '') {
      if (bracket !== undefined) listing = bracket === '[';
      held.push(hex !== undefined ? { hex: hex.replace(/\s/g, '') } : { word: word ?? bracket ?? '' });
      if (!listing && enter(map, kind, held, budget)) held = [];
    }
  }
  return map;
}

/** Takes what is held once it is whole; false while more has to come. */
function enter(
  map: { spaces: CodeSpace[]; texts: Map<number, string>; cids: Map<number, number> },
  kind: string,
  held: readonly Token[],
  budget: TextBudget,
): boolean {
  const [first, second, third] = held;
  const low = codeOf(first);
  switch (kind) {
    case 'codespacerange': {
      if (second === undefined) return false;
      const length = hexOf(first).length / 2;
      if (length >= 1 && length <= LONGEST_CODE && map.spaces.length < 256)
        map.spaces.push({ length, low, high: codeOf(second) });
      return true;
    }
    case 'bfchar':
      if (second === undefined) return false;
      spend(budget, 'mappings');
      map.texts.set(low, textOf(hexOf(second)));
      return true;
    case 'bfrange':
      if (third === undefined) return false;
      enterTexts(map.texts, { low, high: codeOf(second), texts: held.slice(2) }, budget);
      return true;
    case 'cidchar':
      if (second === undefined) return false;
      spend(budget, 'mappings');
      map.cids.set(low, numberOf(second));
      return true;
    case 'cidrange':
      if (third === undefined) return false;
      for (let code = low; code <= Math.min(codeOf(second), low + WIDEST_RANGE - 1); code++) {
        spend(budget, 'mappings');
        map.cids.set(code, numberOf(third) + code - low);
      }
      return true;
    default:
      return true;
  }
}

function enterTexts(
  texts: Map<number, string>,
  { low, high, texts: given }: { readonly low: number; readonly high: number; readonly texts: readonly Token[] },
  budget: TextBudget,
): void {
  const last = Math.min(high, low + WIDEST_RANGE - 1);
  const [single] = given;
  const isList = single !== undefined && 'word' in single;
  const first = isList ? '' : textOf(hexOf(single));
  for (let code = low; code <= last; code++) {
    const listed = isList ? given[code - low + 1] : undefined;
    if (isList && (listed === undefined || 'word' in listed)) return;
    spend(budget, 'mappings');
    texts.set(code, isList ? textOf(hexOf(listed)) : raised(first, code - low));
  }
}

/** The text whose last UTF-16 unit is larger by `by`, as a range counts. */
function raised(text: string, by: number): string {
  if (by === 0 || text === '') return text;
  const last = text.codePointAt(text.length - 2) ?? 0;
  const wide = last > 0xffff;
  const point = wide ? last : text.charCodeAt(text.length - 1);
  const next = point + by;
  return text.slice(0, wide ? -2 : -1) + (next <= 0x10ffff ? String.fromCodePoint(next) : '');
}

function hexOf(token: Token | undefined): string {
  return token !== undefined && 'hex' in token ? token.hex : '';
}

function codeOf(token: Token | undefined): number {
  return Number.parseInt(hexOf(token).slice(0, 2 * LONGEST_CODE), 16) || 0;
}

function numberOf(token: Token): number {
  return 'word' in token ? Number.parseInt(token.word, 10) || 0 : 0;
}

/** UTF-16BE as hexadecimal digits; at most a few letters, as of a ligature. */
function textOf(hex: string): string {
  let text = '';
  for (let at = 0; at + 2 <= Math.min(hex.length, 256); at += 4) {
    const digits = hex.slice(at, at + 4);
    text += String.fromCharCode(Number.parseInt(digits, 16));
  }
  return text;
}
