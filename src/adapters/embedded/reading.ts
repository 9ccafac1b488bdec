import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Environment } from './environment.ts';

const closed = new WeakSet<Environment['root']>();

/** Waits for the commits that were begun, and closes; reads are refused from now on. */
export function closeEnvironment({ root }: Pick<Environment, 'root'>): Promise<void> {
  closed.add(root);
  return root.close();
}

/** Reads what is committed now, by other processes too; every failure becomes STORE_UNAVAILABLE, and so does what comes after the end. */
export function reading<T>(environment: Pick<Environment, 'root'>, read: () => T): Promise<T> {
  try {
    // A read while it closes would leave lmdb-js a timer that throws where nobody can catch it.
    if (closed.has(environment.root)) throw new YinzhengError('STORE_UNAVAILABLE');
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
