/** How often one may try to sign in: by device, by account and network, by account, by address. */
import { isIPv6 } from 'node:net';
import type { AttemptRule } from './attempts.ts';
import type { AccessDependencies } from './ports.ts';

const MINUTE = 60_000;
/** Tries on an account from one network, or on a device that is known. */
export const ACCOUNT_RULE: AttemptRule = { free: 5, wait: MINUTE, longest: 15 * MINUTE };
/** Tries on an account from everywhere together, devices that are known left out. */
const EVERYWHERE_RULE: AttemptRule = { free: 50, wait: MINUTE, longest: 15 * MINUTE };
const ADDRESS_RULE: AttemptRule = { free: 20, wait: MINUTE, longest: 15 * MINUTE };

/** Tries that have begun, and how they are ended. */
export interface BegunTries {
  /** The tries were right: they are forgotten. */
  succeed(): Promise<void>;
}

/**
 * Counts a try to sign in.
 * @param device name of a device on which the account's holder signed in before, null for any other
 * @throws {YinzhengError} RATE_LIMITED
 */
export async function beginTries(
  { attempts, clock }: Pick<AccessDependencies, 'attempts' | 'clock'>,
  { userName, address, device }: { readonly userName: string; readonly address: string; readonly device: string | null },
): Promise<BegunTries> {
  const network = networkOf(address);
  const tries: readonly Try[] =
    device === null
      ? [
          { key: `address\n${network}`, rule: ADDRESS_RULE, end: 'excuse' },
          { key: `account\n${userName}\n${network}`, rule: ACCOUNT_RULE, end: 'clear' },
          { key: `everywhere\n${userName}`, rule: EVERYWHERE_RULE, end: 'excuse' },
        ]
      : [{ key: `device\n${userName}\n${device}`, rule: ACCOUNT_RULE, end: 'clear' }];
  for (const { key, rule } of tries) await attempts.begin(key, rule, clock.now());
  return {
    async succeed() {
      for (const { key, end } of tries) await attempts[end](key);
    },
  };
}

/** A try under a key; when it was right, others' failures under the key stay (`excuse`) or go (`clear`). */
interface Try {
  readonly key: string;
  readonly rule: AttemptRule;
  readonly end: 'excuse' | 'clear';
}

/** An IPv6 network of 64 bits counts as one: who has an address of it has them all. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
