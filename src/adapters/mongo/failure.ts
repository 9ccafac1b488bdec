import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';

/** Code of MongoDB for a key that is taken. */
const DUPLICATE_KEY = 11_000;

/** True when a write was refused because its key is taken. */
export function isDuplicate(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { readonly code?: unknown }).code === DUPLICATE_KEY;
}

/** Does what asks the database; every failure that is not ours becomes STORE_UNAVAILABLE. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}
