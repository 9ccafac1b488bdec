/** What the readers of key files share. */
import { children, isUniversal, readInteger, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';

/** The error of a file that is none. */
export function malformed(technical: string): YinzhengError {
  return new YinzhengError('PKCS12_MALFORMED', { technical });
}

/**
 * The values of a SEQUENCE.
 * @throws {YinzhengError} PKCS12_MALFORMED, DER_MALFORMED
 */
export function sequence(node: DerNode | undefined, what: string): readonly DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(`${what} is missing`);
  return children(node);
}

/** Most iterations of a key derivation: a damaged number must not keep a machine busy for hours. */
export const MAX_PKCS12_ITERATIONS = 10_000_000;
/** Fewer of the derivation of RFC 7292 appendix B, each of which costs more. */
const MAX_OLD_ITERATIONS = 1_000_000;
const MAX_SALT_BYTES = 1024;

/**
 * A number of iterations, within bounds.
 * @throws {YinzhengError} PKCS12_MALFORMED
 */
export function iterationsOf(node: DerNode | undefined, derivation: 'pbkdf2' | 'pkcs12'): number {
  const iterations = node === undefined ? 1 : readInteger(node);
  const most = derivation === 'pbkdf2' ? MAX_PKCS12_ITERATIONS : MAX_OLD_ITERATIONS;
  if (iterations < 1 || iterations > most) throw malformed(`${iterations} iterations, more than ${most}`);
  return iterations;
}

/**
 * A salt, within bounds.
 * @throws {YinzhengError} PKCS12_MALFORMED
 */
export function checkedSalt(salt: Uint8Array): Uint8Array {
  if (salt.length === 0 || salt.length > MAX_SALT_BYTES) throw malformed(`a salt of ${salt.length} bytes`);
  return salt;
}
