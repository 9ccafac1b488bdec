import type { z } from 'zod';
import type { StampedSince } from '../../../services/compromise/index.ts';
import type { NoticeRecord, SealCompromiseRecord } from '../../../services/storage/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { CompromiseServices } from '../../services.ts';
import { API, purposeOf } from '../words.ts';
import {
  compromiseBody,
  compromisedList,
  compromisedQuery,
  compromisePageQuery,
  compromiseParams,
  compromiseSchema,
  noticeList,
  resealBody,
} from './schema.ts';

const path = `${API}/seals/{code}/compromise`;
const common = { tag: 'seals', limit: 'none', access: 'seal:stop', input: { params: compromiseParams } } as const;
const reading = { ...common, method: 'get', body: 'none' } as const;
const changing = { ...common, method: 'post', body: 'json' } as const;
const ANSWER = { 200: { description: 'As it is now', schema: compromiseSchema } } as const;

/** A seal whose key is in other hands, and what follows from it. */
export function sealCompromiseRoutes(compromises: CompromiseServices): readonly Route[] {
  return [
    defineRoute({
      ...changing,
      path,
      summary:
        'Report that a seal’s key is in other hands: it is stopped, never used again, and its certificates are revoked with the date ' +
        'from which they prove nothing',
      input: { params: compromiseParams, json: compromiseBody },
      answers: ANSWER,
      errors: ['SEAL_NOT_FOUND', 'SEAL_STEP_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, json: { since, purpose } }) =>
        json(200, compromiseView(await compromises.report(actor, { seal: code, since, purpose: purposeOf(purpose) }))),
    }),
    defineRoute({
      ...reading,
      path,
      summary: 'What was reported of a seal, and how far the work that follows is',
      answers: ANSWER,
      errors: ['SEAL_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { code } }) => json(200, compromiseView(await compromises.get(actor, code))),
    }),
    defineRoute({
      ...reading,
      path: `${path}/documents`,
      summary: 'Every document stamped with the seal since then, with its evidence of time',
      input: { params: compromiseParams, query: compromisedQuery },
      answers: { 200: { description: 'A page of them', schema: compromisedList } },
      errors: ['SEAL_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, query: { since, cursor, limit } }) => {
        const from = since ?? Date.parse((await compromises.get(actor, code)).since);
        const { items, next } = await compromises.documents(actor, { seal: code, since: from, after: cursor, limit });
        return json(200, { items: items.map(stampedView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: `${path}/notices`,
      summary: 'A notice for each holder of a licence that was sealed with it since then',
      input: { params: compromiseParams, query: compromisePageQuery },
      answers: { 200: { description: 'A page of them', schema: noticeList } },
      errors: ['SEAL_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, query: { cursor, limit } }) => {
        const { items, next } = await compromises.notices(actor, { seal: code, after: cursor, limit });
        return json(200, { items: items.map(noticeView), next });
      },
    }),
    defineRoute({
      ...changing,
      path: `${path}/reseal`,
      summary: 'Seal every licence that was sealed with it since then again, with another seal, in the background',
      input: { params: compromiseParams, json: resealBody },
      answers: ANSWER,
      errors: ['SEAL_NOT_FOUND', 'SEAL_NOT_IN_USE', 'SEAL_STEP_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, json: { seal, purpose } }) =>
        json(200, compromiseView(await compromises.reseal(actor, { seal: code, by: seal, purpose: purposeOf(purpose) }))),
    }),
  ];
}

function compromiseView(record: SealCompromiseRecord): z.infer<typeof compromiseSchema> {
  const { _id: seal, owner, since, reportedAt, by, revoked, notOurs, noting, reseal } = record;
  const { documents, holders, done } = noting;
  return {
    ...{ seal, owner, since, reportedAt, by: by.person ?? by.client, revoked: [...revoked], notOurs: [...notOurs] },
    noting: { documents, holders, done },
    reseal: reseal && { seal: reseal.seal, resealed: reseal.resealed, failed: [...reseal.failed], done: reseal.done },
  };
}

function stampedView({
  stamping,
  licence,
  evidence,
  recordedAt,
}: StampedSince): z.infer<typeof compromisedList>['items'][number] {
  const { _id, signingTime, recordedAt: stampedAt, digestAfter } = stamping;
  const identifier = licence?.editions.at(-1)?.identifier ?? null;
  return { stamping: _id, signingTime, stampedAt, digestAfter, licence: identifier, evidence, recordedAt };
}

function noticeView(notice: NoticeRecord): z.infer<typeof noticeList>['items'][number] {
  const { _id: id, since, organisation, licence, holder, stamping, evidence, recordedAt, notedAt } = notice;
  return { id, since, organisation, licence, holder, stamping, evidence, recordedAt, notedAt };
}
