import { isYinzhengError } from '../src/base/errors/index.ts';

/** What a function gives; null when it refuses with the product's own error, so that the next one gets the input as well. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
