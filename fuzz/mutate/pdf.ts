/** Mutations of PDF that leave its cross-references right, so that readers get to what is wrong. */
import type { Random } from '../random.ts';
import { BYTE_MUTATIONS, type Mutation } from './bytes.ts';
import { textMutations } from './text.ts';
import { PDF_WORDS } from './words.ts';

interface FoundObject {
  readonly number: number;
  readonly generation: number;
  /** Offset of the number. */
  readonly at: number;
  /** What is between `obj` and `endobj`. */
  readonly body: string;
}

const TEXT_MUTATIONS = textMutations(PDF_WORDS);
const OBJECT = /(?:^|[\s>])(\d{1,7}) (\d{1,5}) obj\b/g;
const MOST_OBJECTS = 2_000;
/** Sections that send readers elsewhere. */
const ODD_ENTRIES = ['0000000000 65535 f \n', '9999999999 00000 n \n', '0000000015 00001 n \n', '0000000000 00000 n \n'] as const;

/** Appends an incremental update in which some objects are others. */
const update: Mutation = (bytes, random) => {
  const text = textOf(bytes);
  const objects = objectsOf(text);
  if (objects.length === 0) return bytes.slice();
  const changed = Array.from({ length: 1 + random.below(3) }, () => {
    const { number, generation, body } = random.pick(objects);
    const isNew = random.once(8);
    return { number: isNew ? 5_000 + random.below(3) : number, generation, body: otherBody(body, objects, random) };
  });
  let appended = random.pick(['\n', '', '\r\n']);
  const places = changed.map(({ number, generation, body }) => {
    const at = text.length + appended.length;
    appended += `${number} ${generation} obj\n${body}\nendobj\n`;
    return { number, generation, at };
  });
  return bytesOf(`${text}${appended}${sectionOf(places, text, { at: text.length + appended.length, previous: true, random })}`);
};

/** Changes the text anywhere and writes one cross-reference table for what is there then. */
const rebuild: Mutation = (bytes, random) => {
  const text = textOf(random.pick(random.once(4) ? BYTE_MUTATIONS : TEXT_MUTATIONS)(bytes, random));
  const objects = objectsOf(text);
  return bytesOf(`${text}\n${sectionOf(objects, text, { at: text.length + 1, previous: false, random })}`);
};

/** Mutations of whole files. */
export const PDF_MUTATIONS: readonly Mutation[] = [update, update, rebuild, rebuild];

function otherBody(body: string, objects: readonly FoundObject[], random: Random): string {
  switch (random.below(6)) {
    case 0:
      return random.pick(objects).body;
    case 1:
      return body.replace(/\d+ 0 R/, `${random.pick(objects).number} 0 R`);
    case 2:
      return body.replace(
        />>(?![\s\S]*>>)/,
        `${random.pick(PDF_WORDS)} ${random.pick(['null', '1', '[]', '<<>>', '(x)', `${random.pick(objects).number} 0 R`])}>>`,
      );
    default:
      return body === '' ? '<<>>' : textOf(random.pick(TEXT_MUTATIONS)(bytesOf(body), random));
  }
}

function sectionOf(
  places: readonly Pick<FoundObject, 'number' | 'generation' | 'at'>[],
  text: string,
  { at, previous, random }: { readonly at: number; readonly previous: boolean; readonly random: Random },
): string {
  const rows = places.map(({ number, generation, at: offset }) => {
    const entry = `${pad(offset, 10)} ${pad(generation, 5)} n \n`;
    return `${number} 1\n${random.once(60) ? random.pick(ODD_ENTRIES) : entry}`;
  });
  const root = lastOf(text, /\/Root\s+(\d+ \d+ R)/g) ?? '1 0 R';
  const size = Math.max(1, ...places.map(({ number }) => number + 1), Number(lastOf(text, /\/Size\s+(\d+)/g) ?? 0));
  const before = previous ? `/Prev ${lastOf(text, /startxref\s+(\d+)/g) ?? '0'}` : '';
  return `xref\n${rows.join('')}trailer\n<</Size ${size} /Root ${root} ${before}>>\nstartxref\n${at}\n%%EOF\n`;
}

function objectsOf(text: string): readonly FoundObject[] {
  const found: FoundObject[] = [];
  for (const match of text.matchAll(OBJECT)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endobj', start);
    const at = match.index + match[0].length - `${match[1]} ${match[2]} obj`.length;
    found.push({
      number: Number(match[1]),
      generation: Number(match[2]),
      at,
      body: text.slice(start, end === -1 ? start : end).trim(),
    });
    if (found.length >= MOST_OBJECTS) break;
  }
  return found;
}

function lastOf(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
