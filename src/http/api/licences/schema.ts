import { z } from 'zod';
import {
  ATTACHMENT_KINDS,
  EDITION_ACTS,
  EVIDENCE_LEVELS,
  PAPER_STEPS,
  RELATIONS,
  REVIEW_STATES,
  STATUS_EVENTS,
} from '../../../domain/licence/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import { editionRequestSchema, holderSchema, issueRequestSchema } from '../../../services/licences/index.ts';
import { momentQuery } from '../verifications/schema.ts';
import { creditCode, instant, purposeBody, purposeQuery } from '../words.ts';

export const issueBody = issueRequestSchema.meta({
  id: 'IssueRequest',
  description:
    'What is to be issued. The case number makes it idempotent: the same case with the same content gives the same licence.',
});

const EVENTS = STATUS_EVENTS;

export const statusEventBody = z
  .strictObject({
    event: z.enum(EVENTS).describe('暂扣、发还、转出、转入、注销、撤销、吊销、作废'),
    reason: z.string().trim().min(1).max(500),
    documentNumber: z.string().trim().min(1).max(100).describe('Number of the legal document (文书号)'),
    effectiveAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('Since when it holds: now when absent, a year ahead at most, and not before an act that is in effect already'),
  })
  .meta({ id: 'StatusEventRequest' });

export const editionBody = editionRequestSchema.meta({
  id: 'EditionRequest',
  description:
    'What the next edition is to be; what is not stated stays as it is. change 变更: other content or holders; renew 延续: a later last day; reissue 补发: the same again, as for one that was lost; correct 作废重发: voided and issued again, while nobody but its issuer has used it; reinstate 恢复: an end was overturned by the document that is named. The case number makes it idempotent.',
});

const act = z.enum(EDITION_ACTS);
const organisation = z.object({ code: creditCode, name: z.string() });
const status = z.object({
  value: z.enum(LICENCE_STATUS_NAMES),
  since: instant,
  asOf: instant.describe('What was so in law at this moment'),
  knownAt: instant.describe('As it could be known at this moment'),
});

const shared = {
  identifier: z.string(),
  typeCode: z.string(),
  typeName: z.string(),
  issuer: organisation,
  licenceNumber: z.string(),
  issueDate: z.iso.date(),
  validFrom: z.iso.date(),
  validTo: z.string().describe('Last day, or long-term'),
  status,
  demonstration: z.boolean(),
};

const attachment = z.object({
  ...{ id: z.string(), kind: z.enum(ATTACHMENT_KINDS), name: z.string(), format: z.enum(['pdf', 'ofd', 'png', 'jpeg']) },
  ...{ size: z.number().int(), sm3: z.string(), recordedAt: instant },
});

export const attachmentSchema = attachment.meta({ id: 'LicenceAttachment' });

export const attachmentQuery = z.object({
  kind: z.enum(ATTACHMENT_KINDS).describe('申请材料、审批决定、照片、附页、其他'),
  name: z.string().trim().min(1).max(200).describe('File name, to be shown'),
});

export const attachmentParams = z.object({
  identifier: z.string().max(200),
  attachment: z.string().regex(/^[0-9a-f]{32}$/),
});

const paperState = z.enum(['printed', 'collected', 'returned', 'destroyed', 'lost']);
const serial = z.string().trim().min(1).max(60).describe('Number printed on the form (印制流水号)');

export const printBody = z
  .strictObject({ serial, note: z.string().trim().min(1).max(200).optional() })
  .meta({ id: 'LicencePrinting' });

export const paperStepBody = z
  .strictObject({
    serial,
    step: z.enum(PAPER_STEPS).describe('领取、收回、销毁、遗失'),
    note: z.string().trim().min(1).max(200).optional(),
  })
  .meta({ id: 'LicencePaperStep' });

const shift = (words: string) =>
  z
    .string()
    .regex(/^-?(?:[12]?\d(?:\.5)?|30)$/)
    .default('0')
    .describe(words)
    .transform(Number);

export const overlayQuery = purposeQuery.extend({
  dx: shift('mm to the right, by halves, 30 at most'),
  dy: shift('mm down, by halves, 30 at most'),
});

export const pageQuery = z.object({
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

const reviewStanding = z
  .object({ state: z.enum(REVIEW_STATES), dueOn: z.iso.date() })
  .describe('How it stands with its annual review (年检); null where its type has none, or it has ended');

export const reviewBody = z
  .strictObject({
    result: z.enum(['passed', 'failed']),
    reviewedOn: z.iso.date().optional().describe('Day of the review, today when absent'),
    documentNumber: z.string().trim().min(1).max(100).optional(),
    note: z.string().trim().min(1).max(500).optional(),
  })
  .meta({ id: 'AnnualReviewRequest' });

export const reviewsQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
    .describe('YYYY-MM: licences whose next review is due in it; what was not reviewed stays there'),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const licenceSchema = z
  .object({
    ...shared,
    responsible: organisation,
    edition: z.string(),
    firstIssueDate: z.iso.date().describe('Day on which the first edition was issued (初次颁发日期)'),
    act: act.nullable().describe('Why there is this edition; null for the first'),
    actReason: z.string().nullable(),
    actDocumentNumber: z.string().nullable(),
    editions: z
      .array(
        z.object({
          ...{ edition: z.string(), identifier: z.string(), act: act.nullable(), issueDate: z.iso.date() },
          ...{ validFrom: z.iso.date(), validTo: shared.validTo, status, recordedAt: instant },
        }),
      )
      .describe('All editions, the first before the others'),
    possibleActs: z.array(act).describe('The further editions that it can have now, by its status; none of an earlier edition'),
    annualReview: reviewStanding.nullable(),
    reviews: z.array(
      z.object({
        ...{ dueOn: z.iso.date(), result: z.enum(['passed', 'failed']), reviewedOn: z.iso.date() },
        ...{ documentNumber: z.string().nullable(), note: z.string().nullable(), recordedAt: instant },
      }),
    ),
    associated: z
      .array(z.object({ identifier: z.string(), relation: z.enum(RELATIONS) }))
      .describe('Associated licences (关联证照)'),
    attachments: z.array(attachment).describe('Attachments (附件), whatever edition they came with'),
    papers: z
      .array(
        z.object({
          ...{ serial: z.string(), edition: z.string(), state: paperState, possibleSteps: z.array(z.enum(PAPER_STEPS)) },
          steps: z.array(
            z.object({
              ...{ step: z.enum(['print', ...PAPER_STEPS]), by: z.string(), at: instant, note: z.string().nullable() },
            }),
          ),
        }),
      )
      .describe('Paper twins (纸质证照)'),
    verificationCode: z.string(),
    holders: z.array(holderSchema),
    fields: z.record(z.string(), z.string()),
    file: z
      .object({
        ...{ format: z.string(), size: z.number().int(), sm3: z.string() },
        evidence: z.enum(EVIDENCE_LEVELS).meta({
          description:
            'What the file proves by itself: SES the seal alone; SES-T its time, by a time stamp; SES-LT also everything it takes to judge it later.',
        }),
      })
      .nullable(),
    evidencePending: z.boolean().meta({
      description:
        'Evidence was not to be had at sealing; the file is replaced by one with evidence, the seal unchanged, as soon as it is.',
    }),
    events: z
      .array(
        z.object({
          event: z.enum(EVENTS),
          reason: z.string(),
          documentNumber: z.string(),
          effectiveAt: instant,
          recordedAt: instant,
          effect: z.enum(['effective', 'planned', 'none']).describe('Whether it holds, will hold, or never does'),
          note: z.object({ en: z.string(), zh: z.string() }).nullable().describe('Why it has no effect'),
        }),
      )
      .describe('In the order in which they take effect'),
    possibleEvents: z.array(z.enum(EVENTS)).describe('What can be done to it now'),
    recordedAt: instant,
  })
  .meta({ id: 'Licence' });

export const licenceSummarySchema = z.object({ ...shared, holdersMasked: z.array(z.string()) }).meta({ id: 'LicenceSummary' });

export const reviewList = z.object({
  items: z.array(licenceSummarySchema.extend({ annualReview: reviewStanding.nullable() }).meta({ id: 'LicenceUnderReview' })),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const papersDueList = z.object({
  items: z.array(
    licenceSummarySchema
      .extend({ papers: z.array(z.object({ serial: z.string(), edition: z.string(), state: paperState })) })
      .meta({ id: 'LicenceWithPaperDue' }),
  ),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const licenceList = z.object({
  items: z.array(licenceSummarySchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const listQuery = z.object({
  cursor: z
    .string()
    .regex(/^(?:[0-9A-Z]{18}\.)?[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  ...momentQuery.shape,
});

export const licenceQuery = z.object({ ...purposeQuery.shape, ...momentQuery.shape });

export const searchBody = z
  .strictObject({
    code: z.string().trim().min(1).max(64).optional().describe('The whole number of a holder'),
    name: z.string().trim().min(1).max(200).optional().describe('The whole name of a holder, in place of the number'),
    purpose: purposeBody,
    cursor: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    limit: listQuery.shape.limit,
    ...momentQuery.shape,
  })
  .meta({ id: 'LicenceSearch', description: 'In a body, so that no log of addresses has the number.' });
