import { z } from 'zod';
import { STAFF_ROLES } from '../../../domain/access/index.ts';
import { creditCode } from '../words.ts';

const roles = z
  .array(z.enum(STAFF_ROLES))
  .max(STAFF_ROLES.length)
  .describe('administrator, security-administrator and auditor (三员) go with no other role');

const dataScope = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('own') }),
    z.strictObject({ kind: z.literal('area'), area: z.string().max(12).describe('All in this area') }),
    z.strictObject({
      kind: z.literal('line'),
      line: z.string().max(64).describe('All of this line of business'),
      area: z.string().max(12).nullable().default(null).describe('null: everywhere'),
    }),
  ])
  .nullable()
  .describe('How far it reaches (数据范围); null: as its role and the place of its organisation say');

export const accountSchema = z
  .object({
    id: z.string(),
    userName: z.string(),
    displayName: z.string(),
    organisation: creditCode.nullable(),
    roles,
    dataScope,
    state: z.enum(['initial', 'active', 'locked', 'closed']).describe('initial: its holder has not chosen a password yet'),
    secondFactor: z.boolean().describe('Whether an authenticator is enrolled'),
    linked: z.boolean().describe('Whether it is bound to somebody at the identity provider'),
    demonstration: z.boolean(),
  })
  .meta({ id: 'Account' });

export const accountList = z.object({
  items: z.array(accountSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const accountQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const accountParams = z.object({ account: z.string().min(1).max(64).describe('Id of the account') });

export const newAccountBody = z
  .strictObject({
    userName: z.string().min(2).max(64),
    displayName: z.string().trim().min(1).max(100),
    organisation: creditCode.min(1).max(18).nullable().describe('null for an account that belongs to none'),
    dataScope: dataScope.default(null),
  })
  .meta({ id: 'NewAccount' });

export const accountMoveBody = z.strictObject({ organisation: creditCode.min(1).max(18) }).meta({ id: 'AccountMove' });

export const dataScopeBody = z.strictObject({ dataScope }).meta({ id: 'AccountDataScope' });

export const rolesBody = z.strictObject({ roles }).meta({ id: 'AccountRoles' });

export const accountWithPassword = z
  .object({
    account: accountSchema,
    initialPassword: z.string().describe('Shown this once; good for seven days, and only for choosing another'),
  })
  .meta({ id: 'AccountWithPassword' });
