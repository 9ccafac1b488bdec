/** Mutations of PDF, JSON, PEM and other things written in letters: numbers, words, lines, brackets. */
import type { Random } from '../random.ts';
import { replaced, type Mutation } from './bytes.ts';

const NUMBERS = ['0', '1', '-1', '2', '255', '256', '65535', '65536', '2147483647', '2147483648', '-2147483648', '4294967295'];
const ODD_NUMBERS = [
  '9007199254740993',
  '99999999999999999999',
  '0.5',
  '-0',
  '1e400',
  '00000000000000000001',
  '+-1',
  '1.7976931348623157e308',
];
const BRACKETS = [
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '{',
  '}',
  '"',
  "'",
  ',',
  ':',
  '/',
  '%',
  '\\',
  '\n',
  '\r',
  ' ',
  '\0',
  '&',
  ';',
];
const DIGIT = /[0-9]/;
const LONGEST_NUMBER = 24;
/** How far a word or a line is looked for, bytes. */
const WINDOW = 400;

/** Mutations that put words of a format in. */
export function textMutations(words: readonly string[]): readonly Mutation[] {
  const word: Mutation = (bytes, random) => insertedAt(bytes, random, random.pick(words));
  const otherWord: Mutation = (bytes, random) => {
    const old = find(bytes, random, random.pick(words));
    return old === null ? word(bytes, random) : replaced(bytes, old.from, old.to, latin1(random.pick(words)));
  };
  return [
    editNumber,
    editNumber,
    editNumber,
    editNumber,
    bracket,
    word,
    otherWord,
    otherWord,
    dropLine,
    doubleLine,
    moveLine,
    nest,
  ];
}

const editNumber: Mutation = (bytes, random) => {
  const old = numberNear(bytes, random.below(bytes.length));
  if (old === null) return bytes.slice();
  return replaced(bytes, old.from, old.to, latin1(otherNumber(Number(textOf(bytes, old)), random)));
};
const bracket: Mutation = (bytes, random) => insertedAt(bytes, random, random.pick(BRACKETS));
const dropLine: Mutation = (bytes, random) => {
  const { from, to } = lineNear(bytes, random);
  return replaced(bytes, from, to, new Uint8Array(0));
};
const doubleLine: Mutation = (bytes, random) => {
  const { from, to } = lineNear(bytes, random);
  return replaced(bytes, to, to, bytes.subarray(from, to));
};
const moveLine: Mutation = (bytes, random) => {
  const { from, to } = lineNear(bytes, random);
  const { to: at } = lineNear(bytes, random);
  return replaced(bytes, at, at, bytes.subarray(from, to));
};
/** Opens the same thing very often. */
const nest: Mutation = (bytes, random) => {
  const opener = random.pick(['[', '<<', '<< /K ', '(', '{"a":', '<g>', '[ 1 ', '%', '-', 'q ', '/A/B ', '<']);
  const times = random.once(3) ? 1 + random.below(20_000) : 1 + random.below(100);
  return insertedAt(bytes, random, opener.repeat(times));
};

function otherNumber(old: number, random: Random): string {
  switch (random.below(6)) {
    case 0:
      return random.pick(ODD_NUMBERS);
    case 1:
      return String(random.below(100));
    case 2:
      return String(old * random.pick([2, 10, 256, 1000]));
    case 3:
    case 4:
      return String(old + random.pick([1, -1, 2, -2, 10, -10, 100]));
    default:
      return random.pick(NUMBERS);
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function numberNear(bytes: Uint8Array, start: number): Span | null {
  let from = start;
  const last = Math.min(bytes.length, start + WINDOW);
  while (from < last && !isDigit(bytes[from])) from++;
  if (from === last) return null;
  while (from > 0 && start - from < LONGEST_NUMBER && isDigit(bytes[from - 1])) from--;
  let to = from;
  while (to < bytes.length && to - from < LONGEST_NUMBER && isDigit(bytes[to])) to++;
  return { from, to };
}

function lineNear(bytes: Uint8Array, random: Random): Span {
  const at = random.below(bytes.length);
  let from = at;
  while (from > 0 && at - from < WINDOW && bytes[from - 1] !== 10) from--;
  let to = at;
  while (to < bytes.length && to - at < WINDOW && bytes[to] !== 10) to++;
  return { from, to: Math.min(bytes.length, to + 1) };
}

function find(bytes: Uint8Array, random: Random, word: string): Span | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = random.below(bytes.length);
  const after = view.indexOf(word, start, 'latin1');
  const from = after === -1 ? view.indexOf(word, 0, 'latin1') : after;
  return from === -1 ? null : { from, to: from + word.length };
}

function insertedAt(bytes: Uint8Array, random: Random, text: string): Uint8Array {
  const at = random.below(bytes.length + 1);
  return replaced(bytes, at, at, latin1(text));
}

function textOf(bytes: Uint8Array, { from, to }: Span): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && DIGIT.test(String.fromCharCode(byte));
}
