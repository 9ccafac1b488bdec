import { z } from 'zod';
import type { SealStopRecord } from '../../../services/storage/index.ts';
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
  .meta({ id: 'EmergencyStop' });
const stopBody = z.strictObject({ purpose }).meta({ id: 'NewEmergencyStop' });
const resumptionBody = confirmationBody.extend({ purpose }).meta({ id: 'SealResumption' });

function stopView({ _id: seal, state, by, at }: SealStopRecord): z.infer<typeof stopSchema> {
  return { seal, state, by: by.person ?? by.client, at };
}

/** Emergency stop of a seal, and its end. */
export function sealStopRoutes(stops: SealStopServices): readonly Route[] {
  return [
    defineRoute({
      ...common,
      path,
      access: 'seal:stop',
      summary: 'Stop a seal at once (紧急停用): no server, batch or signer uses it 2 s after',
      input: { params, json: stopBody },
      answers: { 200: { description: 'It is stopped', schema: stopSchema } },
      errors: ['SEAL_NOT_FOUND', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE'],
      handle: async ({ actor, params: { code }, json: body }) =>
        json(200, stopView(await stops.stop(actor, { seal: code, purpose: purposeOf(body.purpose) }))),
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
