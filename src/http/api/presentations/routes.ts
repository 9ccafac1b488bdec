import { z } from 'zod';
import { defineRoute, json, type Route } from '../../route.ts';
import { holderOf } from '../my/caller.ts';
import { onBehalfQuery } from '../my/schema.ts';
import { API, purposeOf } from '../words.ts';
import {
  linkBody,
  madePresentationSchema,
  passwordBody,
  passwordSchema,
  presentationBody,
  presentationParams,
  presentationSchema,
  publicSeeBody,
  seeBody,
  seenSchema,
} from './schema.ts';
import type { PresentationServices } from './services.ts';
import { madeView, presentationView, seenView } from './view.ts';

const own = `${API}/my/presentations`;
const password = `${API}/my/presentation-password`;
const path = `${API}/presentations`;
const shared = { tag: 'presentations' } as const;
const USUAL_SECONDS = { code: 120, link: 86_400 } as const;
const PASSWORD_ERRORS = ['PRESENTATION_PASSWORD_REFUSED', 'RATE_LIMITED', 'INPUT_INVALID', 'STORE_UNAVAILABLE'] as const;
const SEEING = ['PRESENTATION_NOT_FOUND', 'PRESENTATION_OVER', 'LICENCE_DESTROYED', 'STORE_UNAVAILABLE'] as const;
const answers = { 200: { description: 'What is to be seen', schema: seenSchema } };

/** Showing a licence (亮证): its holder's side, and that of who sees it. */
export function presentationRoutes(presentations: PresentationServices): readonly Route[] {
  const now = () => presentations.now();
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path: password, limit: 'none', access: 'holding:read', body: 'none', input: {} },
      summary: 'Whether the holder has a presentation password (亮证口令)',
      answers: { 200: { description: 'Since when', schema: passwordSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who }) => json(200, await presentations.passwordState(holderOf(who))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: password, limit: 'sign-in', access: 'holding:present', body: 'json' },
      input: { json: passwordBody },
      summary: 'Choose a presentation password (设置亮证口令)',
      answers: { 200: { description: 'Chosen', schema: passwordSchema } },
      errors: PASSWORD_ERRORS,
      handle: async ({ who, json: { next, present = null } }) =>
        json(200, await presentations.setPassword(holderOf(who), { next, present })),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: own, limit: 'none', access: 'holding:present', body: 'json' },
      input: { query: onBehalfQuery, json: presentationBody },
      summary: 'Show a licence (亮证): a code for a counter, or a link and the separate code that opens it; each good once',
      answers: { 201: { description: 'What is shown', schema: madePresentationSchema } },
      errors: [
        ...PASSWORD_ERRORS,
        'PRESENTATION_PASSWORD_MISSING',
        'LICENCE_NOT_FOUND',
        'IDENTIFIER_INVALID',
        'FIELD_INVALID',
        'REPRESENTATION_REFUSED',
      ],
      handle: async ({ who, query, json: { via, seconds = USUAL_SECONDS[via], ...order } }) => {
        const made = await presentations.present(holderOf(who), { ...query, ...order, via, seconds });
        return json(201, madeView(made, now()));
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: own, limit: 'none', access: 'holding:read', body: 'none' },
      input: { query: onBehalfQuery },
      summary: 'What the holder shows or has shown in the last days, and what became of it',
      answers: { 200: { description: 'The newest first', schema: z.object({ items: z.array(presentationSchema) }) } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query }) => {
        const items = await presentations.list(holderOf(who), query);
        return json(200, { items: items.map((each) => presentationView(each, now())) });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'delete', path: `${own}/{presentation}`, limit: 'none', access: 'holding:present', body: 'none' },
      input: { params: presentationParams, query: onBehalfQuery },
      summary: 'Withdraw what is shown (撤回)',
      answers: { 200: { description: 'Withdrawn', schema: presentationSchema } },
      errors: ['PRESENTATION_NOT_FOUND', 'PRESENTATION_OVER', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { presentation: id }, query }) =>
        json(200, presentationView(await presentations.withdraw(holderOf(who), { ...query, id }), now())),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/views`, limit: 'none', access: 'presentation:see', body: 'json' },
      input: { json: seeBody },
      summary:
        'See what a holder shows (核验亮证): live status and the chosen fields, masked; what for is recorded, the code used up',
      answers,
      errors: [...SEEING, 'RATE_LIMITED'],
      handle: async ({ actor, json: { purpose, ...given } }) => {
        const code = 'code' in given ? { secret: given.code } : { digits: given.digits };
        return json(200, seenView(await presentations.see(actor, { ...code, purpose: purposeOf(purpose) })));
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/public-views`, limit: 'code', access: 'anonymous', body: 'json' },
      input: { json: publicSeeBody },
      summary: 'What anybody is told who scans the code of a holder: nothing of the face; the code is used up',
      answers,
      errors: SEEING,
      handle: async ({ json: { code } }) => json(200, seenView(await presentations.seePublicly(code))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/link-views`, limit: 'code', access: 'anonymous', body: 'json' },
      input: { json: linkBody },
      summary: 'What a link shows to who has its separate code too (提取码), once',
      answers,
      errors: [...SEEING, 'PRESENTATION_CODE_REFUSED'],
      handle: async ({ json: { link: secret, code } }) => json(200, seenView(await presentations.seeLink({ secret, code }))),
    }),
  ];
}
