import { z } from 'zod';
import { APPROVAL_MODES } from '../../../domain/grant/index.ts';
import { creditCode, instant, purposeQuery } from '../words.ts';

const sealCode = z
  .string()
  .min(1)
  .max(64)
  .describe('Seal code (印章编码, esID), or key: and the id of a key that signs documents');
const account = z.string().min(1).max(64);
const accounts = z.array(account).max(200);
const approval = z
  .enum(APPROVAL_MODES)
  .describe('automatic: by rule; per-use: each use is approved; per-batch: many documents are approved at once');
const approvals = z
  .union([z.literal(1), z.literal(2)])
  .describe('How many approvers have to approve a use; nobody approves his own');
const uses = z.number().int().min(1).max(100_000_000).nullable().describe('Uses at most; null for any number');
const licenceTypes = z
  .union([z.literal('all'), z.array(z.string().min(1).max(64)).max(200)])
  .describe('Codes of the licence types that may be sealed, or all');

const decision = z.object({ by: z.string(), at: instant, reason: z.string().nullable() });

export const grantSchema = z
  .object({
    ...{ id: z.string(), seal: sealCode, owner: creditCode },
    state: z.enum(['proposed', 'in-force', 'refused', 'ended']),
    origin: z
      .enum(['administered', 'demonstration', 'carried-over'])
      .describe('carried-over: given once to the owner of a seal that was used before there were grants'),
    ...{ users: z.array(z.string()), organisations: z.array(creditCode), systems: z.array(z.string()) },
    ...{ documents: z.boolean(), licenceTypes, validFrom: instant, validTo: instant, uses, approval },
    ...{
      approvers: z.array(z.string()),
      approvals,
      proposed: decision,
      decided: decision.nullable(),
      ended: decision.nullable(),
    },
  })
  .meta({ id: 'SealGrant' });

export const countedGrantSchema = grantSchema
  .extend({
    used: z
      .number()
      .int()
      .nullable()
      .describe('Uses that are spent, by custody’s own count; null where custody does not have it'),
  })
  .meta({ id: 'CountedSealGrant' });

export const grantList = z.object({
  items: z.array(grantSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const grantQuery = z.object({
  seal: sealCode.optional(),
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const grantParams = z.object({ grant: z.string().max(64) });

const purpose = z.strictObject(purposeQuery.shape).describe('What it is done for; recorded in the journal');

export const grantBody = z
  .strictObject({
    seal: sealCode,
    users: accounts.default([]).describe('Accounts that may use it, by id or user name'),
    organisations: z.array(creditCode.max(18)).max(200).default([]).describe('Organisations whose people and systems may use it'),
    systems: z.array(account).max(200).default([]).describe('Systems that may use it, by the id of their key'),
    documents: z.boolean().default(false),
    licenceTypes: licenceTypes.default([]),
    ...{ validFrom: instant, validTo: instant, uses: uses.default(null), approval },
    approvers: accounts.default([]).describe('Accounts that approve uses, by id or user name'),
    approvals: approvals.default(1),
    purpose,
  })
  .meta({ id: 'NewSealGrant' });

export const confirmationBody = z
  .strictObject({
    code: z
      .string()
      .regex(/^\d{6}$/)
      .nullable()
      .default(null)
      .describe('Code of the authenticator that custody knows of the caller; needless only in a demonstration'),
  })
  .meta({ id: 'ApproverCode' });

export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'Reason' });
