/**
 * Devices on which somebody signed in before. Guesses from elsewhere make an account wait; whoever has shown that he is its holder on
 * this device does not wait with them, so that nobody can keep others out by failing in their name.
 */
import { toHex, utf8 } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import { equalSecret, hmacSm3 } from '../../crypto/native/index.ts';
import type { AccountRecord } from '../storage/index.ts';
import type { AccessDependencies } from './ports.ts';

/** How long a device is known, ms. */
export const DEVICE_LIFE = 180 * 24 * 3_600_000;
const NAME_BYTES = 16;

/**
 * What a device is given to be known again: nothing is kept of it here. It is good for this account, until its password is changed.
 * @returns `<account>.<end, ms>.<name>.<code>`
 */
export function newDevice({ random, clock }: Pick<AccessDependencies, 'random' | 'clock'>, account: AccountRecord): string {
  const head = `${account._id}.${clock.now() + DEVICE_LIFE}.${toHex(random.bytes(NAME_BYTES))}`;
  return `${head}.${codeOf(account, head)}`;
}

/** The name of a device that the account's holder signed in on before; null for any other. */
export function knownDevice(account: AccountRecord, text: string | null, now: Instant): string | null {
  const [, head = '', id, end = '', name = '', code = ''] =
    /^(([0-9a-f]{1,64})\.(\d{1,15})\.([0-9a-f]{32}))\.([0-9a-f]{64})$/.exec(text ?? '') ?? [];
  if (id !== account._id || now >= Number(end)) return null;
  return equalSecret(utf8(code), utf8(codeOf(account, head))) ? name : null;
}

/** The hash of the password is as secret as a key must be here, and changes with the password. */
function codeOf({ passwordHash }: AccountRecord, head: string): string {
  return toHex(hmacSm3(utf8(passwordHash), utf8(`yinzheng device 1\n${head}`)));
}
