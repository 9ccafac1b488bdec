import { YinzhengError } from '../../base/errors/index.ts';
import type { SigningCustody } from './process/room.ts';

/** It may be a matter of starting the zone that has them; nobody need ask more often, s. */
const RETRY_SECONDS = 60;

/** Why nothing can be done that needs a key. */
export function withoutKeys(): YinzhengError {
  return new YinzhengError('SIGNER_UNAVAILABLE', { seconds: RETRY_SECONDS });
}

/** The custody of a process that has no keys and may make none: whatever needs one is refused with SIGNER_UNAVAILABLE (503). */
export function custodyWithoutKeys(): SigningCustody {
  const refuse = (): Promise<never> => Promise.reject(withoutKeys());
  return Object.freeze<SigningCustody>({
    sign: refuse,
    list: refuse,
    generate: refuse,
    attachCertificate: refuse,
    destroy: refuse,
    standing: () => Promise.resolve({ generation: 'none', fault: null }),
  });
}
