import { z } from 'zod';
import { localDate } from '../../../base/time.ts';
import { BODY_CLASSES, ENDINGS } from '../../../domain/organisation/index.ts';
import { SEAL_KINDS } from '../../../domain/seal/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const areaCode = z.string().describe('Area: 6 digits to the county (GB/T 2260), 9 for a township, 12 for a village');
const lineCode = z.string().describe('Line of business, such as housing.construction beneath housing (条线)');
const placeName = z.string().nullable().describe('As registered; null where the code is not');
const day = z.iso.date().transform(localDate);
const superiors = z
  .strictObject({ area: creditCode.max(18).nullable(), line: creditCode.max(18).nullable() })
  .describe('Organisations above in the trees of areas and of lines; null at the top');
const ending = z.enum(ENDINGS).describe('撤销、合并、分立、划转');
const documentNumber = z.string().trim().min(1).max(100).describe('Number of the legal document (文书号)');
const successors = z.array(creditCode.max(18)).max(32).describe('They end what it issued (承继机构)');

export const organisationSchema = z
  .object({
    code: creditCode,
    revision: z.number().int().describe('Number of its last change, to be given with the next'),
    name: z.string(),
    nextName: z
      .object({ name: z.string(), firstDay: z.iso.date() })
      .nullable()
      .describe('A name that is to come; from its first day no use begins of seals that show the one before'),
    formerNames: z.array(
      z.object({ name: z.string(), lastDay: z.iso.date(), seals: z.array(z.string()).describe('Seals that ended with it') }),
    ),
    bodyClass: z.enum(BODY_CLASSES),
    areaCode,
    areaName: placeName,
    formerAreas: z.array(z.object({ areaCode, areaName: placeName, lastDay: z.iso.date() })),
    line: lineCode.nullable().describe('null: a body of its area as a whole'),
    lineName: placeName,
    superiors: z.object({ area: creditCode.nullable(), line: creditCode.nullable() }),
    firstDay: z.iso.date().nullable().describe('null: not known'),
    end: z
      .object({ kind: ending, lastDay: z.iso.date(), documentNumber, successors, recordedAt: instant, planned: z.boolean() })
      .nullable()
      .describe('null: it has not ended; planned: its seals are cancelled when its last day is over'),
    demonstration: z.boolean(),
  })
  .meta({ id: 'Organisation' });

export const organisationList = z.object({
  items: z.array(organisationSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const organisationQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const organisationParams = z.object({ code: creditCode.max(18) });

const purpose = purposeBody;
const name = z.string().trim().min(1).max(100);

export const organisationBody = z
  .strictObject({
    ...{ code: creditCode.max(18), name, bodyClass: z.enum(BODY_CLASSES), areaCode: areaCode.max(12) },
    line: lineCode.max(64).nullable().default(null),
    superiors: superiors.default({ area: null, line: null }),
    firstDay: day.nullable().default(null),
    purpose,
  })
  .meta({ id: 'NewOrganisation' });

export const renamingQuery = z.object({
  name: name.optional().describe('A name that is thought of; the one that is planned when absent'),
});

const namedSeals = z.array(z.object({ seal: z.string(), title: z.string(), kind: z.enum(SEAL_KINDS) }));

export const renamingSchema = z
  .object({
    name: z.string(),
    next: z.string(),
    firstDay: z.iso.date().nullable().describe('null: not planned'),
    ending: namedSeals.describe('Seals that show the name of now: no use of them begins once the next holds'),
    ready: namedSeals.describe('Seals in the next name: they are used once it holds'),
  })
  .meta({ id: 'Renaming' });

const revision = z.number().int().min(1).describe('As it was read; 409 where somebody else changed it since');

export const organisationChangeBody = z
  .strictObject({
    ...{ revision, name: name.optional(), bodyClass: z.enum(BODY_CLASSES).optional(), areaCode: areaCode.max(12).optional() },
    nameSince: day
      .optional()
      .describe('First day of a new name, today or to come; today when absent. The name of now takes one that is to come back'),
    areaSince: day.optional().describe('First day of a new area code; today when absent'),
    line: lineCode.max(64).nullable().optional(),
    superiors: superiors.optional(),
    purpose,
  })
  .meta({ id: 'OrganisationChange', description: 'What is absent stays as it is.' });

export const organisationEndBody = z
  .strictObject({ revision, kind: ending, lastDay: day, documentNumber, successors: successors.default([]), purpose })
  .meta({ id: 'OrganisationEnd' });

export const withdrawalBody = z.strictObject({ revision, purpose }).meta({ id: 'OrganisationEndWithdrawal' });

export const successorsBody = z.strictObject({ revision, successors: successors.min(1), purpose }).meta({ id: 'Successors' });
