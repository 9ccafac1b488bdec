import { z } from 'zod';
import { isoInstant } from '../../../base/time.ts';
import { DEMAND_ANSWERS, DUTY_ANSWERS, type DemandRecord } from '../../../domain/demand/index.ts';
import { maskCode } from '../../../domain/licence/index.ts';
import type { answerDemand, checkByDuty, getDemand, listDemands } from '../../../services/duty/index.ts';
import type { downloadDutyCopy } from '../../../services/copies/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { MAKING } from '../licence-copies/routes.ts';
import { copyParams } from '../licence-copies/schema.ts';
import { licenceSummarySchema } from '../licences/schema.ts';
import { licenceSummaryView } from '../licences/view.ts';
import { API, instant, purposeOf, purposeQuery } from '../words.ts';

/** Checking by duty, and the demands that come of it. */
export interface DutyServices {
  readonly check: Bound<typeof checkByDuty>;
  readonly demands: Bound<typeof listDemands>;
  readonly demand: Bound<typeof getDemand>;
  readonly answer: Bound<typeof answerDemand>;
  /** The file of a copy that a check had made. */
  readonly copy: Bound<typeof downloadDutyCopy>;
}

const shared = { limit: 'none', tag: 'duty' } as const;
const text = (limit: number) => z.string().trim().min(1).max(limit);
const demands = `${API}/licence-demands`;
const params = z.object({ demand: z.string().max(64) });

const checkBody = z
  .strictObject({
    holder: z.strictObject({ code: text(40).describe('The whole number'), name: text(200).describe('The whole name') }),
    item: text(40).describe('Code of the service item (事项编码), as licence types name it'),
    caseNumber: text(100).describe('Case number (办件编号)'),
    cause: text(200).describe('Why (事由)'),
    copiesUntil: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        'Makes a use copy (加注件) of each licence that is there, good until then, sealed by the caller’s organisation; a year from now at most',
      ),
  })
  .meta({ id: 'DutyQuestion' });

const checkSchema = z
  .object({
    item: z.object({ code: z.string(), name: z.string() }),
    asOf: instant,
    licences: z.array(
      z.object({
        typeCode: z.string(),
        typeName: z.string(),
        answer: z.enum(DUTY_ANSWERS).describe('In force; there, and not in force; expired; none'),
        found: z.array(licenceSummarySchema).describe('The best first; holders masked'),
        demand: z.string().nullable().describe('What a missing one was registered as'),
      }),
    ),
    copies: z.array(z.object({ identifier: z.string(), number: z.string() })).describe('Use copies that were made'),
  })
  .meta({ id: 'DutyCheck', description: 'Every licence that the item needs, and whether the holder has it' });

const demandSchema = z
  .object({
    id: z.string(),
    typeCode: z.string(),
    typeName: z.string(),
    holderMasked: z.string(),
    item: z.object({ code: z.string(), name: z.string() }),
    organisation: z.string().describe('Code of the organisation at whose counter it was missing'),
    reportedAt: instant,
    state: z.enum(['open', 'answered']),
    answer: z
      .object({ answer: z.enum(DEMAND_ANSWERS), note: z.string().nullable(), organisation: z.string().nullable(), at: instant })
      .nullable(),
  })
  .meta({ id: 'LicenceDemand' });
const wholeSchema = demandSchema
  .extend({ holder: z.string().describe('The whole number'), caseNumber: z.string() })
  .meta({ id: 'LicenceDemandWhole' });
const listQuery = z.object({
  type: z.string().regex(/^[0-9A-Z]{21}$/),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const answerBody = z
  .strictObject({
    answer: z.enum(DEMAND_ANSWERS).describe('已补发、无此证照、非本机构颁发'),
    note: text(500).nullable().default(null),
  })
  .meta({ id: 'LicenceDemandAnswer' });

function demandView({
  _id,
  typeCode,
  typeName,
  holder,
  item,
  organisation,
  reportedAt,
  state,
  answer,
}: DemandRecord): z.infer<typeof demandSchema> {
  return {
    ...{ id: _id, typeCode, typeName, holderMasked: maskCode(holder), item: { ...item }, organisation, reportedAt, state },
    answer: answer && { ...answer },
  };
}

/** Checking by duty (依职能查验), and demands for what is missing (缺证登记). */
export function dutyRoutes(duty: DutyServices): readonly Route[] {
  return [
    defineRoute({
      ...{
        ...shared,
        method: 'post',
        path: `${API}/duty-checks`,
        access: 'duty:check',
        body: 'json',
        input: { json: checkBody },
      },
      summary: 'Whether a holder has every licence that a service item needs (依职能查验); missing ones are registered',
      answers: { 200: { description: 'What is there, expired, missing', schema: checkSchema } },
      errors: ['SERVICE_ITEM_NOT_FOUND', 'RATE_LIMITED', 'STORE_UNAVAILABLE', ...MAKING],
      handle: async ({ actor, json: { copiesUntil, ...question } }) => {
        const until = copiesUntil === undefined ? {} : { copiesUntil: Date.parse(copiesUntil) };
        const { item, asOf, lines, copies } = await duty.check(actor, { ...question, ...until });
        const licences = lines.map(({ type, answer, licences: found, demand }) => ({
          ...{ typeCode: type.code, typeName: type.name, answer, found: found.map(licenceSummaryView), demand },
        }));
        const made = copies.map(({ identifier, copy: number }) => ({ identifier, number }));
        return json(200, { item: { code: item.code, name: item.name }, asOf: isoInstant(asOf), licences, copies: made });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: `${API}/duty-checks/copies/{number}/file`, access: 'duty:check', body: 'none' },
      input: { params: copyParams, query: purposeQuery },
      summary:
        'The sealed file of a use copy that a check had made for the caller’s organisation; what it is read for is recorded',
      answers: { 200: { description: 'The file', type: 'application/pdf' } },
      errors: ['COPY_NOT_FOUND', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { number }, query }) => {
        const { bytes } = await duty.copy(actor, { number, purpose: purposeOf(query) });
        return pdf(200, `${number}.pdf`, bytes);
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: demands, access: 'licence-demand:read', body: 'none', input: { query: listQuery } },
      summary: 'Demands for licences of a type that the caller’s organisation issues, holders masked',
      answers: {
        200: { description: 'A page', schema: z.object({ items: z.array(demandSchema), next: z.string().nullable() }) },
      },
      errors: ['LICENCE_TYPE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { type, cursor, limit } }) => {
        const { items, next } = await duty.demands(actor, { type, after: cursor, limit });
        return json(200, { items: items.map(demandView), next });
      },
    }),
    defineRoute({
      ...{
        ...shared,
        method: 'get',
        path: `${demands}/{demand}`,
        access: 'licence-demand:read',
        body: 'none',
        input: { params },
      },
      summary: 'A demand whole, for who looks whether there is such a licence; recorded',
      answers: { 200: { description: 'The demand', schema: wholeSchema } },
      errors: ['DEMAND_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { demand: id } }) => {
        const demand = await duty.demand(actor, id);
        return json(200, { ...demandView(demand), holder: demand.holder, caseNumber: demand.caseNumber });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${demands}/{demand}/answer`, access: 'licence-demand:answer', body: 'json' },
      input: { params, json: answerBody },
      summary: 'Answer a demand (缺证反馈)',
      answers: { 200: { description: 'Answered', schema: demandSchema } },
      errors: ['DEMAND_NOT_FOUND', 'DEMAND_ANSWERED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { demand: id }, json: answer }) =>
        json(200, demandView(await duty.answer(actor, { id, ...answer }))),
    }),
  ];
}
