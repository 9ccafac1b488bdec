/**
 * Signatures found right before, structures read before, and what follows from a structure alone. Only such facts are remembered, under a
 * digest of key, algorithm, signature and signed bytes, the very bytes that were read, or what was read; never a verdict: periods,
 * revocation, names and trust are judged anew each time.
 */
import { equalBytes } from '../../base/bytes.ts';
import type { Deviation } from '../../report/index.ts';

/** A bounded memory of right signatures. */
export interface VerificationCache {
  /** The deviations found with a right signature, or null when it is not remembered. */
  get(key: string): readonly Deviation[] | null;
  add(key: string, deviations: readonly Deviation[]): void;
  /**
   * What `read` makes of these bytes, or made of the same before. It is given bytes that nobody else has, must depend on nothing else, and
   * what it makes must not change. What it throws is not remembered.
   */
  read<Value extends object>(kind: string, bytes: Uint8Array, read: (bytes: Uint8Array) => Value): Value;
  /**
   * What `find` finds out about a subject, or found out before; `question` says what is asked. It must depend on nothing but the subject,
   * which must not change, and is forgotten with it.
   */
  recall<Value extends object>(subject: object, question: string, find: () => Value): Value;
}

/** Longest structure that is remembered, bytes: certificates, OCSP answers and seals are shorter, and so are most revocation lists. */
const LONGEST_READ = 65_536;
/** Structures that are remembered: enough for the chains of the issuers that are met daily. */
const MOST_READ = 256;

/** A memory in this process of at most `capacity` signatures, least recently used out first. */
export function createVerificationCache(capacity: number): VerificationCache {
  const known = new Map<string, readonly Deviation[]>();
  const structures = new Map<string, { readonly bytes: Uint8Array; readonly value: object }>();
  const facts = new WeakMap<object, Map<string, object>>();
  return {
    get(key) {
      const found = known.get(key);
      if (found === undefined) return null;
      known.delete(key);
      known.set(key, found);
      return found;
    },
    add: (key, deviations) => keep(known, capacity, key, deviations),
    read<Value extends object>(kind: string, bytes: Uint8Array, read: (bytes: Uint8Array) => Value): Value {
      if (bytes.length > LONGEST_READ) return read(bytes);
      const key = `${kind} ${bytes.length} ${checksum(bytes)}`;
      let found = structures.get(key);
      if (!found || !equalBytes(found.bytes, bytes)) {
        // a copy, so that the document around them is not kept as well
        const own = bytes.slice();
        found = { bytes: own, value: read(own) };
      }
      keep(structures, MOST_READ, key, found);
      // the kind says what was read
      return found.value as Value;
    },
    recall<Value extends object>(subject: object, question: string, find: () => Value): Value {
      let known = facts.get(subject);
      if (!known) facts.set(subject, (known = new Map<string, object>()));
      let found = known.get(question);
      if (!found) known.set(question, (found = find()));
      // the question says what was found
      return found as Value;
    },
  };
}

function keep<Value>(memory: Map<string, Value>, capacity: number, key: string, value: Value): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= capacity) return;
  const oldest = memory.keys().next();
  if (!oldest.done) memory.delete(oldest.value);
}

/** Bytes from one word of the checksum to the next; every signature is longer. */
const STEP = 32;

/** FNV-1a over some of the words: tells apart what is not made to collide; equality is decided by the bytes. */
function checksum(bytes: Uint8Array): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let sum = 0x811c9dc5;
  for (let at = 0; at + 4 <= bytes.length; at += STEP) sum = Math.imul(sum ^ words.getInt32(at, true), 0x01000193);
  return sum;
}
