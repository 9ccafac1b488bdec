import { z } from 'zod';
import type { StatusMapping } from '../../../domain/status-mapping/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import {
  statusMappingSchema,
  type importMapping,
  type listMappings,
  type mappedStatus,
} from '../../../services/status-mappings/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { momentQuery, statusReportSchema } from '../verifications/schema.ts';
import { statusReportView } from '../verifications/view.ts';
import { API, identifierParams } from '../words.ts';

const path = `${API}/status-mappings`;
const tag = 'catalogue';
const schema = statusMappingSchema.meta({
  id: 'StatusMapping',
  description: 'How an exchange names statuses: what each code means here, and the code that each status is sent as',
});

const params = z.object({ ...identifierParams.shape, mapping: z.string().max(64) });
const mappedSchema = z
  .object({
    ...{ mapping: z.string(), code: z.string(), name: z.string() },
    description: z.enum(LICENCE_STATUS_NAMES).nullable().describe('Where the exchange wants one beside its code'),
    ...statusReportSchema.shape,
  })
  .meta({ id: 'MappedStatus' });

/** What these routes need of the services. */
export interface StatusMappingServices {
  readonly list: Bound<typeof listMappings>;
  readonly import: Bound<typeof importMapping>;
  readonly status: Bound<typeof mappedStatus>;
}

export function statusMappingRoutes(mappings: StatusMappingServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'The tables by which exchanges name the statuses of licences (状态代码对照)',
      tag,
      limit: 'none',
      access: 'licence-type:read',
      body: 'none',
      input: {},
      answers: { 200: { description: 'All of them', schema: z.object({ items: z.array(schema) }) } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => json(200, { items: (await mappings.list(actor)).map(view) }),
    }),
    defineRoute({
      method: 'post',
      path,
      summary: 'Import a table, in the place of one of the same id; for who reaches the whole installation',
      tag,
      limit: 'none',
      access: 'catalogue:edit',
      body: 'json',
      input: { json: schema },
      answers: { 200: { description: 'Imported', schema } },
      errors: ['INPUT_INVALID', 'NOT_ALLOWED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: mapping }) => json(200, view(await mappings.import(actor, mapping as StatusMapping))),
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{mapping}/licences/{identifier}`,
      summary: 'The status of a licence as an exchange names it, now or at another moment',
      tag: 'verifications',
      limit: 'none',
      access: 'licence:verify',
      body: 'none',
      input: { params, query: momentQuery },
      answers: { 200: { description: 'Its code, and what the register says', schema: mappedSchema } },
      errors: ['STATUS_MAPPING_NOT_FOUND', 'LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: of, query }) => {
        const { mapping, code, name, description, report } = await mappings.status(actor, { ...of, ...query });
        return json(200, { mapping, code, name, description, ...statusReportView(report) });
      },
    }),
  ];
}

function view({ id, name, source, codes, sent }: StatusMapping): StatusMapping {
  return { id, name, source, codes, sent };
}
