import { fromBase64 } from '../../../base/bytes.ts';
import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { preparedStampSchema, signatureBody } from '../stamps/schema.ts';
import { preparedStampView } from '../stamps/view.ts';
import { API, purposeOf } from '../words.ts';
import { placeOf } from './place.ts';
import {
  documentQuery,
  planBody,
  planList,
  planParams,
  planQuery,
  planSchema,
  reasonBody,
  stepParams,
  takeQuery,
} from './schema.ts';
import type { CountersigningServices } from './services.ts';
import { planView } from './view.ts';

const path = `${API}/countersigning-plans`;
const one = `${path}/{plan}`;
const step = `${one}/steps/{step}`;
const common = { tag: 'countersigning-plans', limit: 'none', access: 'document:stamp' } as const;
const reading = { ...common, method: 'get', access: 'countersigning:read', body: 'none' } as const;
const PLAN = { description: 'The plan as it is now', schema: planSchema } as const;

const CHANGE_ERRORS = ['COUNTERSIGNING_NOT_FOUND', 'COUNTERSIGNING_NOT_POSSIBLE', 'STORE_UNAVAILABLE'] as const;
const DOCUMENT_ERRORS = ['COUNTERSIGNING_DOCUMENT_MISSING', 'COUNTERSIGNING_DOCUMENT_DIFFERS'] as const;
const READ_ERRORS = [
  'DOCUMENT_UNRECOGNISED',
  'PDF_MALFORMED',
  'PDF_ENCRYPTED',
  'PDF_NOT_STAMPABLE',
  'DOCUMENT_TOO_COSTLY',
] as const;
const STEP_ERRORS = [
  ...CHANGE_ERRORS,
  'COUNTERSIGNING_STEP_NOT_FOUND',
  'COUNTERSIGNING_OUT_OF_TURN',
  'COUNTERSIGNING_BUSY',
] as const;
const SEAL_ERRORS: readonly ErrorCode[] = [
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'ORGANISATION_ENDED',
  'SEAL_CERTIFICATE_REVOKED',
  'SEAL_USE_REFUSED',
  'SEAL_STOPPED',
  'DEMONSTRATION_REFUSED',
];

/** Documents that organisations seal one after the other by a plan (会签): drafted, opened, each step taken or refused. */
export function countersigningRoutes(plans: CountersigningServices): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'post',
      path,
      summary:
        'Begin a plan as a draft: whose seals follow on whose, where they stand and until when; the document is uploaded next',
      body: 'json',
      input: { json: planBody },
      answers: { 201: PLAN },
      errors: ['COUNTERSIGNING_INVALID', 'COUNTERSIGNING_PLANS_OPEN', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { title, purpose, expiresAt, steps } }) => {
        const asked = steps.map((wanted) => ({ ...wanted, place: placeOf(wanted.place) }));
        const made = await plans.begin(actor, { title, purpose: purposeOf(purpose), expiresAt, steps: asked });
        return { ...json(201, planView(made)), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    defineRoute({
      ...reading,
      path,
      summary: 'Plans that the caller’s organisation began or is a party of; of=waiting: those that wait for it now (待办)',
      input: { query: planQuery },
      answers: { 200: { description: 'A page of them', schema: planList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { of, state, cursor, limit } }) => {
        const { items, next } = await plans.list(actor, { of, state, after: cursor, limit });
        return json(200, { items: items.map(planView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'A plan; one that the caller’s organisation has nothing to do with is not found',
      input: { params: planParams },
      answers: { 200: PLAN },
      errors: ['COUNTERSIGNING_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, planView(await plans.get(actor, params.plan))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/document`,
      summary: 'Upload the document of a draft, in place of one that came before',
      body: 'document',
      input: { params: planParams },
      answers: { 200: PLAN },
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, document }) =>
        json(200, planView(await plans.putDocument(actor, { id: params.plan, document }))),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${one}/document`,
      summary: 'The document with the seals it has; each begins, octet by octet, with the one before',
      body: 'none',
      input: { params: planParams, query: documentQuery },
      answers: { 200: { description: 'The document', type: 'application/pdf' } },
      errors: [
        ...DOCUMENT_ERRORS,
        'COUNTERSIGNING_NOT_FOUND',
        'COUNTERSIGNING_STEP_NOT_FOUND',
        'COUNTERSIGNING_DOCUMENT_FORGOTTEN',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params, query }) =>
        pdf(200, 'countersigned.pdf', await plans.document(actor, { id: params.plan, seals: query.seals })),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/opening`,
      summary: 'Open a draft to its parties; every seal is tried at its place first',
      body: 'none',
      input: { params: planParams },
      answers: { 200: PLAN },
      errors: [...CHANGE_ERRORS, ...DOCUMENT_ERRORS, ...READ_ERRORS, 'COUNTERSIGNING_INVALID'],
      handle: async ({ actor, params }) => json(200, planView(await plans.open(actor, params.plan))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/withdrawal`,
      summary: 'Take a plan back, by the organisation that began it; what was sealed stays sealed',
      body: 'json',
      input: { params: planParams, json: reasonBody },
      answers: { 200: PLAN },
      errors: [...CHANGE_ERRORS, 'COUNTERSIGNING_BUSY'],
      handle: async ({ actor, params, json: { reason } }) =>
        json(200, planView(await plans.withdraw(actor, { id: params.plan, reason }))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${step}/seal`,
      summary:
        'Take a step whose turn it is: the seal is put on the document as the step before handed it on; with signer=client it is prepared ' +
        'for the caller’s own key and is his for ten minutes',
      body: 'none',
      input: { params: stepParams, query: takeQuery },
      answers: { 200: PLAN, 202: { description: 'Prepared: what is to be signed', schema: preparedStampSchema } },
      errors: [...STEP_ERRORS, ...DOCUMENT_ERRORS, ...SEAL_ERRORS, ...READ_ERRORS, 'SEAL_KEY_ELSEWHERE', 'STAMPS_OPEN'],
      handle: async ({ actor, params, query: { approval, signer } }) => {
        const order = { id: params.plan, step: params.step, approval };
        if (signer === 'custody') return json(200, planView(await plans.take(actor, order)));
        return json(202, preparedStampView(await plans.prepare(actor, order)));
      },
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${step}/signature`,
      summary: 'Finish a prepared step with the signature of the caller’s key; the same signature again is answered alike',
      body: 'json',
      input: { params: stepParams, json: signatureBody },
      answers: { 200: PLAN },
      errors: [
        ...STEP_ERRORS,
        ...DOCUMENT_ERRORS,
        ...SEAL_ERRORS,
        'STAMP_NOT_FOUND',
        'STAMP_EXPIRED',
        'STAMP_SIGNATURE_WRONG',
        'STAMP_SIGNED_OTHERWISE',
      ],
      handle: async ({ actor, params, json: { signature } }) =>
        json(200, planView(await plans.finish(actor, { id: params.plan, step: params.step, signature: fromBase64(signature) }))),
    }),
    defineRoute({
      ...common,
      method: 'delete',
      path: `${step}/seal`,
      summary: 'Give up a prepared step before its time, so that others can go on',
      body: 'none',
      input: { params: stepParams },
      answers: { 200: PLAN },
      errors: [
        'COUNTERSIGNING_NOT_FOUND',
        'COUNTERSIGNING_STEP_NOT_FOUND',
        'STAMP_NOT_FOUND',
        'STAMP_EXPIRED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params }) => json(200, planView(await plans.giveUp(actor, { id: params.plan, step: params.step }))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${step}/refusal`,
      summary: 'Refuse a step, before its turn too: the plan is over',
      body: 'json',
      input: { params: stepParams, json: reasonBody },
      answers: { 200: PLAN },
      errors: STEP_ERRORS,
      handle: async ({ actor, params, json: { reason } }) =>
        json(200, planView(await plans.refuse(actor, { id: params.plan, step: params.step, reason }))),
    }),
  ];
}
