/** Inputs made of seeds by several mutations in a row. */
import type { Random } from '../random.ts';
import { BYTE_MUTATIONS, splice, type Mutation } from './bytes.ts';
import { DER_MUTATIONS } from './der.ts';
import { mutateJson } from './json.ts';
import { PDF_MUTATIONS } from './pdf.ts';
import { textMutations } from './text.ts';
import { JSON_WORDS, MARKUP_WORDS, PDF_WORDS, PLAIN_WORDS } from './words.ts';

/** What a target's bytes are written in, which decides the mutations. */
export type Form = 'der' | 'pdf' | 'json' | 'markup' | 'text' | 'bytes';

/** Largest input, bytes. */
export const LONGEST_INPUT = 1_000_000;

const MUTATIONS: Readonly<Record<Form, readonly Mutation[]>> = {
  der: DER_MUTATIONS,
  pdf: [...textMutations(PDF_WORDS), ...PDF_MUTATIONS, ...PDF_MUTATIONS, ...PDF_MUTATIONS],
  json: [...Array<Mutation>(12).fill(mutateJson), ...textMutations(JSON_WORDS)],
  markup: textMutations(MARKUP_WORDS),
  text: textMutations(PLAIN_WORDS),
  bytes: BYTE_MUTATIONS,
};

/** A new input of a form, made of one seed or two. */
export function mutate(seeds: readonly Uint8Array[], form: Form, random: Random): Uint8Array {
  let bytes = random.pick(seeds);
  if (random.once(16)) bytes = splice(bytes, random.pick(seeds), random);
  const rounds = random.once(3) ? 1 + random.below(6) : 1;
  for (let round = 0; round < rounds; round++) {
    const usual = MUTATIONS[form];
    bytes = random.pick(random.once(3) ? BYTE_MUTATIONS : usual)(bytes, random);
  }
  return bytes.length > LONGEST_INPUT ? bytes.subarray(0, LONGEST_INPUT) : bytes;
}
