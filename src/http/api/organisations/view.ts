import type { z } from 'zod';
import { revisionOf, superiorsOf, type OrganisationRecord } from '../../../domain/organisation/index.ts';
import type { organisationSchema } from './schema.ts';

export function organisationView(record: OrganisationRecord): z.infer<typeof organisationSchema> {
  const { _id: code, name, bodyClass, areaCode, line = null, firstDay = null, formerAreas = [], end, demonstration } = record;
  return {
    ...{ code, revision: revisionOf(record), name, bodyClass, areaCode, line, superiors: superiorsOf(record), firstDay },
    formerAreas: formerAreas.map((former) => ({ areaCode: former.areaCode, lastDay: former.lastDay })),
    end: end
      ? {
          ...{ kind: end.kind, lastDay: end.lastDay, documentNumber: end.documentNumber },
          ...{ successors: [...end.successors], recordedAt: end.recordedAt, planned: end.planned === true },
        }
      : null,
    demonstration,
  };
}
