import { z } from 'zod';
import { ASKED_STATES, REPRESENTATION_KINDS } from '../../../domain/holder/index.ts';
import { proofBody } from '../my/schema.ts';
import { instant } from '../words.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const terms = {
  from: z.iso.date(),
  to: z.iso.date().describe('Last day'),
  matters: z.array(text(100)).min(1).max(20).nullable().default(null).describe('Matters (事项) that it is for; null: all'),
  proof: proofBody,
};
const POWERS = ['read', 'download', 'present', 'share', 'object', 'delegate'] as const;

export const askBody = z
  .strictObject({
    kind: z.enum(['minor', 'ward', 'deceased', 'legal-representative']).describe('未成年人、被监护人、已故者、法定代表人'),
    principal: z.strictObject({ code: text(40).describe('The whole number'), name: text(200) }),
    ...terms,
  })
  .meta({ id: 'RepresentationRequest', description: 'For whom the caller wants to act, and the document that says so' });

export const delegationBody = z
  .strictObject({
    onBehalfOf: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('Id of the enterprise'),
    kind: z.enum(['licence-manager', 'handler']).describe('证照管理员、办事人'),
    representative: z.strictObject({ code: text(40).describe('The whole number'), name: text(200) }),
    ...terms,
  })
  .meta({ id: 'DelegationRequest', description: 'Who is to act for an enterprise, how long, and in which matters' });

export const representationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(REPRESENTATION_KINDS),
    representativeMasked: z.string(),
    principal: z.string().describe('Id of who is represented, for onBehalfOf'),
    principalMasked: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    matters: z.array(z.string()).nullable(),
    parent: z.string().nullable().describe('Representation by which it was given'),
    state: z.enum(ASKED_STATES),
    steps: z.array(z.object({ step: z.enum(['ask', 'accept', 'refuse', 'end']), at: instant, note: z.string().nullable() })),
  })
  .meta({ id: 'Representation' });

export const myRepresentationsSchema = z
  .object({
    actsFor: z
      .array(
        z.object({
          id: z.string().describe('For onBehalfOf'),
          nameMasked: z.string(),
          powers: z.array(z.enum(POWERS)),
          representation: z.string().nullable().describe('Null for the enterprise of the session'),
          to: z.iso.date().nullable(),
          matters: z.array(z.string()).nullable(),
        }),
      )
      .describe('For whom the caller acts now, and what he may do'),
    own: z.array(representationSchema).describe('What he was given or asked for'),
    others: z.array(representationSchema).describe('Who acts for him, or for an enterprise for which he may hand on'),
  })
  .meta({ id: 'MyRepresentations' });

const person = z.object({ code: z.string(), name: z.string() });
export const wholeRepresentationSchema = representationSchema
  .extend({ representative: person, represented: person, proof: proofBody })
  .meta({ id: 'RepresentationWhole', description: 'Whole, to be compared with the document' });

export const representationParams = z.object({ representation: z.string().max(64) });
export const representationPage = z.object({ items: z.array(representationSchema), next: z.string().nullable() });
