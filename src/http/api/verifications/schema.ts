import { z } from 'zod';
import { CHECK_CODES, DEVIATION_CODES } from '../../../report/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import { LONG_TERM } from '../../../base/time.ts';
import { FIELDS_RESULTS, REVIEW_STATES } from '../../../domain/licence/index.ts';
import { instant, instantInput, purposeBody } from '../words.ts';

export const words = z.object({ en: z.string(), zh: z.string() }).meta({ id: 'Words' });
export const conclusion = z.enum(['passed', 'indeterminate', 'failed']);
export const checkCode = z.enum(CHECK_CODES);
const evidence = z
  .object({ reason: words.optional().describe('Why, as a sentence') })
  .catchall(z.unknown())
  .describe('Facts behind the outcome; a reason, here and nested, is a sentence in both languages');

export const check = z
  .object({
    id: z.string(),
    outcome: z.enum(['passed', 'indeterminate', 'failed', 'skipped']),
    code: checkCode.optional(),
    evidence: evidence.optional(),
    clause: z.string().optional(),
  })
  .meta({ id: 'Check' });

const certificate = z
  .object({
    organisation: z.string().nullable(),
    commonName: z.string().nullable(),
    issuer: z.string(),
    serialNumber: z.string(),
    notBefore: instant,
    notAfter: instant,
    sm3: z.string(),
  })
  .meta({ id: 'CertificateSummary' });

const seal = z
  .object({
    esId: z.string(),
    name: z.string(),
    version: z.union([z.literal(1), z.literal(4), z.literal(5)]),
    vendor: z.string(),
    createdAt: instant,
    validFrom: instant,
    validTo: instant,
    maker: certificate.nullable(),
  })
  .meta({ id: 'SealSummary' });

export const certification = z
  .enum(['no-changes', 'signing', 'annotating'])
  .optional()
  .describe('What it permits after it, where it certifies the document (DocMDP P 1, 2, 3)');

export const signature = z
  .object({
    index: z.number().int(),
    field: z.string().nullable(),
    kind: z.enum(['seal', 'cms', 'time-stamp', 'unknown']),
    format: z.string().nullable(),
    certification,
    intact: z.boolean().nullable().describe('Unaltered as signed; null where undecidable'),
    conclusion,
    subIndication: checkCode.nullable(),
    signer: certificate.nullable(),
    seal: seal.nullable(),
    trustClass: z.enum(['production', 'demonstration', 'none']),
    claimedTime: z.string().nullable(),
    place: z
      .object({ page: z.number().int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() })
      .nullable()
      .describe('mm from the upper left corner'),
    signedDocument: z
      .object({ size: z.number().int(), sm3: z.string() })
      .nullable()
      .describe('The document as this signature found it: how many of its first bytes, and their SM3'),
    checks: z.array(check),
    deviations: z.array(z.object({ code: z.enum(DEVIATION_CODES), evidence: evidence.optional() })),
  })
  .meta({ id: 'SignatureReport' });

const copy = z
  .object({
    number: z.string(),
    kind: z.enum(['use-copy', 'cancelled-rendition']),
    state: z.enum(['valid', 'expired', 'original-ended']),
    maker: z.string(),
    purpose: z.string().nullable().describe('Null in a rendition, and where this server has no key to it'),
    user: z.string().nullable(),
    expiresAt: instant.nullable(),
    original: z.object({ edition: z.string(), sm3: z.string() }),
  })
  .meta({
    id: 'CopyReport',
    description: 'What the document is, where it is a copy made from a licence (加注件) and not the licence',
  });

const register = {
  identifier: z.string(),
  status: z.enum(LICENCE_STATUS_NAMES),
  since: instant,
  typeName: z.string(),
  issuer: z.string(),
  holderMasked: z.string().describe('Empty where this server has no key to the holder'),
  validFrom: z.iso.date(),
  validTo: z.string().describe('Last day, or long-term'),
  annualReview: z
    .object({ state: z.enum(REVIEW_STATES), dueOn: z.iso.date() })
    .optional()
    .describe('How it stands with its annual review (年检); absent where its type has none, or it has ended'),
  asOf: instant,
  knownAt: instant,
  origin: z
    .object({ kind: z.enum(['collected', 'digitised']), trust: z.enum(['A', 'B', 'C', 'D']).nullable() })
    .optional()
    .describe('Of a licence that was not issued here; scans of paper have a level of trust'),
  copy: copy.optional(),
};

const document = z.object({
  format: z.enum(['pdf', 'ofd', 'seal', 'seal-signature']),
  size: z.number().int(),
  sm3: z.string(),
});

export const reportShape = {
  schema: z.literal(1),
  conclusion: conclusion.describe('The worst of the signatures and of the register’s answer'),
  subIndication: checkCode.nullable(),
  document,
  validatedAt: instant,
  signatures: z.array(signature),
  register: z
    .object({ ...register, status: z.string() })
    .nullable()
    .describe('Null when the register does not know the document'),
  demonstration: z.boolean().describe('Made under the demonstration CA: proves nothing'),
  checks: z.array(check),
};

export const reportSchema = z
  .object({
    ...reportShape,
    id: z.string().nullable().describe('By which anybody who has it may see the report again; null where it was not kept'),
    keptUntil: instant.nullable(),
    printable: z.boolean().describe('Whether it is to be had as a sealed PDF for print'),
  })
  .meta({ id: 'VerificationReport' });

export const statusReportSchema = z.object({ ...register, typeCode: z.string(), demonstration: z.boolean() }).meta({
  id: 'StatusReport',
  description: 'What the register tells of a licence: never its file, never the holder’s name in full',
});

export const momentQuery = z.object({
  asOf: instantInput.optional().describe('What was so in law at this moment'),
  knownAt: instantInput.optional().describe('As it could be known at this moment'),
});

export const codeParams = z.object({
  code: z.string().max(64).meta({ description: 'Printed verification code (查验码), as typed' }),
});

const stated = (limit: number) => z.string().trim().min(1).max(limit).optional();
const MOST_FIELDS = 40;

export const fieldsBody = z
  .strictObject({
    identifier: stated(200).describe('Licence identifier (证照标识)'),
    typeCode: stated(32).describe('Licence type code (证照类型代码)'),
    issuerCode: stated(32).describe('Code of the issuer (颁发机构代码)'),
    licenceNumber: stated(128).describe('Licence number (证照编号)'),
    holderName: stated(200).describe('Name of a holder (持证主体)'),
    holderCode: stated(64).describe('Number of the same holder (持证主体代码)'),
    issueDate: z.iso.date().optional(),
    validFrom: z.iso.date().optional(),
    validTo: z.union([z.iso.date(), z.literal(LONG_TERM)]).optional(),
    status: z.enum(LICENCE_STATUS_NAMES).optional().describe('Status that it is said to have'),
    fields: z
      .record(z.string().min(1).max(100), z.string().max(2000))
      .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `at most ${MOST_FIELDS}`)
      .optional()
      .describe('Face fields (照面信息) by name'),
    purpose: purposeBody,
  })
  .meta({
    id: 'FieldsQuestion',
    description:
      'What is stated of a licence. Enough is: the holder’s name with the identifier and the holder’s number or the licence number; or with type, number and licence number.',
  });

export const fieldsAnswer = z
  .object({
    result: z
      .enum(FIELDS_RESULTS)
      .describe('信息不全, 查无此信息, 参数不一致, 正确且未激活, 正确且暂时失效, 正确且已失效, 正确且有效: in this order'),
    words,
    asOf: instant,
  })
  .meta({ id: 'FieldsAnswer', description: 'Nothing of what is registered is told' });

export const reportParams = z.object({
  id: z.string().max(64).meta({ description: 'Id that the verification was answered with' }),
});

export const viewQuery = z.object({
  view: z
    .enum(['simple', 'detailed', 'diagnostic'])
    .optional()
    .describe('Answers and advice; every check with words; everything to compute it again. The report itself when absent'),
});

export const fileQuery = viewQuery.extend({
  at: instantInput.optional().describe('Moment of validation, and of the status; now when absent'),
  knownAt: instantInput.optional().describe('Until when what was recorded of the licence counts; now when absent'),
});
