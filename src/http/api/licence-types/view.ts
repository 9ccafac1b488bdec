import type { z } from 'zod';
import type { LicenceTypeView } from '../../../services/licence-types/index.ts';
import type { licenceTypeSchema } from './schema.ts';

export function licenceTypeView({ record, shown, issuable }: LicenceTypeView): z.infer<typeof licenceTypeSchema> {
  const { content, number } = shown;
  return {
    code: record._id,
    name: content.name,
    version: number,
    definer: content.definer,
    owner: record.owner,
    origin: content.origin,
    state: record.withdrawal?.state === 'decided' ? 'withdrawn' : shown.state,
    fields: content.fields.map(({ name, label, required, maxLength }) => ({ name, label, required, maxLength })),
    validity: content.validity,
    certifyAs: content.certifyAs ?? null,
    twoPersons: content.twoPersons === true,
    approvedActs: [...(content.approvedActs ?? [])],
    issuable,
    demonstration: record.demonstration,
  };
}
