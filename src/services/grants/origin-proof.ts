/**
 * Proof that what a seal signs begins with a document: SM3 midway through the document, its last bytes, and what was appended to it. Whoever
 * has it computes the digest of the document and that of what is signed from the same state.
 */
import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { SM3_MIDWAY, sm3From, sm3Midway } from '../../crypto/portable/sm3.ts';

const BLOCK = 64;

/** The proof, for the two parts that are signed, the first of which begins with a document of so many bytes. */
export function originProof(covered: readonly [Uint8Array, Uint8Array], documentSize: number): Uint8Array {
  const document = covered[0].subarray(0, documentSize);
  const tail = document.subarray(document.length - (document.length % BLOCK));
  const appended = covered[0].subarray(documentSize);
  return concatBytes(sm3Midway(document), Uint8Array.of(tail.length), tail, appended, covered[1]);
}

/** SM3 of the document that a proof shows `signed` (SM3) to begin with; null where it shows nothing. */
export function documentIn(proof: Uint8Array, signed: Uint8Array): Uint8Array | null {
  const midway = proof.subarray(0, SM3_MIDWAY);
  const size = proof[SM3_MIDWAY] ?? BLOCK;
  const rest = proof.subarray(SM3_MIDWAY + 1);
  if (size >= BLOCK || rest.length < size) return null;
  const whole = sm3From(midway, rest);
  return whole && equalBytes(whole, signed) ? sm3From(midway, rest.subarray(0, size)) : null;
}
