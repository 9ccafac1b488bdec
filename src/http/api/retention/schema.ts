import { z } from 'zod';
import { MOST_YEARS, RETAINED_KINDS, RETENTION_STARTS } from '../../../domain/retention/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const note = z.string().trim().min(1).max(500);
const documentNumber = z.string().trim().min(1).max(100).describe('Number of the legal document (文书号)');
const kind = z
  .enum(RETAINED_KINDS)
  .describe('licences, with their files and the records of their seals; uses of seals, or of keys, on other documents');
const start = z
  .enum(RETENTION_STARTS)
  .describe(
    'recorded: the day of issue or use; validity-end: the last day of validity; end: the same, or an act that ended the licence before',
  );

export const ruleBody = z
  .strictObject({
    kind,
    type: z.string().max(21).nullable().default(null).describe('Licence type; null: all that have no rule of their own'),
    start,
    years: z.number().int().min(0).max(MOST_YEARS),
    basis: note.describe('Rule of law or of the archives that says so'),
  })
  .meta({ id: 'RetentionRuleRequest' });

export const ruleSchema = z
  .object({ kind, type: z.string().nullable(), start, years: z.number().int(), basis: z.string(), recordedAt: instant })
  .meta({ id: 'RetentionRule' });

export const ruleList = z.object({ items: z.array(ruleSchema) });

export const holdBody = z.strictObject({ reason: note, documentNumber }).meta({ id: 'LegalHoldRequest' });
export const releaseBody = z.strictObject({ documentNumber }).meta({ id: 'LegalHoldRelease' });
export const holdSchema = z
  .object({ identifier: z.string(), held: z.boolean(), since: instant.nullable(), documentNumber: z.string().nullable() })
  .meta({ id: 'LegalHold' });

export const listBody = z
  .strictObject({ organisation: creditCode.max(18), purpose: purposeBody })
  .meta({ id: 'NewDestructionList' });
export const decisionBody = z.strictObject({ note }).meta({ id: 'DestructionDecision' });
export const listParams = z.object({ list: z.string().max(64) });

const facts = {
  id: z.string(),
  organisation: creditCode,
  state: z.enum(['made', 'reviewed', 'approved', 'running', 'done', 'refused']),
  madeAt: instant,
  madeBy: z.string().nullable().describe('Account; null: at the command line or by a system'),
  count: z.number().int(),
  decisions: z.array(
    z.object({
      kind: z.enum(['reviewed', 'approved', 'refused']),
      at: instant,
      account: z.string().nullable(),
      note: z.string(),
    }),
  ),
  outcome: z
    .object({
      at: instant,
      destroyed: z.number().int(),
      left: z.array(z.object({ id: z.string(), why: z.enum(['held', 'not-due', 'gone']) })),
      digest: z.string().describe('SM3 of items, decisions and what was left, as the journal has it'),
    })
    .nullable()
    .describe('The certificate of destruction; null before it is carried out'),
};

export const listSummarySchema = z.object(facts).meta({ id: 'DestructionListSummary' });

export const listSchema = z
  .object({
    ...facts,
    items: z
      .array(
        z.object({
          ...{ kind, id: z.string(), identifier: z.string().nullable(), type: z.string().nullable() },
          ...{ rule: z.string(), due: z.iso.date() },
        }),
      )
      .describe('What is to be destroyed; without holders'),
  })
  .meta({ id: 'DestructionList' });

export const listPage = z.object({
  items: z.array(listSummarySchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const listQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
