import { LONG_TERM, localDate } from '../../../base/time.ts';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { licenceList, licenceSchema } from '../licences/schema.ts';
import { licenceSummaryView, licenceView } from '../licences/view.ts';
import { API, identifierParams } from '../words.ts';
import { holderOf } from './caller.ts';
import { linkBody, linkParams, linkSchema, myLicencesQuery, numbersSchema, onBehalfQuery } from './schema.ts';
import type { MyServices } from './services.ts';
import { linkView, numbersView } from './view.ts';

const path = `${API}/my`;
const shared = { tag: 'my', limit: 'none' } as const;

/** What a holder who is signed in sees and does of what is his (我的证照). */
export function myRoutes(my: MyServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path: `${path}/licences`,
      summary: 'The holder’s own licences, by all of his numbers, whoever issued them; masked',
      access: 'holding:read',
      body: 'none',
      input: { query: myLicencesQuery },
      answers: { 200: { description: 'A page', schema: licenceList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query: { onBehalfOf, cursor, limit } }) => {
        const { items, next } = await my.licences(holderOf(who), { onBehalfOf, after: cursor, limit });
        return json(200, { items: items.map(licenceSummaryView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: `${path}/licences/{identifier}`,
      summary: 'One of the holder’s own licences, whole; recorded',
      access: 'holding:read',
      body: 'none',
      input: { params: identifierParams, query: onBehalfQuery },
      answers: { 200: { description: 'The licence', schema: licenceSchema } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { identifier }, query }) =>
        json(200, licenceView(await my.licence(holderOf(who), { identifier, ...query }))),
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: `${path}/licences/{identifier}/file`,
      summary: 'The sealed file of one of the holder’s own licences, exactly as issued; recorded',
      access: 'holding:download',
      body: 'none',
      input: { params: identifierParams, query: onBehalfQuery },
      answers: { 200: { description: 'The file', type: 'application/pdf' } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { identifier }, query }) => {
        const { bytes } = await my.download(holderOf(who), { identifier, ...query });
        return pdf(200, `${identifier}.pdf`, bytes);
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: `${path}/numbers`,
      summary: 'Numbers by which licences are the holder’s (身份标识), masked, and what he asked to be linked',
      access: 'holding:read',
      body: 'none',
      input: { query: onBehalfQuery },
      answers: { 200: { description: 'The numbers', schema: numbersSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query }) => json(200, numbersView(await my.numbers(holderOf(who), query))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${path}/numbers`,
      summary: 'Ask that another number be linked (关联证件号码): decided at a counter by who has seen the document',
      access: 'holder-link:ask',
      body: 'json',
      input: { query: onBehalfQuery, json: linkBody },
      answers: { 201: { description: 'Asked for', schema: linkSchema } },
      errors: ['HOLDER_LINK_REFUSED', 'DATE_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ who, query, json: { from, to, ...asked } }) => {
        const period = {
          from: from === undefined ? null : localDate(from),
          to: to === undefined ? LONG_TERM : localDate(to),
        } as const;
        return json(201, linkView(await my.askForLink(holderOf(who), { ...query, ...asked, ...period })));
      },
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${path}/numbers/{link}`,
      summary: 'End a link, or take back what was asked for',
      access: 'holder-link:ask',
      body: 'none',
      input: { params: linkParams, query: onBehalfQuery },
      answers: { 200: { description: 'Ended', schema: linkSchema } },
      errors: ['HOLDER_APPLICATION_NOT_FOUND', 'HOLDER_APPLICATION_REFUSED', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { link }, query }) =>
        json(200, linkView(await my.endLink(holderOf(who), { ...query, id: link }))),
    }),
  ];
}
