import { toBase64 } from '../../../base/bytes.ts';
import { isoInstant } from '../../../base/time.ts';
import type { WebhookRecord } from '../../../services/storage/index.ts';
import type { z } from 'zod';
import { defineRoute, json, type Route } from '../../route.ts';
import { API } from '../words.ts';
import { keysSchema, newWebhookBody, replayBody, webhookList, webhookParams, webhookQuery, webhookSchema } from './schema.ts';
import type { WebhookServices } from './services.ts';

const path = `${API}/webhooks`;
const shared = { tag: 'webhooks', limit: 'none' } as const;
const answers = { 200: { description: 'The webhook', schema: webhookSchema } };

/** Webhooks (通知订阅): signed notices of changes, sent from a cursor on until they are taken. */
export function webhookRoutes(webhooks: WebhookServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'Webhooks within the caller’s scope, ended ones too; a system sees its own',
      access: 'webhook:read',
      body: 'none',
      input: { query: webhookQuery },
      answers: { 200: { description: 'A page of them', schema: webhookList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await webhooks.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(webhookView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path,
      summary: 'Have a system told of changes to the licences that are shared with it',
      access: 'webhook:manage',
      body: 'json',
      input: { json: newWebhookBody },
      answers: { 201: { description: 'Made', schema: webhookSchema } },
      errors: ['CLIENT_NOT_FOUND', 'WEBHOOK_REFUSED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: order }) => json(201, webhookView(await webhooks.make(actor, order))),
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${path}/{webhook}/replay`,
      summary: 'Send again what happened after a cursor (重放), from there on; one that was stopped goes on',
      access: 'webhook:manage',
      body: 'json',
      input: { params: webhookParams, json: replayBody },
      answers,
      errors: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: { from } }) =>
        json(200, webhookView(await webhooks.replay(actor, { id: params.webhook, from }))),
    }),
    defineRoute({
      ...shared,
      method: 'delete',
      path: `${path}/{webhook}`,
      summary: 'End a webhook for good',
      access: 'webhook:manage',
      body: 'none',
      input: { params: webhookParams },
      answers,
      errors: ['WEBHOOK_NOT_FOUND', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, webhookView(await webhooks.end(actor, params.webhook))),
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: `${API}/statement-keys`,
      summary: 'The keys that sign notices and packages of evidence (服务声明密钥)',
      access: 'anonymous',
      body: 'none',
      input: {},
      answers: { 200: { description: 'The keys, ended ones too', schema: keysSchema } },
      errors: ['SIGNER_UNAVAILABLE'],
      handle: async () =>
        json(200, {
          items: (await webhooks.keys()).map(({ name, certificate }) => ({
            ...{ keyId: name, certificate: toBase64(certificate.raw), publicKey: toBase64(certificate.publicKey.raw) },
            ...{ notBefore: isoInstant(certificate.notBefore), notAfter: isoInstant(certificate.notAfter) },
          })),
        }),
    }),
  ];
}

function webhookView({ _id: id, ...webhook }: WebhookRecord): z.infer<typeof webhookSchema> {
  const { client, organisation, url, state, cursor, failures, nextAt, failingSince, takenAt, createdAt } = webhook;
  return { id, client, organisation, url, state, cursor, failures, nextAt, failingSince, takenAt, createdAt };
}
