import { z } from 'zod';
import type { decideLink, getAskedLink, listAskedLinks } from '../../../services/holders/index.ts';
import { HOLDER_CODE_TYPES } from '../../../domain/licence/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { linkParams, linkSchema, myLicencesQuery, proofBody } from '../my/schema.ts';
import { linkView } from '../my/view.ts';
import { API } from '../words.ts';
import { noteBody } from './schema.ts';

/** Deciding on numbers that holders want to be linked. */
export interface HolderLinkServices {
  readonly list: Bound<typeof listAskedLinks>;
  readonly get: Bound<typeof getAskedLink>;
  readonly decide: Bound<typeof decideLink>;
}

const path = `${API}/holder-links`;
const one = `${path}/{link}`;
const shared = { tag: 'holder-links', limit: 'none', access: 'holder-link:decide' } as const;
const identity = z.object({ codeType: z.enum(HOLDER_CODE_TYPES), code: z.string(), name: z.string() });
const wholeSchema = linkSchema
  .extend({ asked: identity, holder: identity.omit({ codeType: true }), proof: proofBody })
  .meta({ id: 'AskedIdentifierLink', description: 'What is asked for, whole, to be compared with the document' });
const errors = ['HOLDER_APPLICATION_NOT_FOUND', 'STORE_UNAVAILABLE'] as const;

export function holderLinkRoutes(links: HolderLinkServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'Numbers that holders want to be linked (待审核的关联申请), masked',
      body: 'none',
      input: { query: myLicencesQuery.pick({ cursor: true, limit: true }) },
      answers: {
        200: { description: 'A page', schema: z.object({ items: z.array(linkSchema), next: z.string().nullable() }) },
      },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await links.list(actor, { after: cursor, limit });
        return json(200, { items: items.map(linkView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: one,
      summary: 'What is asked for, whole, to be compared with the document; recorded',
      body: 'none',
      input: { params: linkParams },
      answers: { 200: { description: 'The application', schema: wholeSchema } },
      errors,
      handle: async ({ actor, params }) => {
        const { link, holder } = await links.get(actor, params.link);
        const { codeType, code, name, proof } = link;
        return json(200, { ...linkView(link), asked: { codeType, code, name }, holder, proof });
      },
    }),
    ...(['acceptance', 'refusal'] as const).map((name) =>
      defineRoute({
        ...shared,
        method: 'post',
        path: `${one}/${name}`,
        summary:
          name === 'acceptance'
            ? 'Accept (通过): the document was seen, and the number is this holder’s and no other’s'
            : 'Refuse (不予通过)',
        body: 'json',
        input: { params: linkParams, json: noteBody },
        answers: { 200: { description: 'Decided', schema: linkSchema } },
        errors: [...errors, 'HOLDER_APPLICATION_REFUSED', 'HOLDER_LINK_REFUSED'],
        handle: async ({ actor, params, json: { note } }) => {
          const step = name === 'acceptance' ? 'accept' : 'refuse';
          return json(200, linkView(await links.decide(actor, { id: params.link, step, note })));
        },
      }),
    ),
  ];
}
