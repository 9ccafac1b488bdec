import { z } from 'zod';
import {
  ATTACHMENT_TYPES,
  OBJECTION_CAUSES,
  OBJECTION_OUTCOMES,
  OBJECTION_STATES,
  OBJECTION_STEPS,
  OBJECTION_SUBJECTS,
} from '../../../domain/objection/index.ts';
import { OBJECTION_LISTS } from '../../../services/objections/index.ts';
import { onBehalfQuery } from '../my/schema.ts';
import { creditCode, instant } from '../words.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const objectionId = z.string().regex(/^[0-9a-f]{32}$/);

export const params = z.object({ objection: z.string().max(64) });
export const attachmentParams = params.extend({ attachment: z.string().max(64) });

const pageQuery = z.object({
  cursor: objectionId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const myQuery = onBehalfQuery.extend(pageQuery.shape);
export const listQuery = pageQuery.extend({
  of: z
    .enum(OBJECTION_LISTS)
    .default('waiting')
    .describe('Those that wait for the caller’s organisation; all that it had to answer; those that it made'),
});

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('licence'), identifier: text(200).describe('Identifier of the edition') }),
  z.strictObject({ kind: z.literal('use'), use: text(64).describe('Id of the use') }),
  z.strictObject({
    kind: z.literal('missing'),
    type: text(40).describe('Code of the licence type'),
    issuer: text(18).describe('Credit code of the organisation that should have issued it'),
  }),
]);
const cause = z
  .enum(OBJECTION_CAUSES)
  .default('other')
  .describe('Of a use always misuse, of a missing licence always missing, whatever is said');
const statement = text(2000).describe('What is wrong, in the words of who objects');

export const myObjectionBody = z.strictObject({ target, cause, statement }).meta({ id: 'MyObjectionRequest' });
export const objectionBody = z
  .strictObject({
    ...{ target, cause, statement },
    person: z
      .strictObject({ name: text(200), code: text(40) })
      .nullable()
      .default(null)
      .describe('Whom it concerns; needed where a licence is missing'),
  })
  .meta({ id: 'ObjectionRequest' });
export const acceptBody = z.strictObject({ note: text(500).nullable().default(null) }).meta({ id: 'ObjectionAcceptance' });
export const refuseBody = z.strictObject({ reason: text(500) }).meta({ id: 'ObjectionRefusal' });
export const answerBody = z
  .strictObject({
    outcome: z.enum(OBJECTION_OUTCOMES).describe('更正、维持'),
    reason: text(1000),
    correctedBy: text(200)
      .nullable()
      .default(null)
      .describe(
        'Identifier of the edition that corrects it; needed where content or holder were wrong, or a licence was missing',
      ),
  })
  .meta({ id: 'ObjectionAnswer' });

export const summarySchema = z
  .object({
    id: z.string(),
    about: z.enum(OBJECTION_SUBJECTS),
    identifier: z.string().nullable(),
    use: z.string().nullable(),
    typeCode: z.string().nullable(),
    typeName: z.string().nullable(),
    cause: z.enum(OBJECTION_CAUSES),
    by: z.enum(['holder', 'counter']),
    filedAt: instant,
    state: z.enum(OBJECTION_STATES),
    organisation: creditCode.describe('Who has to answer it, or had at last'),
    escalations: z.number().int(),
    due: z.string().describe('Last day of the term, to 24:00'),
    certain: z.boolean().describe('False where holidays within the term are not arranged yet'),
    overdue: z.boolean(),
  })
  .meta({ id: 'ObjectionSummary' });
export const pageSchema = z
  .object({ items: z.array(summarySchema), next: z.string().nullable() })
  .meta({ id: 'ObjectionPage', description: 'Objections, the latest first; no words, no persons' });

export const wholeSchema = summarySchema
  .extend({
    statement: z.string(),
    person: z
      .object({ name: z.string(), code: z.string() })
      .nullable()
      .describe('Whom it concerns; for holders themselves masked'),
    steps: z.array(
      z.object({
        step: z.enum(OBJECTION_STEPS),
        at: instant,
        organisation: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    attachments: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.enum(ATTACHMENT_TYPES),
        size: z.number().int(),
        sm3: z.string(),
      }),
    ),
    answer: z
      .object({
        outcome: z.enum(OBJECTION_OUTCOMES),
        reason: z.string(),
        correctedBy: z.string().nullable(),
        organisation: z.string(),
        at: instant,
      })
      .nullable(),
  })
  .meta({ id: 'Objection', description: 'An objection (异议)' });
