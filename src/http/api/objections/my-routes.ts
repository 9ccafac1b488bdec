import { defineRoute, json, type Route } from '../../route.ts';
import { holderOf } from '../my/caller.ts';
import { onBehalfQuery } from '../my/schema.ts';
import { API } from '../words.ts';
import { attachmentParams, myObjectionBody, myQuery, pageSchema, params, wholeSchema } from './schema.ts';
import type { ObjectionServices } from './services.ts';
import { ownView, pageView } from './view.ts';

const path = `${API}/my/objections`;
const one = `${path}/{objection}`;
const shared = { tag: 'objections', limit: 'none' } as const;
const WHOLE = { 200: { description: 'The objection', schema: wholeSchema } } as const;
const STEP = ['OBJECTION_NOT_FOUND', 'OBJECTION_NOT_POSSIBLE', 'STORE_UNAVAILABLE'] as const;

/** Objections (纠错、异议) of a holder who is signed in. */
export function myObjectionRoutes(objections: ObjectionServices): readonly Route[] {
  const ending = (step: 'withdraw' | 'close', word: string, summary: string): Route =>
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/${word}`, access: 'holding:object', body: 'none', summary },
      input: { params, query: onBehalfQuery },
      answers: WHOLE,
      errors: STEP,
      handle: async ({ who, params: { objection: id }, query }) =>
        json(200, ownView(await objections.mine.end(holderOf(who), { ...query, id, step }))),
    });
  return [
    defineRoute({
      ...{ ...shared, method: 'post', path, access: 'holding:object', body: 'json' },
      input: { query: onBehalfQuery, json: myObjectionBody },
      summary:
        'Object to a licence of one’s own, to a use of it, or that one is missing; the issuing body answers in working days',
      answers: { 201: { description: 'Recorded', schema: wholeSchema } },
      errors: [
        ...(['LICENCE_NOT_FOUND', 'LICENCE_DESTROYED', 'IDENTIFIER_INVALID', 'USE_NOT_FOUND'] as const),
        ...(['LICENCE_TYPE_NOT_FOUND', 'OBJECTION_INVALID', 'OBJECTION_REFUSED', 'STORE_UNAVAILABLE'] as const),
      ],
      handle: async ({ who, query, json: order }) =>
        json(201, ownView(await objections.shown(await objections.mine.file(holderOf(who), { ...query, ...order })))),
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'holding:read', body: 'none', input: { query: myQuery } },
      summary: 'The holder’s own objections, the latest first',
      answers: { 200: { description: 'A page', schema: pageSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query: { onBehalfOf, cursor, limit } }) =>
        json(200, pageView(await objections.mine.list(holderOf(who), { onBehalfOf, after: cursor, limit }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: one, access: 'holding:read', body: 'none' },
      input: { params, query: onBehalfQuery },
      summary: 'One of the holder’s own objections, with every step and the answer',
      answers: WHOLE,
      errors: ['OBJECTION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { objection: id }, query }) =>
        json(200, ownView(await objections.mine.get(holderOf(who), { ...query, id }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/attachments`, access: 'holding:object', body: 'documents' },
      input: { params, query: onBehalfQuery },
      summary: 'Add evidence (佐证材料): PDF, PNG or JPEG, at most five files of 10 MiB; kept encrypted',
      answers: { 201: { description: 'Added', schema: wholeSchema } },
      errors: [...STEP, 'OBJECTION_INVALID'],
      handle: async ({ who, params: { objection: id }, query, documents }) => {
        for (const { name, bytes } of documents) await objections.mine.attach(holderOf(who), { ...query, id, name, bytes });
        return json(201, ownView(await objections.mine.get(holderOf(who), { ...query, id })));
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: `${one}/attachments/{attachment}`, access: 'holding:read', body: 'none' },
      input: { params: attachmentParams, query: onBehalfQuery },
      summary: 'A piece of evidence of one of the holder’s own objections',
      answers: { 200: { description: 'The file: PDF, PNG or JPEG', type: 'application/pdf' } },
      errors: ['OBJECTION_NOT_FOUND', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { objection: id, attachment }, query }) => {
        const { attachment: piece, bytes } = await objections.mine.read(holderOf(who), { ...query, id, attachment });
        return { status: 200, content: { kind: 'file', type: piece.type, name: piece.id, bytes } };
      },
    }),
    ending('withdraw', 'withdrawal', 'Take an objection back while it is open (撤回)'),
    ending('close', 'closure', 'Close an objection that was answered (办结)'),
  ];
}
