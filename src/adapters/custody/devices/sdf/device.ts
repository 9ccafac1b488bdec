/** Cryptographic devices of GM/T 0018 (SDF), which is what Chinese hardware security modules speak: SM2 keys by their index. */
import { bilingual, isYinzhengError, YinzhengError } from '../../../../base/errors/index.ts';
import { concatBytes } from '../../../../base/bytes.ts';
import {
  computeZ,
  DEFAULT_SM2_USER_ID,
  rawToDer,
  sm2Point,
  sm2PublicKey,
  type CryptoProvider,
} from '../../../../crypto/index.ts';
import type { DeviceKey, KeyDevice } from '../device.ts';
import { createPool, type SessionPool } from '../pool.ts';
import { checkSdf } from './codes.ts';
import { loadSdf, type Handle, type SdfLibrary } from './library.ts';

/** ECCrefPublicKey: bits (4 bytes), x (64), y (64); ECCSignature: r (64), s (64). Numbers of 32 bytes stand at the right. */
const NUMBER = 64;
const PUBLIC_KEY = 4 + 2 * NUMBER;
const SIGNATURE = 2 * NUMBER;
const SM2_BITS = 256;
const OCTETS = SM2_BITS / 8;

/** Which library, and how it is used. */
export interface SdfSettings {
  /** Path of the vendor's library. */
  readonly library: string;
  /** Most sessions at once. */
  readonly sessions: number;
  /** How long a signature may take, ms. */
  readonly timeout: number;
}

/** A key in the device. */
export interface SdfKeyReference {
  /** Index of the key pair, 1 or more. */
  readonly index: number;
  /** Password of the right to use the private key. */
  readonly pin: Uint8Array;
}

interface Session {
  readonly handle: Handle;
  /** Keys whose use the device has permitted to this session. */
  readonly permitted: Set<number>;
}

/** Opens the device of a library. Rejects with KEY_DEVICE_UNUSABLE, KEY_DEVICE_UNAVAILABLE. */
export async function openSdfDevice(settings: SdfSettings, crypto: CryptoProvider): Promise<KeyDevice<SdfKeyReference>> {
  const sdf = await loadSdf(settings.library);
  const device = keeper(sdf);
  await device.open();
  const pool = createPool<Session>({
    size: settings.sessions,
    timeout: settings.timeout,
    open: () => device.openSession(),
    close: (session) => device.closeSession(session),
  });
  return {
    openKey: (reference) => openKey(reference, { sdf, pool, crypto }),
    async close() {
      await pool.close();
      await device.close();
    },
  };
}

/** Keeps the device open; one that gives no session while none is open is closed, and opened again for the next. */
function keeper(sdf: SdfLibrary) {
  let opening: Promise<Handle> | null = null;
  let sessions = 0;
  const open = (): Promise<Handle> => {
    opening ??= sdf.openDevice().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const close = async (): Promise<void> => {
    const present = opening;
    opening = null;
    if (present) await present.then(sdf.closeDevice, () => undefined);
  };
  return {
    open,
    close,
    async openSession(): Promise<Session> {
      const present = open();
      sessions++;
      try {
        return { handle: await sdf.openSession(await present), permitted: new Set() };
      } catch (error) {
        sessions--;
        if (opening === present && sessions === 0) await close();
        throw error;
      }
    },
    async closeSession({ handle }: Session): Promise<void> {
      await sdf.closeSession(handle);
      sessions--;
    },
  };
}

interface Tools {
  readonly sdf: SdfLibrary;
  readonly pool: SessionPool<Session>;
  readonly crypto: CryptoProvider;
}

async function openKey({ index, pin }: SdfKeyReference, { sdf, pool, crypto }: Tools): Promise<DeviceKey> {
  /** Devices lock a key after a few wrong passwords: one that was wrong is not tried again. */
  let denial: YinzhengError | null = null;

  async function permit({ handle, permitted }: Session): Promise<void> {
    if (denial !== null) throw denial;
    if (permitted.has(index)) return;
    try {
      checkSdf('SDF_GetPrivateKeyAccessRight', await sdf.getPrivateKeyAccessRight(handle, index, pin, pin.length));
    } catch (error) {
      if (isYinzhengError(error, 'KEY_DEVICE_REFUSED')) denial = error;
      throw error;
    }
    permitted.add(index);
  }

  const publicKey = await pool.use('SDF_ExportSignPublicKey_ECC', async (session) => {
    const structure = new Uint8Array(PUBLIC_KEY);
    checkSdf('SDF_ExportSignPublicKey_ECC', await sdf.exportSignPublicKey(session.handle, index, structure));
    await permit(session);
    return readPublicKey(structure, index);
  });
  const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => crypto.digest('sm3', ...parts);
  const z = computeZ(sm3, sm2Point(publicKey), DEFAULT_SM2_USER_ID);
  return {
    publicKey,
    scheme: { kind: 'sm2', userId: DEFAULT_SM2_USER_ID },
    sign: ({ tbs }) => {
      const digest = sm3(z, tbs);
      return pool.use('SDF_InternalSign_ECC', async (session) => {
        await permit(session);
        const structure = new Uint8Array(SIGNATURE);
        checkSdf('SDF_InternalSign_ECC', await sdf.internalSign(session.handle, index, digest, digest.length, structure));
        return readSignature(structure);
      });
    },
  };
}

function readPublicKey(structure: Uint8Array, index: number): Uint8Array {
  // The structure has the byte order of the machine.
  const [bits] = new Uint32Array(structure.buffer, 0, 1);
  const x = numberAt(structure, 4);
  const y = numberAt(structure, 4 + NUMBER);
  if (bits !== SM2_BITS || !x || !y)
    throw new YinzhengError('KEY_DEVICE_UNUSABLE', {
      reason: bilingual(
        `the public key at index ${index} is not an SM2 key as GM/T 0018 writes it`,
        `索引 ${index} 处的公钥不是 GM/T 0018 格式的 SM2 公钥`,
      ),
    });
  return sm2PublicKey(concatBytes(Uint8Array.of(0x04), x, y));
}

function readSignature(structure: Uint8Array): Uint8Array {
  const r = numberAt(structure, 0);
  const s = numberAt(structure, NUMBER);
  const der = r && s && rawToDer(concatBytes(r, s));
  if (!der)
    throw new YinzhengError('KEY_DEVICE_REFUSED', { operation: 'SDF_InternalSign_ECC', technical: 'what came is no signature' });
  return der;
}

/** The 32 bytes at the right of a number's 64; null when there is something before them. */
function numberAt(structure: Uint8Array, start: number): Uint8Array | null {
  const end = start + NUMBER;
  return structure.subarray(start, end - OCTETS).some((octet) => octet !== 0) ? null : structure.subarray(end - OCTETS, end);
}
