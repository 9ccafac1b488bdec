import type { z } from 'zod';
import { revisionOf, superiorsOf, type OrganisationRecord } from '../../../domain/organisation/index.ts';
import { placeNameIn, type PlaceNames } from '../../../services/organisations/register/index.ts';
import type { organisationSchema } from './schema.ts';

export function organisationView(record: OrganisationRecord, names: PlaceNames): z.infer<typeof organisationSchema> {
  const { _id: code, name, bodyClass, areaCode, line = null, firstDay = null, formerAreas = [], end, demonstration } = record;
  return {
    ...{ code, revision: revisionOf(record), name, bodyClass, areaCode, line, superiors: superiorsOf(record), firstDay },
    ...{ areaName: placeNameIn(names, 'area', areaCode), lineName: placeNameIn(names, 'line', line) },
    nextName: record.nextName ? { name: record.nextName.name, firstDay: record.nextName.firstDay } : null,
    formerNames: (record.formerNames ?? []).map(({ name: before, lastDay, seals }) => ({
      name: before,
      lastDay,
      seals: [...seals],
    })),
    formerAreas: formerAreas.map((former) => ({
      ...{ areaCode: former.areaCode, areaName: placeNameIn(names, 'area', former.areaCode), lastDay: former.lastDay },
    })),
    end: end
      ? {
          ...{ kind: end.kind, lastDay: end.lastDay, documentNumber: end.documentNumber },
          ...{ successors: [...end.successors], recordedAt: end.recordedAt, planned: end.planned === true },
        }
      : null,
    demonstration,
  };
}
