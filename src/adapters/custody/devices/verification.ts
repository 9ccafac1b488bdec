/** A device is believed only what its public key confirms: a wrong Z, a fault or a foreign key would show nowhere else in time. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { DeviceKey } from './device.ts';

/**
 * A signature that verifies.
 * @throws {YinzhengError} KEY_DEVICE_REFUSED when it does not
 */
export function checkedSignature(
  signature: Uint8Array,
  tbs: Uint8Array,
  { publicKey, scheme }: DeviceKey,
  crypto: CryptoProvider,
): Uint8Array {
  if (crypto.verify(scheme, publicKey, [tbs], signature)) return signature;
  throw new YinzhengError('KEY_DEVICE_REFUSED', {
    operation: 'sign',
    technical: "the signature does not verify with the key's public key",
  });
}
