import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import { APPLICATION_KINDS, APPLICATION_STATES, APPLICATION_STEPS, SEAL_KINDS, SEAL_SHAPES } from '../../../domain/seal/index.ts';
import { readDerOrPem } from '../../../pki/index.ts';
import { MAX_APPLICATIONS } from '../../../services/seals/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const line = z.string().trim().min(1).max(24).nullable().default(null);

const face = z
  .strictObject({
    kind: z.enum(SEAL_KINDS).describe('法定名称章、部门章、业务专用章、法定代表人名章'),
    shape: z.enum(SEAL_SHAPES).default('round'),
    name: z
      .string()
      .trim()
      .min(2)
      .max(40)
      .describe('Along the ring: the owner’s name, with a department after it, or the person’s'),
    secondName: z.string().trim().min(1).max(120).nullable().default(null).describe('In a second script of an autonomous area'),
    middleLine: line.describe('In the middle of an oval seal'),
    lowerLine: line.describe('Below the middle, such as 合同专用章'),
  })
  .describe('What the seal shows');

const DER_WORDS = { CERTIFICATE: ['certificate', '证书'], 'CERTIFICATE REQUEST': ['certificate request', '证书请求'] } as const;

/** PEM or DER in Base64, read into DER in Base64. */
const derOf = (label: keyof typeof DER_WORDS) =>
  z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        const bytes = text.includes('-----BEGIN') ? new TextEncoder().encode(text) : fromBase64(text);
        const [one, ...more] = readDerOrPem(bytes, label);
        if (one && more.length === 0) return toBase64(one);
      } catch {
        // Told as every other fault of a request.
      }
      const [en, zh] = DER_WORDS[label];
      context.addIssue({
        code: 'custom',
        params: { en: `must be one ${en}, PEM or DER in Base64`, zh: `须为一份${zh}，PEM 格式或 Base64 编码的 DER` },
      });
      return z.NEVER;
    })
    .describe(`${label}: PEM, or DER in Base64`);

const key = z
  .union([
    z.strictObject({ kind: z.literal('custody'), authority: z.enum(['here', 'elsewhere']).default('here') }),
    z.strictObject({ kind: z.literal('holder'), request: derOf('CERTIFICATE REQUEST') }),
    z.strictObject({ kind: z.literal('holder'), certificate: derOf('CERTIFICATE') }),
  ])
  .describe('Key made in custody, certified here or elsewhere; or the holder’s own (UKey), by its request or its certificate');

const common = {
  basis: z.string().trim().min(1).max(100).nullable().default(null).describe('Number of the document it rests on (依据文号)'),
  purpose: purposeBody,
};
const sealCode = z.string().max(64).describe('Seal code (esID)');

export const applicationBody = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...{ kind: z.literal('make'), face, key: key.default({ kind: 'custody', authority: 'here' }) },
      replaces: sealCode.nullable().default(null).describe('Seal that is cancelled when this one is filed (变更)'),
      code: z
        .string()
        .max(14)
        .nullable()
        .default(null)
        .describe('Code that a registry has given it, 13 or 14 digits; null: allotted'),
      ...common,
    }),
    z.strictObject({
      ...{ kind: z.literal('remake'), seal: sealCode, key: key.default({ kind: 'custody', authority: 'here' }) },
      ...common,
    }),
    z.strictObject({ kind: z.literal('cancel'), seal: sealCode, ...common }),
  ])
  .meta({ id: 'NewSealApplication', description: '新制、重制、注销' });

export const applicationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(APPLICATION_KINDS),
    state: z.enum(APPLICATION_STATES),
    owner: creditCode,
    seal: z.string().nullable().describe('Seal code (esID); null until it is allotted'),
    replaces: z.string().nullable(),
    face: z
      .object({
        ...{ kind: z.enum(SEAL_KINDS), shape: z.enum(SEAL_SHAPES), name: z.string() },
        ...{ secondName: z.string().nullable(), middleLine: z.string().nullable(), lowerLine: z.string().nullable() },
      })
      .nullable(),
    key: z
      .object({ kind: z.enum(['custody', 'holder']), authority: z.enum(['here', 'elsewhere']) })
      .nullable()
      .describe('Where the key is, and whose CA certifies it'),
    basis: z.string().nullable(),
    request: z.string().nullable().describe('For the other CA: PKCS#10, DER in Base64'),
    certificate: z.string().nullable().describe('Of the signer, DER in Base64; null until the seal was made'),
    steps: z.array(
      z.object({
        step: z.enum(['apply', ...Object.keys(APPLICATION_STEPS)]),
        at: instant,
        account: z.string().nullable(),
        organisation: creditCode.nullable(),
        note: z.string().nullable(),
      }),
    ),
    demonstration: z.boolean(),
  })
  .meta({ id: 'SealApplication' });

export const applicationList = z.object({
  items: z.array(applicationSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const applicationQuery = z.object({
  state: z.enum(APPLICATION_STATES).optional(),
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_APPLICATIONS).default(50),
});

export const applicationParams = z.object({ id: z.string().max(64) });

const note = z.string().trim().min(1).max(500).nullable().default(null);

export const decisionBody = z.strictObject({ note, purpose: purposeBody }).meta({ id: 'SealDecision' });

export const makingBody = z
  .strictObject({ certificate: derOf('CERTIFICATE').nullable().default(null), purpose: purposeBody })
  .meta({ id: 'SealMaking' });
