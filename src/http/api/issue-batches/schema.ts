import { z } from 'zod';
import { creditCode, instant, purposeQuery } from '../words.ts';

const STATES = ['receiving', 'checking', 'refused', 'ready', 'running', 'stopped', 'cancelled', 'done', 'forgotten'] as const;

export const issueBatchParams = z.object({ batch: z.string().regex(/^[0-9a-f]{32}$/) });

const typeCode = z
  .string()
  .regex(/^[0-9A-Z]{21}$/)
  .describe('Code of the licence type');

export const tableQuery = z.object({ typeCode });

export const receiveQuery = z.object({
  typeCode,
  name: z.string().trim().min(1).max(200).default('table.csv').describe('File name, to be shown'),
  ...{ item: purposeQuery.shape.item, cause: purposeQuery.shape.cause },
});

const count = z.number().int();

export const issueBatchSchema = z
  .object({
    id: z.string(),
    organisation: creditCode,
    typeCode: z.string(),
    name: z.string(),
    state: z
      .enum(STATES)
      .describe(
        'checking: all rows are looked at before any is issued; refused: rows are wrong, see the results; ready: to be started; stopped: may be started again',
      ),
    ...{ item: z.string(), cause: z.string() },
    maker: z.string().describe('Account that made it'),
    starter: z.string().nullable().describe('Account in whose name it is issued'),
    ...{ rows: count, checked: count, wrong: count, issued: count, failed: count },
    fault: z
      .object({ code: z.string(), detailEn: z.string(), detailZh: z.string() })
      .nullable()
      .describe('What stopped it, or keeps all of it from being issued'),
    ...{ createdAt: instant, startedAt: instant.nullable(), endedAt: instant.nullable() },
    expiresAt: instant.describe('When its rows are forgotten'),
  })
  .meta({ id: 'IssueBatch' });

export const issueBatchListSchema = z.object({ items: z.array(issueBatchSchema) });
