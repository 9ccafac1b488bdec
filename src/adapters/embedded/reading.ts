import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Environment } from './environment.ts';

/** Reads what is committed now, by other processes too; every failure becomes STORE_UNAVAILABLE. */
export function reading<T>(environment: Pick<Environment, 'root'>, read: () => T): Promise<T> {
  try {
    // lmdb-js keeps one read transaction for a while, which would hide what another process wrote meanwhile.
    environment.root.resetReadTxn();
    return Promise.resolve(read());
  } catch (cause) {
    return Promise.reject(isYinzhengError(cause) ? cause : new YinzhengError('STORE_UNAVAILABLE', {}, { cause }));
  }
}

/**
 * The JSON object of a stored value.
 * @throws {YinzhengError} STORE_DAMAGED when it is none
 */
export function parseStored(stored: Buffer, what: string): object {
  let value: unknown;
  try {
    value = JSON.parse(stored.toString());
  } catch (cause) {
    throw new YinzhengError('STORE_DAMAGED', { what }, { cause });
  }
  if (typeof value !== 'object' || value === null) throw new YinzhengError('STORE_DAMAGED', { what });
  return value;
}
