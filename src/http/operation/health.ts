import { z } from 'zod';
import { defineRoute, json, type Route } from '../route.ts';
import type { OperationServices } from '../services.ts';

const readinessSchema = z
  .object({ ready: z.boolean(), parts: z.record(z.string(), z.boolean()) })
  .meta({ id: 'Readiness', description: 'Whether each part can do its work now' });

/** Whether the process lives, and whether it can do its work. */
export function healthRoutes({ readiness }: Pick<OperationServices, 'readiness'>): readonly Route[] {
  const facts = {
    method: 'get',
    tag: 'operation',
    limit: 'none',
    access: 'anonymous',
    body: 'none',
    input: {},
    errors: [],
  } as const;
  return [
    defineRoute({
      ...facts,
      path: '/healthz',
      summary: 'Whether the process lives',
      answers: { 200: { description: 'It does', schema: z.object({ alive: z.literal(true) }) } },
      handle: () => Promise.resolve(json(200, { alive: true })),
    }),
    defineRoute({
      ...facts,
      path: '/readyz',
      summary: 'Whether the service can do its work: store, signer, fonts',
      answers: {
        200: { description: 'It can', schema: readinessSchema },
        503: { description: 'A part of it cannot', schema: readinessSchema },
      },
      handle: async () => {
        const parts = await readiness();
        const ready = parts.every((part) => part.ready);
        return json(ready ? 200 : 503, { ready, parts: Object.fromEntries(parts.map((part) => [part.name, part.ready])) });
      },
    }),
  ];
}
