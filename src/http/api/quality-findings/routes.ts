import { z } from 'zod';
import { HANDLINGS, QUALITY_RULES, type QualityRecord } from '../../../domain/quality/index.ts';
import type { handleFindings, listFindings } from '../../../services/quality/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API, creditCode, instant } from '../words.ts';

/** Findings of quality. */
export interface QualityServices {
  readonly list: Bound<typeof listFindings>;
  readonly handle: Bound<typeof handleFindings>;
}

const path = `${API}/quality-findings`;
const shared = { limit: 'none', tag: 'statistics' } as const;

const findingsSchema = z
  .object({
    licence: z.string().describe('Id of the record'),
    ...{ identifier: z.string(), typeCode: z.string(), organisation: creditCode, foundAt: instant },
    findings: z.array(
      z.object({
        rule: z.enum(QUALITY_RULES),
        severity: z.enum(['error', 'warning']),
        field: z.string().nullable().describe('Name of the face field that it is about'),
      }),
    ),
    open: z.boolean(),
    handled: z.object({ how: z.enum(HANDLINGS), at: instant }).nullable(),
  })
  .meta({ id: 'QualityFindings', description: 'What rules of quality found of a licence; never the values' });

const list = z.object({
  items: z.array(findingsSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});
const query = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const body = z.strictObject({ how: z.enum(HANDLINGS) }).meta({ id: 'QualityHandling' });

/** Findings of quality (数据质量问题) of licences. */
export function qualityRoutes(quality: QualityServices): readonly Route[] {
  return [
    defineRoute({
      ...{ method: 'get', path, ...shared, access: 'quality:read', body: 'none' },
      summary: 'Findings of quality (数据质量问题) that wait to be handled, of licences within the caller’s scope',
      input: { query },
      answers: { 200: { description: 'A page of them', schema: list } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await quality.list(actor, { after: cursor, limit });
        return json(200, { items: items.map(findingsView), next });
      },
    }),
    defineRoute({
      ...{ method: 'post', path: `${path}/{licence}/handling`, ...shared, access: 'quality:handle', body: 'json' },
      summary: 'Marks the findings of a licence as handled',
      input: { params: z.object({ licence: z.string().max(64) }), json: body },
      answers: { 200: { description: 'The findings', schema: findingsSchema } },
      errors: ['LICENCE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: { how } }) =>
        json(200, findingsView(await quality.handle(actor, { id: params.licence, how }))),
    }),
  ];
}

function findingsView({ _id, identifier, typeCode, organisation, foundAt, findings, open, handled }: QualityRecord): object {
  return {
    ...{ licence: _id, identifier, typeCode, organisation, foundAt, findings, open },
    handled: handled && { how: handled.how, at: handled.at },
  };
}
