/** The functions of GM/T 0018 that signing needs, as a vendor's library has them. */
import { loadNative, type NativeCall } from '../native.ts';
import { checkSdf } from './codes.ts';

/** A handle of the library: an address. */
export type Handle = unknown;

/** An SDF library. Functions that return a number return the code of the standard. */
export interface SdfLibrary {
  /** Rejects with KEY_DEVICE_UNAVAILABLE, KEY_DEVICE_REFUSED. */
  readonly openDevice: () => Promise<Handle>;
  readonly closeDevice: (device: Handle) => Promise<void>;
  /** Rejects with KEY_DEVICE_UNAVAILABLE, KEY_DEVICE_REFUSED. */
  readonly openSession: (device: Handle) => Promise<Handle>;
  /** session */
  readonly closeSession: NativeCall;
  /** session, index, password, its length */
  readonly getPrivateKeyAccessRight: NativeCall;
  /** session, index, ECCrefPublicKey that is written */
  readonly exportSignPublicKey: NativeCall;
  /** session, index, digest, its length, ECCSignature that is written */
  readonly internalSign: NativeCall;
}

/** Loads a library. Rejects with KEY_DEVICE_UNUSABLE. */
export async function loadSdf(path: string): Promise<SdfLibrary> {
  const { bind } = await loadNative(path);
  const openDevice = bind('int32_t SDF_OpenDevice(_Out_ void **device)');
  const closeDevice = bind('int32_t SDF_CloseDevice(void *device)');
  const openSession = bind('int32_t SDF_OpenSession(void *device, _Out_ void **session)');
  return {
    async openDevice() {
      const handle: [Handle] = [null];
      checkSdf('SDF_OpenDevice', await openDevice(handle));
      return handle[0];
    },
    async closeDevice(device) {
      await closeDevice(device);
    },
    async openSession(device) {
      const handle: [Handle] = [null];
      checkSdf('SDF_OpenSession', await openSession(device, handle));
      return handle[0];
    },
    closeSession: bind('int32_t SDF_CloseSession(void *session)'),
    getPrivateKeyAccessRight: bind(
      'int32_t SDF_GetPrivateKeyAccessRight(void *session, uint32_t index, uint8_t *password, uint32_t length)',
    ),
    exportSignPublicKey: bind('int32_t SDF_ExportSignPublicKey_ECC(void *session, uint32_t index, uint8_t *publicKey)'),
    internalSign: bind(
      'int32_t SDF_InternalSign_ECC(void *session, uint32_t index, uint8_t *digest, uint32_t length, uint8_t *signature)',
    ),
  };
}
