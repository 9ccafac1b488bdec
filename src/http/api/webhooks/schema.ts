import { z } from 'zod';
import { creditCode, instant } from '../words.ts';

const cursor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const webhookSchema = z
  .object({
    id: z.string(),
    client: z.string().describe('client_id of the system that is told'),
    organisation: creditCode,
    url: z.string(),
    state: z.enum(['active', 'stopped', 'ended']).describe('stopped: it failed for seven days, and waits for a replay'),
    cursor: cursor.describe('Number of the last change that was taken'),
    failures: z.number().int().describe('Tries of the next notice that failed'),
    nextAt: instant.nullable(),
    failingSince: instant.nullable(),
    takenAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Webhook' });

export const webhookList = z.object({ items: z.array(webhookSchema), next: z.string().nullable() });

export const webhookQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const webhookParams = z.object({ webhook: z.string().min(1).max(64).describe('Id of the webhook') });

export const newWebhookBody = z
  .strictObject({
    client: z.string().min(1).max(64).optional().describe('Which system; a system makes its own'),
    url: z.string().min(1).max(2048).describe('Where notices are sent (POST); its host has to be among those that are permitted'),
    from: cursor.optional().describe('After which change it begins; from now on when absent'),
  })
  .meta({ id: 'NewWebhook' });

export const replayBody = z
  .strictObject({ from: cursor.describe('After which change it goes on') })
  .meta({ id: 'WebhookReplay' });

export const keysSchema = z
  .object({
    items: z.array(
      z.object({
        keyId: z.string().describe('keyid of signatures'),
        certificate: z.string().describe('DER in Base64'),
        publicKey: z.string().describe('SubjectPublicKeyInfo, DER in Base64'),
        notBefore: instant,
        notAfter: instant,
      }),
    ),
  })
  .meta({ id: 'StatementKeys' });
