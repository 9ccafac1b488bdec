import type { DeviceEntry } from './device-custody.ts';

/** How often the keys of a device are looked for, at most, ms. */
const LOOK_EVERY = 1_500;
/** A look that takes long is taken so many times its own time later, so that a device with many keys has time for signatures. */
const REST = 20;

/**
 * Looks at what a device has, but not more often than that costs the device little; in between the answer is that of the last look, its
 * failure too. Rejects as `look` does.
 */
export function lookingNowAndThen(look: () => Promise<readonly DeviceEntry[]>): () => Promise<readonly DeviceEntry[]> {
  let last: Promise<readonly DeviceEntry[]> | null = null;
  let next = 0;
  return () => {
    const began = performance.now();
    if (last && began < next) return last;
    // Who comes meanwhile waits for this look.
    next = Infinity;
    const looking = look();
    last = looking;
    const done = (): void => {
      const now = performance.now();
      next = now + Math.max(LOOK_EVERY, REST * (now - began));
    };
    looking.then(done, done);
    return looking;
  };
}
