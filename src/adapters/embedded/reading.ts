import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Environment } from './environment.ts';

/** Reads what is committed now, by other processes too; every failure becomes STORE_UNAVAILABLE. */
export function reading<T>(environment: Environment, read: () => T): Promise<T> {
  try {
    // lmdb-js keeps one read transaction for a while, which would hide what another process wrote meanwhile.
    environment.root.resetReadTxn();
    return Promise.resolve(read());
  } catch (cause) {
    return Promise.reject(isYinzhengError(cause) ? cause : new YinzhengError('STORE_UNAVAILABLE', {}, { cause }));
  }
}
