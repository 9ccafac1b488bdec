import { YinzhengError } from '../../base/errors/index.ts';
import type { UploadBudget } from './budget.ts';

const BUSY_SECONDS = 5;

/** Gathers chunks of one upload within its limit and the common budget. */
export interface Collector {
  /** Why the chunk is not taken: INPUT_TOO_LARGE, SERVICE_BUSY; null when it is. */
  add(chunk: Uint8Array): YinzhengError | null;
  bytes(): Uint8Array;
  /** Gives the memory back to the budget. */
  readonly release: () => void;
}

export interface UploadRules {
  /** Largest document, bytes. */
  readonly limit: number;
  readonly budget: UploadBudget;
}

export function createCollector({ limit, budget }: UploadRules): Collector {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let held = 0;
  return {
    add(chunk) {
      if (size + chunk.length > limit) return new YinzhengError('INPUT_TOO_LARGE', { limit });
      if (!budget.take(chunk.length)) return new YinzhengError('SERVICE_BUSY', { seconds: BUSY_SECONDS });
      held += chunk.length;
      size += chunk.length;
      chunks.push(chunk);
      return null;
    },
    bytes() {
      if (chunks.length !== 1) chunks = [Buffer.concat(chunks, size)];
      return chunks[0] ?? new Uint8Array();
    },
    release() {
      budget.give(held);
      held = 0;
      chunks = [];
    },
  };
}
