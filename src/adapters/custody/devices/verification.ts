/** A device is believed only what its public key confirms: a wrong Z, a fault or a foreign key would show nowhere else in time. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import { readDer } from '../../../asn1/index.ts';
import { parsePublicKey, usualScheme } from '../../../pki/index.ts';
import type { SignRequest } from '../../../services/pki/index.ts';
import type { DeviceKey } from './device.ts';

/**
 * A signature that verifies.
 * @throws {YinzhengError} KEY_DEVICE_REFUSED when it does not
 */
export function checkedSignature(
  signature: Uint8Array,
  { tbs, padding }: Pick<SignRequest, 'tbs' | 'padding'>,
  key: DeviceKey,
  crypto: CryptoProvider,
): Uint8Array {
  const { publicKey } = key;
  const scheme = padding === undefined ? key.scheme : usualScheme(parsePublicKey(readDer(publicKey)), padding);
  if (crypto.verify(scheme, publicKey, [tbs], signature)) return signature;
  throw new YinzhengError('KEY_DEVICE_REFUSED', {
    operation: 'sign',
    technical: "the signature does not verify with the key's public key",
  });
}
