/** Schemas that several resources share. */
import { z } from 'zod';
import { LICENCE_ROOT } from '../../domain/identifier/index.ts';

/** Prefix of every path of the interface. */
export const API = '/api/v1';

export const creditCode = z.string().describe('Unified social credit code');

export const instant = z.iso.datetime().describe('ISO 8601');

/** A moment as callers give it, with any offset, read into ms. */
export const instantInput = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const identifierParams = z.object({
  identifier: z
    .string()
    .max(200)
    .meta({ description: 'Licence identifier (证照标识, GB/T 36904)', example: `${LICENCE_ROOT}.….….….001.X` }),
});

const shortText = (limit: number) => z.string().trim().min(1).max(limit);

/** What personal data are read for, or a seal is used for, in a query. */
export const purposeQuery = z.object({
  item: shortText(200).describe('Matter that it is for (事项)'),
  cause: shortText(200).describe('Why (事由)'),
  caseNumber: shortText(100).optional().describe('Case number (办件编号)'),
});

/** What something is done for, in a body. */
export const purposeBody = z.strictObject(purposeQuery.shape).describe('What it is done for; recorded in the journal');

export function purposeOf({ item, cause, caseNumber }: z.infer<typeof purposeQuery>) {
  return { item, cause, caseNumber: caseNumber ?? null };
}
