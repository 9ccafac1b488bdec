/** What was really signed, to be held against what is said to be signed rightly. */
import { createHash } from 'node:crypto';
import { FalseAcceptance } from './target.ts';

/** A set of byte strings. */
export interface Genuine {
  /** @throws {FalseAcceptance} when `bytes` are none of them */
  demand(bytes: Uint8Array, what: string): void;
}

export function genuine(members: readonly Uint8Array[]): Genuine {
  const known = new Set(members.map(digestOf));
  return {
    demand(bytes, what) {
      if (!known.has(digestOf(bytes))) throw new FalseAcceptance(`${what} passes, but these bytes were never signed`);
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
