/** What the signed forms of this folder have in common: who signs, how a key is named, and how a signature is judged. */
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { KEY_ID_OCTETS, SIGNATURE_OCTETS } from './octets.ts';

/** SM2 with SM3, as whoever reads has it. */
export interface ClaimCrypto {
  /** SM3 (GB/T 32905) of the concatenation. */
  readonly sm3: (...parts: readonly Uint8Array[]) => Uint8Array;
  /**
   * Whether a signature is right (GB/T 32918.2 §7.1, default user ID); false for anything that is none, or a point that is no key.
   * @param point `04‖X‖Y`, 65 octets
   * @param signature r‖s, 64 octets
   */
  readonly verify: (point: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** Something signed: the octets that were, and the signature r‖s over them. */
export interface SignedOctets {
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
}

/** Largest time, s from 1970: what five octets hold. */
export const LATEST = 2 ** 40 - 1;

/** The id of a key: the first 8 octets of the SM3 of its point `04‖X‖Y`. */
export function keyIdOf(point: Uint8Array, sm3: ClaimCrypto['sm3']): Uint8Array {
  return Uint8Array.from(sm3(point).subarray(0, KEY_ID_OCTETS));
}

/** What is signed and its signature, one after the other. */
export function joinSigned({ tbs, signature }: SignedOctets): Uint8Array {
  return concatBytes(tbs, signature);
}

/**
 * The two parts of what {@link joinSigned} joined.
 * @throws {RangeError} when there are not so many octets
 */
export function splitSigned(bytes: Uint8Array): SignedOctets {
  if (bytes.length <= SIGNATURE_OCTETS) throw new RangeError('it has no signature');
  const end = bytes.length - SIGNATURE_OCTETS;
  return { tbs: bytes.subarray(0, end), signature: bytes.subarray(end) };
}

/**
 * Sees that octets begin with a mark.
 * @throws {RangeError} when they do not
 */
export function demandMark(found: Uint8Array, mark: Uint8Array): void {
  if (!equalBytes(found, mark)) throw new RangeError('it is of another kind or version');
}
