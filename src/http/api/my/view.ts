import type { z } from 'zod';
import { maskCode, maskName } from '../../../domain/licence/index.ts';
import type { IdentifierLink } from '../../../domain/holder/index.ts';
import type { MyNumbers } from '../../../services/holders/index.ts';
import type { linkSchema, numbersSchema } from './schema.ts';

/** A link, its number and name masked. */
export function linkView({ _id, codeType, code, name, from, to, state, steps }: IdentifierLink): z.infer<typeof linkSchema> {
  return {
    ...{ id: _id, codeType, codeMasked: maskCode(code), nameMasked: maskName(name), from, to, state },
    steps: steps.map(({ step, at, note }) => ({ step, at, note })),
  };
}

export function numbersView({ numbers, links }: MyNumbers): z.infer<typeof numbersSchema> {
  return {
    numbers: numbers.map(({ codeType, code, from, to, basis }) => ({ codeType, codeMasked: maskCode(code), from, to, basis })),
    links: links.map(linkView),
  };
}
