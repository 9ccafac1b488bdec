import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { holderOf } from '../my/caller.ts';
import { myLicencesQuery, onBehalfQuery } from '../my/schema.ts';
import { seenSchema, sharedPage, shareBody, shareList, shareParams, shareSchema, shareUseBody } from '../presentations/schema.ts';
import type { ShareServices } from '../presentations/services.ts';
import { seenView, shareView } from '../presentations/view.ts';
import { API } from '../words.ts';

const own = `${API}/my/shares`;
const path = `${API}/shares`;
const shared = { tag: 'shares', limit: 'none' } as const;
const USING = ['SHARE_NOT_FOUND', 'SHARE_OVER', 'LICENCE_DESTROYED', 'STORE_UNAVAILABLE'] as const;

/** Sharing a licence with a body (授权用证): what its holder grants, and how the body uses it. */
export function shareRoutes(shares: ShareServices): readonly Route[] {
  const now = () => shares.now();
  return [
    defineRoute({
      ...{ ...shared, method: 'post', path: own, access: 'holding:share', body: 'json' },
      input: { query: onBehalfQuery, json: shareBody },
      summary: 'Let a body see a licence: for a purpose, until a time, so often',
      answers: { 201: { description: 'Granted', schema: shareSchema } },
      errors: [
        ...['PRESENTATION_PASSWORD_MISSING', 'PRESENTATION_PASSWORD_REFUSED', 'RATE_LIMITED', 'INPUT_INVALID'],
        ...[
          'LICENCE_NOT_FOUND',
          'IDENTIFIER_INVALID',
          'FIELD_INVALID',
          'ORGANISATION_NOT_FOUND',
          'REPRESENTATION_REFUSED',
          'STORE_UNAVAILABLE',
        ],
      ] as const,
      handle: async ({ who, query, json: { from, until, uses: most, ...order } }) => {
        const terms = { from: from === undefined ? undefined : Date.parse(from), until: Date.parse(until), most };
        return json(201, shareView(await shares.grant(holderOf(who), { ...query, ...order, ...terms }), now()));
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: own, access: 'holding:read', body: 'none', input: { query: onBehalfQuery } },
      summary: 'What the holder has shared, and how often it was used',
      answers: { 200: { description: 'The newest first', schema: shareList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query }) =>
        json(200, { items: (await shares.mine(holderOf(who), query)).map((each) => shareView(each, now())) }),
    }),
    defineRoute({
      ...{ ...shared, method: 'delete', path: `${own}/{share}`, access: 'holding:share', body: 'none' },
      input: { params: shareParams, query: onBehalfQuery },
      summary: 'Revoke a grant (撤回授权), at once',
      answers: { 200: { description: 'Revoked', schema: shareSchema } },
      errors: ['SHARE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { share: id }, query }) =>
        json(200, shareView(await shares.revoke(holderOf(who), { ...query, id }), now())),
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'share:use', body: 'none' },
      input: { query: myLicencesQuery.pick({ cursor: true, limit: true }) },
      summary: 'What holders share with the caller’s organisation; nothing of the licences themselves',
      answers: { 200: { description: 'A page', schema: sharedPage } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await shares.received(actor, { after: cursor, limit });
        return json(200, { items: items.map((each) => shareView(each, now())), next });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/{share}/uses`, access: 'share:use', body: 'json' },
      input: { params: shareParams, json: shareUseBody },
      summary: 'See a licence that its holder shares with the caller’s organisation; counted and recorded',
      answers: { 200: { description: 'What is to be seen; the granted fields whole', schema: seenSchema } },
      errors: USING,
      handle: async ({ actor, params, json: { caseNumber = null } }) =>
        json(200, seenView(await shares.use(actor, { id: params.share, caseNumber }))),
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/{share}/file`, access: 'share:use', body: 'json' },
      input: { params: shareParams, json: shareUseBody },
      summary: 'The sealed file of a licence whose holder shares it so; counted and recorded',
      answers: { 200: { description: 'The file', type: 'application/pdf' } },
      errors: [...USING, 'FILE_NOT_FOUND'],
      handle: async ({ actor, params, json: { caseNumber = null } }) => {
        const { bytes } = await shares.download(actor, { id: params.share, caseNumber });
        return pdf(200, 'licence.pdf', bytes);
      },
    }),
  ];
}
