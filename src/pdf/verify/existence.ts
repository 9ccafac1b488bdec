/** Document time stamps as proofs (ISO 32000-2 §12.8.5, ETSI EN 319 142-1 §5.4.3): each proves everything that lies in the bytes it covers. */
import type { Instant } from '../../base/time.ts';
import { registerProof, type ProofOfExistence } from '../../pki/index.ts';
import type { Coverage } from './model.ts';

/** The proofs of a document, met from the last signature to the first, so that those over a signature are known before it is judged. */
export interface DocumentProofs {
  /** The proofs over a whole signature, its value included, from the inside out. */
  over(coverage: Pick<Coverage, 'end'>): readonly ProofOfExistence[];
  /** Adds what a document time stamp that holds proves. */
  add(coverage: Pick<Coverage, 'signed'>, proof: ProofOfExistence): void;
}

/**
 * No proofs yet but a register's entry for the document, which covers all of it.
 * @param poe when the register recorded the document
 */
export function createDocumentProofs(poe: Instant | undefined): DocumentProofs {
  const outermost = registerProof(poe);
  const stamps: { readonly covered: number; readonly proof: ProofOfExistence }[] = [];
  return {
    over({ end }) {
      const covering = stamps.filter(({ covered }) => end <= covered).sort((left, right) => left.covered - right.covered);
      return [...covering.map(({ proof }) => proof), ...outermost];
    },
    add({ signed: [beforeHole] }, proof) {
      stamps.push({ covered: beforeHole.length, proof });
    },
  };
}
