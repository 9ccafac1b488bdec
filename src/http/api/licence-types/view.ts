import type { z } from 'zod';
import type { Actor } from '../../../domain/access/index.ts';
import type { LicenceTypeRecord } from '../../../domain/licence/index.ts';
import type { licenceTypeSchema } from './schema.ts';

export function licenceTypeView(type: LicenceTypeRecord, actor: Actor): z.infer<typeof licenceTypeSchema> {
  return {
    code: type._id,
    name: type.name,
    version: type.typeVersion,
    fields: type.fields.map(({ name, label, required, maxLength }) => ({ name, label, required, maxLength })),
    validYears: type.validYears,
    certifyAs: type.certifyAs ?? null,
    issuable: actor.organisation !== null && type.issuers.includes(actor.organisation),
    demonstration: type.demonstration,
  };
}
