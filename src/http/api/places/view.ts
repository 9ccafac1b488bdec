import type { z } from 'zod';
import { placeParent, type PlaceRecord } from '../../../domain/organisation/index.ts';
import type { MovedOrganisations } from '../../../services/organisations/register/index.ts';
import type { movedSchema, placeSchema } from './schema.ts';

export function placeView({ tree, code, name, firstDay, lastDay, successors }: PlaceRecord): z.infer<typeof placeSchema> {
  return { code, name, parent: placeParent(tree, code), firstDay, lastDay, successors: [...successors] };
}

export function movedView({ moved, left }: MovedOrganisations): z.infer<typeof movedSchema> {
  return {
    moved: [...moved],
    left: left.map(({ organisation, areaCode, reason }) => ({ organisation, areaCode, reason: reason.en, reasonZh: reason.zh })),
  };
}
