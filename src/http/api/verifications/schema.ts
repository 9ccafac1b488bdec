import { z } from 'zod';
import { CHECK_CODES, DEVIATION_CODES } from '../../../report/index.ts';
import { STATUSES } from '../licences/schema.ts';
import { instant, instantInput } from '../words.ts';

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

const register = {
  identifier: z.string(),
  status: z.enum(STATUSES),
  since: instant,
  typeName: z.string(),
  issuer: z.string(),
  holderMasked: z.string().describe('Empty where this server has no key to the holder'),
  validFrom: z.iso.date(),
  validTo: z.string().describe('Last day, or long-term'),
  asOf: instant,
  knownAt: instant,
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

export const reportParams = z.object({
  id: z.string().max(64).meta({ description: 'Id that the verification was answered with' }),
});

export const viewQuery = z.object({
  view: z
    .enum(['simple', 'detailed', 'diagnostic'])
    .optional()
    .describe('Answers and advice; every check with words; everything to compute it again. The report itself when absent'),
});

export const fileQuery = viewQuery.extend({ at: instantInput.optional().describe('Moment of validation; now when absent') });
