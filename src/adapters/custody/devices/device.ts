/** What custody needs of a device that keeps keys, whatever interface it speaks. */

import type { SignatureScheme } from '../../../crypto/index.ts';
import type { SignRequest } from '../../../services/pki/index.ts';

/** A key in a device, found and ready. The device is given only what has passed custody's gate. */
export interface DeviceKey {
  /** SubjectPublicKeyInfo, DER, as the device tells it. */
  readonly publicKey: Uint8Array;
  readonly scheme: SignatureScheme;
  /**
   * Signature over the request's `tbs` as `Signer` hands it out. Rejects with KEY_DEVICE_UNAVAILABLE when the device may answer later,
   * KEY_DEVICE_REFUSED when it does not want to; no signature was handed out then.
   */
  readonly sign: (request: SignRequest) => Promise<Uint8Array>;
}

/** A device that was opened; `Reference` is how its interface names keys. */
export interface KeyDevice<Reference> {
  /** Rejects as signing does. */
  openKey(reference: Reference): Promise<DeviceKey>;
  /** Ends all sessions after the calls under way. */
  readonly close: () => Promise<void>;
}
