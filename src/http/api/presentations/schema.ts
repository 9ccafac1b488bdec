import { z } from 'zod';
import { PRESENTATION_STATES } from '../../../domain/presentation/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import { instant, purposeBody } from '../words.ts';

export const secret = z.string().regex(/^[0-9a-f]{64}$/);
const identifier = z.string().max(200).describe('Licence identifier (证照标识)');
const password = z.string().min(1).max(64).describe('Presentation password (亮证口令)');
const fieldNames = z.array(z.string().min(1).max(100)).max(100);

export const passwordBody = z
  .strictObject({
    next: z.string().min(1).max(64).describe('6 to 64 characters'),
    present: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Needed unless there is none or the holder signed in within 10 minutes'),
  })
  .meta({ id: 'PresentationPasswordChange' });

export const passwordSchema = z
  .object({ setAt: instant.nullable().describe('When it was chosen; null before') })
  .meta({ id: 'PresentationPasswordState' });

export const presentationBody = z
  .strictObject({
    via: z.enum(['code', 'link']).default('code').describe('A code for a counter, or a link that is opened with a separate code'),
    identifier,
    fields: fieldNames.default([]).describe('Face fields that are shown, by name'),
    seconds: z
      .number()
      .int()
      .min(1)
      .max(604_800)
      .optional()
      .describe('A code: 60 to 300, 120 when absent; a link: 300 to 604800, a day when absent'),
    password,
    matter: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe('Matter (事项) that it is for; needed by who acts in certain matters'),
  })
  .meta({ id: 'PresentationRequest' });

export const presentationSchema = z
  .object({
    id: z.string(),
    via: z.enum(['code', 'link']),
    identifier: z.string(),
    typeName: z.string(),
    fields: z.array(z.string()),
    state: z.enum([...PRESENTATION_STATES, 'over']),
    createdAt: instant,
    expiresAt: instant,
    usedAt: instant.nullable(),
  })
  .meta({ id: 'Presentation' });

export const madePresentationSchema = presentationSchema
  .extend({
    digits: z
      .string()
      .describe('To be read out or typed; of a link, the separate code (提取码), to be sent otherwise than the link'),
    url: z.string().describe('The link, or the text of the QR code'),
    qr: z.string().describe('The QR code as SVG'),
  })
  .meta({ id: 'MadePresentation', description: 'What is shown; digits and link are told this once' });

export const seeBody = z
  .union([
    z.strictObject({ code: secret.describe('What the QR code has behind `#p=`'), purpose: purposeBody }),
    z.strictObject({ digits: z.string().min(1).max(40), purpose: purposeBody }),
  ])
  .meta({
    id: 'PresentationView',
    description: 'A code as it was scanned or its digits as they were typed, and what it is seen for',
  });

export const publicSeeBody = z.strictObject({ code: secret }).meta({ id: 'PublicPresentationView' });

export const linkBody = z
  .strictObject({
    link: secret.describe('What the link has behind `#s=`'),
    code: z.string().min(1).max(40).describe('Separate code (提取码)'),
  })
  .meta({ id: 'SharedLinkView' });

export const seenSchema = z
  .object({
    identifier: z.string(),
    status: z.enum(LICENCE_STATUS_NAMES),
    since: instant,
    typeName: z.string(),
    issuer: z.string(),
    holderMasked: z.string(),
    validFrom: z.iso.date(),
    validTo: z.string().describe('Last day, or long-term'),
    asOf: instant,
    fields: z.array(
      z.object({ name: z.string(), label: z.string(), value: z.string().nullable().describe('Null where others never see it') }),
    ),
    demonstration: z.boolean(),
  })
  .meta({ id: 'SeenLicence', description: 'What the register says now, and of the face what its holder lets be seen' });

export const shareBody = z
  .strictObject({
    identifier,
    grantee: z
      .string()
      .regex(/^[0-9A-Z]{18}$/)
      .describe('Unified social credit code of the body'),
    purpose: z.strictObject({ item: z.string().trim().min(1).max(200), cause: z.string().trim().min(1).max(200) }),
    fields: fieldNames.default([]).describe('Face fields that it sees, whole'),
    file: z.boolean().default(false).describe('Whether it may have the sealed file'),
    from: z.iso.datetime({ offset: true }).optional().describe('Now when absent'),
    until: z.iso.datetime({ offset: true }),
    uses: z.number().int().min(1).max(1000).default(1),
    password,
  })
  .meta({ id: 'ShareRequest' });

export const shareSchema = z
  .object({
    id: z.string(),
    identifier: z.string(),
    typeName: z.string(),
    grantee: z.object({ code: z.string(), name: z.string() }),
    purpose: z.object({ item: z.string(), cause: z.string() }),
    fields: z.array(z.string()),
    file: z.boolean(),
    from: instant,
    until: instant,
    uses: z.number().int(),
    used: z.number().int(),
    revokedAt: instant.nullable(),
    state: z.enum(['to-come', 'good', 'revoked', 'over', 'used-up']),
  })
  .meta({ id: 'Share' });

export const shareList = z.object({ items: z.array(shareSchema) }).meta({ id: 'ShareList' });
export const sharedPage = z.object({ items: z.array(shareSchema), next: z.string().nullable() }).meta({ id: 'SharePage' });
export const shareParams = z.object({ share: z.string().max(64) });
export const presentationParams = z.object({ presentation: z.string().max(64) });
export const shareUseBody = z
  .strictObject({ caseNumber: z.string().trim().min(1).max(100).optional().describe('Case number (办件编号)') })
  .meta({ id: 'ShareUse', description: 'What for is what the holder granted it for' });
