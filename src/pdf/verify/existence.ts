/** Document time stamps as proofs (ISO 32000-2 §12.8.5, ETSI EN 319 142-1 §5.4.3): each proves everything that lies in the bytes it covers. */
import { registerProof, type ProofOfExistence, type RegisterEntry } from '../../pki/index.ts';
import type { Coverage } from './model.ts';

/** The proofs of a document, met from the last signature to the first, so that those over a signature are known before it is judged. */
export interface DocumentProofs {
  /** The proofs over a whole signature, its value included, from the inside out. */
  over(coverage: Pick<Coverage, 'end'>): readonly ProofOfExistence[];
  /** Adds what a document time stamp that holds proves. */
  add(coverage: Pick<Coverage, 'signed'>, proof: ProofOfExistence): void;
}

/** No proofs yet but a register's entry, which covers what is recorded. */
export function createDocumentProofs(registered: RegisterEntry | undefined): DocumentProofs {
  const covering: { readonly covered: number; readonly proof: ProofOfExistence }[] = [];
  for (const proof of registerProof(registered?.recordedAt)) covering.push({ covered: registered?.size ?? 0, proof });
  return {
    over({ end }) {
      const found = covering.filter(({ covered }) => end <= covered).sort((left, right) => left.covered - right.covered);
      return found.map(({ proof }) => proof);
    },
    add({ signed: [beforeHole] }, proof) {
      covering.push({ covered: beforeHole.length, proof });
    },
  };
}
