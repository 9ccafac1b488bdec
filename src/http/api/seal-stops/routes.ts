import { z } from 'zod';
import type { ListedStop, ToldStop } from '../../../services/grants/index.ts';
import { MAX_PAGE, type SealStopRecord } from '../../../services/storage/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { SealStopServices } from './services.ts';
import { confirmationBody } from '../seal-grants/schema.ts';
import { API, instant, purposeOf, purposeQuery } from '../words.ts';

const path = `${API}/seals/{code}/emergency-stop`;
const params = z.object({ code: z.string().max(64) });
const purpose = z.strictObject(purposeQuery.shape).describe('Why; recorded in the journal');
const common = { method: 'post', tag: 'seals', limit: 'none', body: 'json' } as const;

const stopSchema = z
  .object({ seal: z.string(), state: z.enum(['stopped', 'resumed']), by: z.string(), at: instant })
  .meta({ id: 'SealStop' });
const filed = z
  .boolean()
  .describe('Whether it is filed (备案) as far as there was a version in use; done by itself within a second where not');
const custody = z.boolean().describe('Whether custody knows of it; told by itself when it answers where not');
const toldStopSchema = stopSchema.extend({ filed, custody }).meta({ id: 'ToldSealStop' });
const stopInForce = z.object({
  ...{ seal: z.string(), name: z.string(), by: z.string(), at: instant, since: instant, cause: z.string() },
  ...{ caseNumber: z.string().nullable(), filed, custody: custody.nullable().describe('null where custody does not answer') },
});
const stopList = z
  .object({ items: z.array(stopInForce), next: z.string().nullable().describe('cursor of the next page; null at the end') })
  .meta({ id: 'SealStopList' });
const query = z.object({
  cursor: z.string().min(1).max(80).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
});
const stopBody = z.strictObject({ purpose }).meta({ id: 'NewEmergencyStop' });
const resumptionBody = confirmationBody.extend({ purpose }).meta({ id: 'SealResumption' });

function stopView({ _id: seal, state, by, at }: SealStopRecord): z.infer<typeof stopSchema> {
  return { seal, state, by: by.person ?? by.client, at };
}

function inForceView({ stop, name, custody: told }: ListedStop): z.infer<typeof stopInForce> {
  const { _id: seal, by, at, since = at, purpose: why } = stop;
  const { cause, caseNumber } = why;
  return { seal, name, by: by.person ?? by.client, at, since, cause, caseNumber, filed: stop.filed === true, custody: told };
}

function toldView({ stop, custody: told }: ToldStop): z.infer<typeof toldStopSchema> {
  return { ...stopView(stop), filed: stop.filed === true, custody: told };
}

/** Stops of seals: which there are, an emergency stop, and its end. */
export function sealStopRoutes(stops: SealStopServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/seal-stops`,
      access: 'seal:read',
      summary: 'Seals within the caller’s scope that are stopped (停用), in an emergency or by their keepers',
      tag: 'seals',
      limit: 'none',
      body: 'none',
      input: { query },
      answers: { 200: { description: 'A page of them', schema: stopList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await stops.list(actor, { after: cursor, limit });
        return json(200, { items: items.map(inForceView), next });
      },
    }),
    defineRoute({
      ...common,
      path,
      access: 'seal:stop',
      summary: 'Stop a seal at once (紧急停用): no server, batch or signer uses it 2 s after',
      input: { params, json: stopBody },
      answers: { 200: { description: 'It is stopped, and that is filed', schema: toldStopSchema } },
      errors: ['SEAL_NOT_FOUND', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, json: body }) =>
        json(200, toldView(await stops.stop(actor, { seal: code, purpose: purposeOf(body.purpose) }))),
    }),
    defineRoute({
      ...common,
      path: `${path}/end`,
      access: 'seal:resume',
      summary: 'Resume a seal that another person stopped; custody judges the code itself',
      input: { params, json: resumptionBody },
      answers: { 200: { description: 'It can be used again', schema: stopSchema } },
      errors: [
        ...([
          'SEAL_NOT_FOUND',
          'SEAL_STEP_REFUSED',
          'SECOND_FACTOR_REFUSED',
          'APPROVER_NOT_ENROLLED',
          'SEAL_USE_REFUSED',
        ] as const),
        ...(['RATE_LIMITED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE'] as const),
      ],
      handle: async ({ actor, params: { code }, json: body }) =>
        json(200, stopView(await stops.resume(actor, { seal: code, code: body.code, purpose: purposeOf(body.purpose) }))),
    }),
  ];
}
