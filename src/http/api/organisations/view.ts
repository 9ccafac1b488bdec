import type { z } from 'zod';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import type { organisationSchema } from './schema.ts';

export function organisationView(record: OrganisationRecord): z.infer<typeof organisationSchema> {
  const { _id: code, name, bodyClass, areaCode, demonstration } = record;
  return { code, name, bodyClass, areaCode, demonstration };
}
