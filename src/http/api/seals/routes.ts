import type { ErrorCode } from '../../../base/errors/index.ts';
import type { Action } from '../../../domain/access/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { SealServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import { sealLifeSchema, sealList, sealParams, sealQuery, sealResumptionBody, sealStepBody } from './schema.ts';
import { sealLifeView, sealView } from './view.ts';

const path = `${API}/seals`;
const one = `${path}/{code}`;
const tag = 'seals';
const STEP_ERRORS: readonly ErrorCode[] = ['SEAL_NOT_FOUND', 'SEAL_STEP_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'];
/** What is done to a seal with one call each. */
const STEPS: readonly {
  readonly step: 'suspend' | 'report-lost';
  readonly at: string;
  readonly access: Action;
  readonly summary: string;
}[] = [
  {
    ...{ step: 'suspend', at: 'stop', access: 'seal:stop' },
    summary: 'Stop a seal (停用), in custody and for every server; no use of it begins from then on',
  },
  {
    ...{ step: 'report-lost', at: 'loss', access: 'seal:stop' },
    summary: 'Report a seal lost (挂失); it is over, in custody too, and may be made again',
  },
];

/** Seals within the caller’s scope, and what is done to them. */
export function sealRoutes(seals: SealServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'Electronic seals (电子印章) within the caller’s scope',
      tag,
      limit: 'none',
      access: 'seal:read',
      body: 'none',
      input: { query: sealQuery },
      answers: { 200: { description: 'A page of them', schema: sealList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await seals.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map((seal) => sealView(seal, seals.now())), next });
      },
    }),
    defineRoute({
      method: 'get',
      path: one,
      summary: 'An electronic seal and what was filed of it (备案); one outside the caller’s scope is not found',
      tag,
      limit: 'none',
      access: 'seal:read',
      body: 'none',
      input: { params: sealParams },
      answers: { 200: { description: 'The seal', schema: sealLifeSchema } },
      errors: ['SEAL_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, sealLifeView(await seals.get(actor, params.code), seals.now())),
    }),
    ...STEPS.map(({ step, at, access, summary }) =>
      defineRoute({
        method: 'post',
        path: `${one}/${at}`,
        summary,
        tag,
        limit: 'none',
        access,
        body: 'json',
        input: { params: sealParams, json: sealStepBody },
        answers: { 200: { description: 'The seal after it', schema: sealLifeSchema } },
        errors: STEP_ERRORS,
        handle: async ({ actor, params: { code }, json: { since, purpose } }) => {
          const seal = await seals.step(actor, { seal: code, step, since, purpose: purposeOf(purpose) });
          return json(200, sealLifeView(seal, seals.now()));
        },
      }),
    ),
    defineRoute({
      method: 'post',
      path: `${one}/resumption`,
      summary:
        'Let a stopped seal go on (恢复), however it was stopped; by another person than who stopped it, whose code custody judges',
      tag,
      limit: 'none',
      access: 'seal:resume',
      body: 'json',
      input: { params: sealParams, json: sealResumptionBody },
      answers: { 200: { description: 'The seal after it', schema: sealLifeSchema } },
      errors: [
        ...STEP_ERRORS,
        ...([
          'SECOND_FACTOR_REFUSED',
          'APPROVER_NOT_ENROLLED',
          'SEAL_USE_REFUSED',
          'RATE_LIMITED',
          'SIGNER_UNAVAILABLE',
        ] as const),
      ],
      handle: async ({ actor, params: { code: seal }, json: { since, code, purpose } }) => {
        const resumed = await seals.step(actor, { seal, step: 'resume', code, since, purpose: purposeOf(purpose) });
        return json(200, sealLifeView(resumed, seals.now()));
      },
    }),
  ];
}
