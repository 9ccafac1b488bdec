/** Signed JSON Web Tokens of others (RFC 7515): read, and verified by a registered key. */
import { compactVerify, errors, importSPKI } from 'jose';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { DEFAULT_SM2_USER_ID, rawToDer, type CryptoProvider } from '../../crypto/index.ts';
import type { ClientKeyType } from '../../domain/client/index.ts';
import { writePem } from '../../pki/index.ts';

/**
 * Algorithms of assertions. `SGD_SM3_SM2` is SM2 with SM3 (GM/T 0125.1-2022, GM/T 0006): the signature is r ‖ s, 64 bytes, over the ASCII
 * signing input, with the user ID `1234567812345678`.
 */
export const JWS_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'SGD_SM3_SM2'] as const;

/** One of them. */
export type JwsAlgorithm = (typeof JWS_ALGORITHMS)[number];

/** Which keys each is for. */
const KEY_TYPES: Readonly<Record<JwsAlgorithm, ClientKeyType>> = {
  RS256: 'rsa',
  PS256: 'rsa',
  ES256: 'p-256',
  SGD_SM3_SM2: 'sm2',
};

const LONGEST = 8192;

/** A token as read, nothing of it verified. */
export interface ReadJws {
  readonly text: string;
  readonly algorithm: JwsAlgorithm;
  readonly keyId: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Reads a compact JWS over a JSON object; null when it is none that is taken: `none` and symmetric algorithms too. */
export function readJws(text: string): ReadJws | null {
  const read = readCompact(text);
  const algorithm = JWS_ALGORITHMS.find((known) => known === read?.algorithm);
  return read && algorithm ? { ...read, algorithm } : null;
}

/** The same of a token that is signed by SM2 under a name of the algorithm that others give it; null for any other name. */
export function readSm2Jws(text: string, algorithm: string): Pick<ReadJws, 'keyId' | 'claims'> | null {
  const read = readCompact(text);
  return read?.algorithm === algorithm ? read : null;
}

function readCompact(text: string): (Omit<ReadJws, 'algorithm'> & { readonly algorithm: unknown }) | null {
  if (text.length > LONGEST) return null;
  const [header = '', payload = '', signature = '', ...more] = text.split('.');
  if (more.length > 0 || signature === '') return null;
  const [protectedHeader, claims] = [jsonOf(header), jsonOf(payload)];
  if (!protectedHeader || !claims) return null;
  const { alg, kid, crit, b64 } = protectedHeader;
  // Extensions that must be understood are not (RFC 7515 section 4.1.11).
  if (crit !== undefined || b64 !== undefined || (kid !== undefined && typeof kid !== 'string')) return null;
  return { text, algorithm: alg, keyId: kid ?? null, claims };
}

/** Whether a token was signed by a key (SubjectPublicKeyInfo, DER). */
export async function verifyJws(
  crypto: CryptoProvider,
  { text, algorithm }: ReadJws,
  { keyType, spki }: { readonly keyType: ClientKeyType; readonly spki: Uint8Array },
): Promise<boolean> {
  if (KEY_TYPES[algorithm] !== keyType) return false;
  if (algorithm === 'SGD_SM3_SM2') return verifySm2Jws(crypto, text, spki);
  try {
    const key = await importSPKI(writePem('PUBLIC KEY', spki), algorithm);
    await compactVerify(text, key, { algorithms: [algorithm] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** Whether a token was signed by an SM2 key: r ‖ s over the signing input, with the default user ID. */
export function verifySm2Jws(crypto: CryptoProvider, text: string, spki: Uint8Array): boolean {
  const end = text.lastIndexOf('.');
  const raw = bytesOf(text.slice(end + 1));
  const der = raw && rawToDer(raw);
  if (!der) return false;
  return crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, spki, [utf8(text.slice(0, end))], der);
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | null {
  const bytes = bytesOf(part);
  if (!bytes) return null;
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The bytes of Base64url without padding, in its one form; null for anything else. */
function bytesOf(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
