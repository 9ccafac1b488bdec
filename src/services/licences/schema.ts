import { z } from 'zod';
import { HOLDER_CODE_TYPES, RELATIONS } from '../../domain/licence/index.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A holder as systems send it. */
export const holderSchema = z.strictObject({
  name: text(200),
  codeType: z.enum(HOLDER_CODE_TYPES),
  code: text(40),
});

/** What personal data are read for, or a seal is used for. */
export const purposeSchema = z.strictObject({
  item: text(200),
  caseNumber: text(100).nullable().default(null),
  cause: text(200),
});

/** An issue request as systems and files send it. */
export const issueRequestSchema = z.strictObject({
  typeCode: z.string().regex(/^[0-9A-Z]{21}$/),
  holders: z.array(holderSchema).min(1).max(50),
  fields: z.record(z.string().min(1).max(100), z.string().max(4000)),
  licenceNumber: text(128),
  issueDate: date.optional(),
  validFrom: date.optional(),
  validTo: z
    .string()
    .regex(/^(?:\d{4}-\d{2}-\d{2}|long-term)$/)
    .optional(),
  responsible: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{18}$/), name: text(200) }).optional(),
  associated: z
    .array(z.strictObject({ identifier: text(200), relation: z.enum(RELATIONS) }))
    .max(20)
    .optional(),
  purpose: purposeSchema.extend({ caseNumber: text(100) }),
});
