import { defineRoute, json, type Route } from '../../route.ts';
import { API } from '../words.ts';
import {
  acceptBody,
  answerBody,
  attachmentParams,
  listQuery,
  objectionBody,
  pageSchema,
  params,
  refuseBody,
  wholeSchema,
} from './schema.ts';
import type { ObjectionServices } from './services.ts';
import { pageView, wholeView } from './view.ts';

const path = `${API}/objections`;
const one = `${path}/{objection}`;
const shared = { tag: 'objections', limit: 'none' } as const;
const WHOLE = { 200: { description: 'The objection', schema: wholeSchema } } as const;
const STEP = ['OBJECTION_NOT_FOUND', 'OBJECTION_NOT_POSSIBLE', 'STORE_UNAVAILABLE'] as const;

/** Objections (纠错、异议) that counters make, and that bodies answer. */
export function objectionRoutes(objections: ObjectionServices): readonly Route[] {
  return [...filingRoutes(objections), ...answeringRoutes(objections)];
}

function filingRoutes(objections: ObjectionServices): readonly Route[] {
  const ending = (step: 'withdraw' | 'close', word: string, summary: string): Route =>
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/${word}`, access: 'objection:file', body: 'none', summary },
      input: { params },
      answers: WHOLE,
      errors: STEP,
      handle: async ({ actor, params: { objection: id } }) => json(200, wholeView(await objections.end(actor, { id, step }))),
    });
  return [
    defineRoute({
      ...{ ...shared, method: 'post', path, access: 'objection:file', body: 'json', input: { json: objectionBody } },
      summary: 'Object at a counter to a licence, to a use by the caller’s organisation, or that one is missing (错证、缺证反馈)',
      answers: { 201: { description: 'Recorded', schema: wholeSchema } },
      errors: [
        ...(['LICENCE_NOT_FOUND', 'LICENCE_DESTROYED', 'IDENTIFIER_INVALID', 'USE_NOT_FOUND'] as const),
        ...(['LICENCE_TYPE_NOT_FOUND', 'OBJECTION_INVALID', 'STORE_UNAVAILABLE'] as const),
      ],
      handle: async ({ actor, json: order }) => json(201, wholeView(await objections.shown(await objections.file(actor, order)))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/attachments`, access: 'objection:file', body: 'documents' },
      input: { params },
      summary: 'Add evidence (佐证材料): PDF, PNG or JPEG, at most five files of 10 MiB; kept encrypted',
      answers: { 201: { description: 'Added', schema: wholeSchema } },
      errors: [...STEP, 'OBJECTION_INVALID'],
      handle: async ({ actor, params: { objection: id }, documents }) => {
        for (const { name, bytes } of documents) await objections.attach(actor, { id, name, bytes });
        return json(201, wholeView(await objections.get(actor, id)));
      },
    }),
    ending('withdraw', 'withdrawal', 'Take back an objection of the caller’s organisation while it is open (撤回)'),
    ending('close', 'closure', 'Close an objection of the caller’s organisation that was answered (办结)'),
  ];
}

function answeringRoutes(objections: ObjectionServices): readonly Route[] {
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'objection:read', body: 'none', input: { query: listQuery } },
      summary: 'Objections that the caller’s organisation has to answer or made, the latest first; no words, no persons',
      answers: { 200: { description: 'A page', schema: pageSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { of, cursor, limit } }) =>
        json(200, pageView(await objections.list(actor, { of, after: cursor, limit }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: one, access: 'objection:read', body: 'none', input: { params } },
      summary: 'An objection whole; recorded',
      answers: WHOLE,
      errors: ['OBJECTION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { objection: id } }) => json(200, wholeView(await objections.get(actor, id))),
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: `${one}/attachments/{attachment}`, access: 'objection:read', body: 'none' },
      input: { params: attachmentParams },
      summary: 'A piece of evidence; recorded',
      answers: { 200: { description: 'The file: PDF, PNG or JPEG', type: 'application/pdf' } },
      errors: ['OBJECTION_NOT_FOUND', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { objection: id, attachment } }) => {
        const { attachment: piece, bytes } = await objections.read(actor, { id, attachment });
        return { status: 200, content: { kind: 'file', type: piece.type, name: piece.id, bytes } };
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/acceptance`, access: 'objection:answer', body: 'json' },
      input: { params, json: acceptBody },
      summary: 'Accept an objection, to look into it (受理)',
      answers: WHOLE,
      errors: STEP,
      handle: async ({ actor, params: { objection: id }, json: { note } }) =>
        json(200, wholeView(await objections.decide(actor, { step: 'accept', id, note }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/refusal`, access: 'objection:answer', body: 'json' },
      input: { params, json: refuseBody },
      summary: 'Refuse to look into an objection, with the reason (不予受理)',
      answers: WHOLE,
      errors: STEP,
      handle: async ({ actor, params: { objection: id }, json: { reason } }) =>
        json(200, wholeView(await objections.decide(actor, { step: 'refuse', id, note: reason }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${one}/answer`, access: 'objection:answer', body: 'json' },
      input: { params, json: answerBody },
      summary: 'Answer an objection (答复): corrected, naming the edition that was issued for it, or upheld with the reason',
      answers: WHOLE,
      errors: [...STEP, 'OBJECTION_INVALID', 'IDENTIFIER_INVALID'],
      handle: async ({ actor, params: { objection: id }, json: answer }) =>
        json(200, wholeView(await objections.decide(actor, { step: 'answer', id, ...answer }))),
    }),
  ];
}
