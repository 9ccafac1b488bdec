import { randomBytes } from 'node:crypto';
import type { Random } from '../../services/platform.ts';

/** Random bytes of the operating system. */
export function createSystemRandom(): Random {
  return { bytes: (length) => randomBytes(length) };
}
