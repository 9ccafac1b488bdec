import { z } from 'zod';
import { purposeBody, purposeQuery } from '../words.ts';

const code = z.string().min(1).max(64);
const day = z.iso.date().nullable().describe('null: not known, or not limited');

export const placeSchema = z
  .object({
    code: code.describe('Area: 6, 9 or 12 digits (GB/T 2260); line of business: steps with dots between'),
    name: z.string(),
    parent: code.nullable().describe('Code of the place that it lies in directly; null at the top'),
    firstDay: day,
    lastDay: day,
    successors: z.array(code).describe('Areas that took the place of one that ended'),
  })
  .meta({ id: 'Place' });

export const placeList = z.object({
  items: z.array(placeSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const placeQuery = z.object({
  q: z.string().trim().min(1).max(100).optional().describe('Beginning of the code, or part of the name'),
  parent: z.string().max(64).optional().describe('Directly in this place; empty for those at the top'),
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const placeParams = z.object({ code });

export const importQuery = purposeQuery;

export const importedSchema = z
  .object({ recorded: z.number().int(), changed: z.number().int(), unchanged: z.number().int() })
  .meta({ id: 'ImportedPlaces' });

export const moveBody = z
  .strictObject({
    to: z.string().max(12).optional().describe('Successor that all of the code itself go to, where it has several'),
    purpose: purposeBody,
  })
  .meta({ id: 'AreaMove' });

export const movedSchema = z
  .object({
    moved: z.array(z.object({ organisation: z.string(), from: code, to: code })),
    left: z.array(z.object({ organisation: z.string(), areaCode: code, reason: z.string(), reasonZh: z.string() })),
  })
  .meta({
    id: 'MovedOrganisations',
    description: 'What was not moved is left, with the reason; asked again, it is tried again.',
  });
