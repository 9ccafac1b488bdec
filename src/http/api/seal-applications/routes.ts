import { fromBase64 } from '../../../base/bytes.ts';
import type { ErrorCode } from '../../../base/errors/index.ts';
import type { Action } from '../../../domain/access/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { SealApplicationServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import {
  applicationBody,
  applicationList,
  applicationParams,
  applicationQuery,
  applicationSchema,
  decisionBody,
  makingBody,
} from './schema.ts';
import { applicationView } from './view.ts';

const path = `${API}/seal-applications`;
const one = `${path}/{id}`;
const tag = 'seals';
const reading = { method: 'get', tag, limit: 'none', access: 'seal:read', body: 'none' } as const;
const step = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const answers = { 200: { description: 'The application after it', schema: applicationSchema } } as const;
const STEP_ERRORS: readonly ErrorCode[] = [
  'SEAL_APPLICATION_NOT_FOUND',
  'SEAL_APPLICATION_REFUSED',
  'SEAL_STEP_REFUSED',
  'VERSION_CONFLICT',
  'STORE_UNAVAILABLE',
];
const MAKING_ERRORS: readonly ErrorCode[] = [
  ...STEP_ERRORS,
  ...(['ORGANISATION_ENDED', 'SEAL_FACE_INVALID', 'GLYPH_MISSING', 'INPUT_INVALID'] as const),
  ...(['CERTIFICATE_MALFORMED', 'SEAL_KEY_ELSEWHERE', 'SIGNER_UNAVAILABLE'] as const),
];

/** What is decided about an application. */
const DECISIONS: readonly {
  readonly decision: 'approve' | 'refuse' | 'withdraw';
  readonly at: string;
  readonly access: Action;
  readonly summary: string;
}[] = [
  { decision: 'approve', at: 'approval', access: 'seal:approve', summary: 'Approve an application (制发部门审批)' },
  { decision: 'refuse', at: 'refusal', access: 'seal:approve', summary: 'Refuse an application' },
  { decision: 'withdraw', at: 'withdrawal', access: 'seal:apply', summary: 'Take an application back' },
];

/** How the unit that makes seals brings an application to its end. */
const ENDS: readonly { readonly end: 'file' | 'cancel'; readonly at: string; readonly summary: string }[] = [
  { end: 'file', at: 'filing', summary: 'File a seal that was made (备案): it is in use from then on' },
  { end: 'cancel', at: 'cancellation', summary: 'Cancel the seal (注销); its certificates of CAs here are revoked' },
];

/** Applications for seals (印章申请) within the caller’s scope: applied for by the owner, approved, made and filed. */
export function sealApplicationRoutes(applications: SealApplicationServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: 'Applications for seals within the caller’s scope',
      input: { query: applicationQuery },
      answers: { 200: { description: 'A page of them', schema: applicationList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { state, cursor, limit } }) => {
        const { items, next } = await applications.list(actor, { state, after: cursor, limit });
        return json(200, { items: items.map(applicationView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'An application; one outside the caller’s scope is not found',
      input: { params: applicationParams },
      answers: { 200: { description: 'The application', schema: applicationSchema } },
      errors: ['SEAL_APPLICATION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, applicationView(await applications.get(actor, params.id))),
    }),
    defineRoute({
      ...step,
      path,
      summary: 'Apply for a seal, for one made again, or that one be cancelled; for the own organisation',
      access: 'seal:apply',
      input: { json: applicationBody },
      answers: { 201: { description: 'Applied for', schema: applicationSchema } },
      errors: [
        ...([
          'SEAL_APPLICATION_REFUSED',
          'SEAL_NOT_FOUND',
          'ALREADY_EXISTS',
          'ORGANISATION_ENDED',
          'CSR_MALFORMED',
          'DER_MALFORMED',
        ] as const),
        ...(['CERTIFICATE_MALFORMED', 'INPUT_INVALID', 'STORE_UNAVAILABLE'] as const),
      ],
      handle: async ({ actor, json: { purpose, ...order } }) => {
        const made = await applications.apply(actor, { ...order, purpose: purposeOf(purpose) });
        return { ...json(201, applicationView(made)), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    ...DECISIONS.map(({ decision, at, access, summary }) =>
      defineRoute({
        ...step,
        path: `${one}/${at}`,
        ...{ summary, access, answers, errors: STEP_ERRORS },
        input: { params: applicationParams, json: decisionBody },
        handle: async ({ actor, params: { id }, json: { note, purpose } }) =>
          json(200, applicationView(await applications.decide(actor, { id, decision, note, purpose: purposeOf(purpose) }))),
      }),
    ),
    defineRoute({
      ...step,
      path: `${one}/seal`,
      summary:
        'Make the seal (制作): key pair, certificate, picture, SESeal; where another CA certifies, asked once more with the certificate',
      access: 'seal:make',
      input: { params: applicationParams, json: makingBody },
      answers,
      errors: MAKING_ERRORS,
      handle: async ({ actor, params: { id }, json: { certificate, purpose } }) => {
        const order = { id, certificate: certificate === null ? null : fromBase64(certificate), purpose: purposeOf(purpose) };
        return json(200, applicationView(await applications.make(actor, order)));
      },
    }),
    ...ENDS.map(({ end, at, summary }) =>
      defineRoute({
        ...step,
        path: `${one}/${at}`,
        ...{ summary, access: 'seal:make', answers, errors: STEP_ERRORS },
        input: { params: applicationParams, json: decisionBody.omit({ note: true }) },
        handle: async ({ actor, params: { id }, json: { purpose } }) =>
          json(200, applicationView(await applications[end](actor, { id, purpose: purposeOf(purpose) }))),
      }),
    ),
  ];
}
