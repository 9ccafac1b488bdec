import { z } from 'zod';
import { SYSTEM_ACTIONS } from '../../../domain/access/index.ts';
import { sharingTermsSchema } from '../../../services/clients/index.ts';
import { creditCode, instant, instantInput } from '../words.ts';

const scopes = z.array(z.string().min(1).max(64)).min(1).max(SYSTEM_ACTIONS.length);
const quota = z.number().int().min(1).max(100_000_000).nullable();

const sharing = sharingTermsSchema.meta({
  id: 'SharingTerms',
  description: 'What a system may have of the licences of all departments; goes with licence:share',
});

const termsSchema = z
  .object({
    scopes: z.array(z.string()).describe('Actions of the policy that it is let in for'),
    perMinute: z.number().int().nullable().describe('Requests a minute; null for no bound of its own'),
    perDay: z.number().int().nullable().describe('Requests a day in Asia/Shanghai'),
    validUntil: instant.nullable(),
    sharing: sharing.nullable(),
  })
  .meta({ id: 'ClientTerms' });

const subjectName = z.enum(['subject-dn', 'san-dns', 'san-uri', 'san-ip', 'san-email']);

const keySchema = z
  .object({
    id: z.string().describe('kid of what it signs'),
    kind: z.enum(['public-key', 'certificate', 'key-set', 'tls-subject', 'secret']),
    keyType: z.enum(['rsa', 'p-256', 'sm2']).nullable().describe('null for what is no key itself'),
    publicKey: z.string().nullable().describe('SubjectPublicKeyInfo, DER in Base64'),
    thumbprint: z.string().nullable().describe('x5t#S256 of the certificate (RFC 8705)'),
    url: z.string().nullable().describe('Where the system publishes its keys (jwks_uri)'),
    subject: z
      .object({ name: subjectName, value: z.string() })
      .nullable()
      .describe('Subject of its certificates (tls_client_auth, RFC 8705 section 2.1)'),
    from: instant,
    until: instant.nullable(),
    addedAt: instant,
    authorisedAt: instant.nullable().describe('null while it waits for a security administrator'),
    endedAt: instant.nullable(),
    taken: z.boolean().describe('Whether it is taken now'),
  })
  .meta({ id: 'ClientKey' });

export const clientSchema = z
  .object({
    id: z.string().describe('client_id'),
    revision: z.number().int().describe('Number of its last change'),
    name: z.string(),
    organisation: creditCode,
    state: z.enum(['asked', 'active', 'blocked', 'expired', 'closed']),
    asked: termsSchema,
    authorised: termsSchema.nullable().describe('What is in force; null before it was authorised'),
    awaitsAuthorisation: z.boolean(),
    keys: z.array(keySchema),
    createdAt: instant,
  })
  .meta({ id: 'Client' });

export const clientList = z.object({ items: z.array(clientSchema), next: z.string().nullable() });

export const apiKeySchema = z
  .object({
    id: z.string().describe('Public part of the key'),
    name: z.string(),
    organisation: creditCode,
    role: z.string(),
    ended: z.boolean(),
    createdAt: instant,
    demonstration: z.boolean(),
  })
  .meta({ id: 'ApiKey' });

export const apiKeyList = z.object({ items: z.array(apiKeySchema), next: z.string().nullable() });

export const pageQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const clientParams = z.object({ client: z.string().min(1).max(64).describe('Id of the system') });
export const clientKeyParams = clientParams.extend({ key: z.string().min(1).max(64).describe('Id of the key') });
export const apiKeyParams = z.object({ key: z.string().min(1).max(64).describe('Public part of the key') });

const revision = z.number().int().min(1).describe('Number of the last change, as it was read');
const name = z.string().trim().min(1).max(100);

export const newClientBody = z
  .strictObject({
    name,
    organisation: z.string().min(1).max(18).describe('Unified social credit code'),
    scopes,
    perMinute: quota.default(600),
    perDay: quota.default(null),
    validUntil: instantInput.nullable().default(null),
    sharing: sharing.nullable().default(null),
  })
  .meta({ id: 'NewClient' });

export const clientChangeBody = z
  .strictObject({
    revision,
    name: name.optional(),
    scopes: scopes.optional(),
    perMinute: quota.optional(),
    perDay: quota.optional(),
    validUntil: instantInput.nullable().optional(),
    sharing: sharing.nullable().optional(),
  })
  .meta({ id: 'ClientChange' });

export const clientOrderBody = z.strictObject({ revision }).meta({ id: 'ClientOrder' });

export const clientOrderQuery = z.object({
  revision: z.coerce.number().int().min(1).describe('Number of the last change, as it was read'),
});

const coordinate = z.string().max(64).optional();
const longText = z.string().min(1).max(20_000);

export const newClientKeyBody = z
  .strictObject({
    revision,
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .optional()
      .describe('kid; made from the key when absent'),
    from: instantInput.optional(),
    until: instantInput.optional(),
    key: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('jwk'),
        // Other members of a JWK (kid, use, alg) are passed over.
        jwk: z.object({
          kty: z.string().max(8),
          crv: z.string().max(16).optional().describe('P-256 or SM2'),
          x: coordinate,
          y: coordinate,
          n: z.string().max(2048).optional(),
          e: z.string().max(16).optional(),
        }),
      }),
      z.strictObject({ kind: z.literal('public-key'), text: longText.describe('SubjectPublicKeyInfo, PEM or DER in Base64') }),
      z.strictObject({ kind: z.literal('certificate'), text: longText.describe('Certificate, PEM or DER in Base64') }),
      z.strictObject({
        kind: z.literal('key-set'),
        url: z.string().min(1).max(2_048).describe('jwks_uri: https address of a JWK Set, on a host that the operator lists'),
      }),
      z.strictObject({
        kind: z.literal('tls-subject'),
        name: subjectName.describe(
          'Name of the certificate that is compared: tls_client_auth_subject_dn, …_san_dns and so on (RFC 8705)',
        ),
        value: z.string().min(1).max(2_000).describe('A subject as RFC 4514 writes it; a DNS name, URI, address or mail address'),
      }),
      z.strictObject({ kind: z.literal('secret') }),
    ]),
  })
  .meta({ id: 'NewClientKey' });

export const addedKeySchema = z
  .object({
    client: clientSchema,
    keyId: z.string(),
    secret: z.string().nullable().describe('Text of an API key, shown this once; null for other keys'),
  })
  .meta({ id: 'AddedClientKey' });
