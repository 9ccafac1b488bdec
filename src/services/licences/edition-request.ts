/** What a department asks for when a licence gets a further edition. */
import { z } from 'zod';
import { EDITION_ACTS, type AssociatedLicence, type EditionActKind, type Holder } from '../../domain/licence/index.ts';
import type { Purpose } from '../../domain/access/index.ts';
import { issueRequestSchema } from './schema.ts';

/** A further edition (换发) of a licence. What is not stated stays as it is. Dates are `YYYY-MM-DD`; `validTo` may be `long-term`. */
export interface EditionRequest {
  /** Identifier of the current edition. */
  readonly identifier: string;
  readonly act: EditionActKind;
  readonly reason: string;
  /** Number of the decision or judgment (文书号). */
  readonly documentNumber?: string | undefined;
  readonly holders?: readonly Holder[] | undefined;
  /** Face fields that are others than before; an empty one is taken away. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly licenceNumber?: string | undefined;
  readonly issueDate?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  /** Other licences that it is associated with, in place of those of before. */
  readonly associated?: readonly AssociatedLicence[] | undefined;
  readonly purpose: Purpose & { readonly caseNumber: string };
}

const { holders, fields, licenceNumber, issueDate, validFrom, validTo, associated, purpose } = issueRequestSchema.shape;

/** The same as systems send it, without the identifier. */
export const editionRequestSchema = z.strictObject({
  act: z.enum(EDITION_ACTS),
  reason: z.string().trim().min(1).max(500),
  documentNumber: z.string().trim().min(1).max(100).optional(),
  ...{ holders: holders.optional(), fields: fields.optional(), licenceNumber: licenceNumber.optional() },
  ...{ issueDate, validFrom, validTo, associated, purpose },
});
