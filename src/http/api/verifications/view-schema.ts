import { z } from 'zod';
import { instant } from '../words.ts';
import { certification, check, checkCode, conclusion, reportShape, signature, words } from './schema.ts';

const codeWords = z.object({ title: words, meaning: words }).meta({ id: 'CodeWords' });
const answer = z.object({ tone: conclusion, title: words, meaning: words }).meta({ id: 'Answer' });
const proof = z
  .object({ by: z.enum(['signature-time-stamp', 'document-time-stamp', 'evidence-record', 'register']), time: instant })
  .nullable()
  .describe('What proves that it existed then at the latest; null where there is nothing but the signer’s claim');

const problem = z.object({
  code: checkCode,
  tone: conclusion,
  title: words,
  meaning: words,
  advice: words,
  signatures: z.array(z.number().int()).describe('Positions of the signatures concerned'),
});

const signer = z.object({
  index: z.number().int(),
  kind: signature.shape.kind,
  format: signature.shape.format,
  certification,
  organisation: z.string().nullable(),
  commonName: z.string().nullable(),
  seal: z.string().nullable(),
  trustClass: z.enum(['production', 'demonstration', 'none']),
  conclusion,
  claimedTime: z.string().nullable(),
  proof,
});

export const simpleSchema = z
  .object({
    schema: z.literal(1),
    view: z.literal('simple'),
    ...{ conclusion, subIndication: checkCode.nullable(), demonstration: z.boolean() },
    ...{ document: reportShape.document, validatedAt: instant },
    ...{ verdict: answer, unaltered: answer, trusted: answer },
    signers: z.array(signer),
    ...{ status: answer, register: reportShape.register, time: answer },
    problems: z.array(problem),
  })
  .meta({ id: 'SimpleReport', description: 'A report on one screen' });

const detailedCheck = check
  .extend({ question: words, answer: words, reason: codeWords.nullable() })
  .meta({ id: 'DetailedCheck' });

export const detailedSchema = z
  .object({
    ...reportShape,
    view: z.literal('detailed'),
    reason: codeWords.nullable(),
    signatures: z.array(
      signature
        .extend({
          reason: codeWords.nullable(),
          proof,
          checks: z.array(detailedCheck),
          deviations: z.array(signature.shape.deviations.element.extend({ meaning: words })),
        })
        .meta({ id: 'DetailedSignature' }),
    ),
    checks: z.array(detailedCheck),
  })
  .meta({ id: 'DetailedReport', description: 'Every check in order, with its words, clause and evidence' });

const digest = z.string().describe('SM3, hexadecimal');
const der = z.string().nullable().describe('DER, Base64; null where only named');

export const diagnosticSchema = z
  .object({
    schema: z.literal(1),
    view: z.literal('diagnostic'),
    ...{ document: reportShape.document, validatedAt: instant },
    proofOfExistence: instant.nullable(),
    evidenceRecord: z.string().optional().describe('Base64 of the EvidenceRecord (RFC 4998) that was given beside the file'),
    policy: z.object({ sm3: digest, value: z.record(z.string(), z.unknown()) }),
    anchors: z.array(z.looseObject({ sm3: digest, trustClass: z.enum(['production', 'demonstration']) })),
    certificates: z.array(z.object({ sm3: digest, from: z.enum(['trust-store', 'given', 'document']), der })),
    revocationLists: z.array(
      z.object({ sm3: digest, issuer: z.string(), thisUpdate: instant, nextUpdate: instant.nullable(), der }),
    ),
    sealMakers: z.array(z.looseObject({ kind: z.enum(['certificate', 'policy']) })),
    timeStamps: z.array(
      z.object({
        signature: z.number().int(),
        of: z.enum(['signature', 'seal', 'document']),
        time: z.string().nullable(),
        proven: z.boolean(),
      }),
    ),
    register: z
      .object({ check, report: reportShape.register, demonstration: z.boolean() })
      .nullable()
      .describe('What the register answered; null where none was asked'),
  })
  .meta({ id: 'VerificationDiagnostic', description: 'All inputs besides the document, to compute the report again' });
