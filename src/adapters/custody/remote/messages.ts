/** What a custody server is asked and answers: JSON over HTTPS, binary values in Base64. `docs/decisions/custody-backends.md` has it. */
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../base/bytes.ts';
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../../base/errors/index.ts';
import { RSA_PADDINGS } from '../../../pki/index.ts';
import { KEY_PURPOSES, type KeyDescription } from '../../../services/pki/index.ts';

/** Largest request and largest answer to one that is not for the list of keys, bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Largest list of keys, bytes. */
export const MAX_LIST_BYTES = 32 * 1024 * 1024;

/** Paths of the protocol. */
export const PATHS = {
  keys: '/v1/keys',
  signatures: '/v1/signatures',
  certificate: /^\/v1\/keys\/([0-9a-f]{1,64})\/certificate$/,
} as const;

const base64 = z.base64().transform(fromBase64);
const name = z.string().max(256);

/** `POST /v1/signatures`. */
export const SIGN_REQUEST = z.strictObject({
  keyId: name,
  purpose: z.enum(KEY_PURPOSES),
  tbs: base64,
  content: base64.optional(),
  padding: z.enum(RSA_PADDINGS).optional(),
  actor: name,
  reference: name,
});

/** Its answer. */
export const SIGN_ANSWER = z.object({ signature: base64 });

/** `PUT /v1/keys/{keyId}/certificate`. */
export const CERTIFICATE_REQUEST = z.strictObject({ certificate: base64 });

/** Answer to `GET /v1/keys`. Purposes that this program does not know are left out. */
export const KEYS_ANSWER = z.object({
  keys: z.array(
    z.object({
      keyId: name,
      label: name,
      purposes: z.array(z.string()).transform((all) => KEY_PURPOSES.filter((purpose) => all.includes(purpose))),
      publicKey: base64,
      certificate: base64.nullable(),
      createdAt: z.int(),
    }),
  ),
});

/** The answer to `GET /v1/keys`. */
export function writeKeys(keys: readonly KeyDescription[]): unknown {
  return {
    keys: keys.map(({ keyId, label, purposes, publicKey, certificate, createdAt }) => ({
      ...{ keyId, label, purposes, createdAt },
      publicKey: toBase64(publicKey),
      certificate: certificate && toBase64(certificate),
    })),
  };
}

/** Status of each error that crosses as itself; any other is a fault of the server. */
export const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  INPUT_INVALID: 400,
  ROUTE_NOT_FOUND: 404,
  KEY_NOT_FOUND: 404,
  INPUT_TOO_LARGE: 413,
  KEY_PURPOSE_REFUSED: 422,
  KEYSTORE_KEY_MISMATCH: 422,
  CERTIFICATE_MALFORMED: 422,
  DER_MALFORMED: 422,
  KEY_DEVICE_REFUSED: 422,
  KEY_DEVICE_UNAVAILABLE: 503,
  KEY_AUDIT_UNWRITABLE: 503,
};

const detail = z.string().max(1_024);
const WORDS = z.strictObject({ en: detail, zh: detail });

const ERROR_ANSWER = z.object({
  error: z.object({
    code: z.string(),
    details: z.record(z.string(), z.union([detail, z.number(), z.boolean(), z.null(), WORDS])).catch({}),
  }),
});

/** Status and answer for an error. */
export function writeError(error: unknown): { readonly status: number; readonly body: unknown } {
  const status = isYinzhengError(error) ? STATUSES[error.code] : undefined;
  if (status === undefined || !isYinzhengError(error)) return { status: 500, body: { error: { code: 'INTERNAL', details: {} } } };
  return { status, body: { error: { code: error.code, details: error.details } } };
}

/** The error in an answer; KEY_DEVICE_UNAVAILABLE for one that is none of the known. */
export function readError(operation: string, status: number, answer: unknown): YinzhengError {
  const read = ERROR_ANSWER.safeParse(answer);
  const known = read.success ? KNOWN.find((code) => code === read.data.error.code) : undefined;
  if (!read.success || known === undefined)
    return new YinzhengError('KEY_DEVICE_UNAVAILABLE', {
      operation,
      technical: `the custody server answers with status ${status}`,
    });
  return new YinzhengError(known, read.data.error.details);
}

const KNOWN = Object.keys(STATUSES) as readonly ErrorCode[];
