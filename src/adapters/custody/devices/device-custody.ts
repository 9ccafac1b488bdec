/** Custody of keys that a device keeps: the gate is here, and only what has passed it goes to the device. */
import { toHex, utf8 } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { Certificate } from '../../../pki/index.ts';
import {
  needsSm2,
  type FollowingCustody,
  type KeyCustody,
  type KeyPurpose,
  type KeyStanding,
  type Signer,
} from '../../../services/pki/index.ts';
import { signGuarded, type GuardTools } from '../guard.ts';
import { ownCertificate } from '../loaded-key.ts';
import type { CertificateStore } from './certificates.ts';
import type { DeviceKey } from './device.ts';
import { checkedSignature } from './verification.ts';

/** A key of the device, and what the configuration says of it. */
export interface DeviceEntry {
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  readonly createdAt: Instant;
  readonly key: DeviceKey;
}

/** What stands behind the custody. */
export interface DeviceCustodyOptions extends GuardTools {
  readonly entries: readonly DeviceEntry[];
  /** Where certificates are kept; few devices have them. */
  readonly certificates: CertificateStore;
  /** The keys and certificates that there are now, where others add to them; absent where the keys are those that were opened. */
  readonly look?: () => Promise<readonly DeviceEntry[]>;
  /** Ends the device. */
  readonly close: () => Promise<void>;
}

/** Custody over a device. */
export interface DeviceCustody extends KeyCustody, Signer, FollowingCustody {
  has(keyId: string): boolean;
  close(): Promise<void>;
}

function checkPurposes({ label, purposes, key }: DeviceEntry): void {
  const wrong = key.scheme.kind === 'sm2' ? undefined : purposes.find(needsSm2);
  if (wrong === undefined) return;
  const reason = bilingual(`${label}: ${wrong} needs an SM2 key`, `${label}：${wrong} 须使用 SM2 密钥`);
  throw new YinzhengError('KEY_DEVICE_UNUSABLE', { reason });
}

interface Kept extends DeviceEntry {
  readonly keyId: string;
  certificate: Certificate | null;
  /** What the certificate's place looked like when it was read. */
  stamp: string;
  signatures: number;
}

/**
 * Custody of the keys that were found. Keys are made and destroyed with the device's own tools: `generate` and `destroy` reject with
 * KEY_OPERATION_UNSUPPORTED. Rejects with KEYSTORE_KEY_MISMATCH when a kept certificate is another key's, KEY_DEVICE_UNUSABLE when a key
 * cannot serve a purpose.
 */
export async function createDeviceCustody(options: DeviceCustodyOptions): Promise<DeviceCustody> {
  const { crypto, certificates } = options;
  const keys = new Map<string, Kept>();
  let fault: KeyStanding['fault'] = null;
  const idOf = ({ key }: DeviceEntry): string => toHex(crypto.digest('sm3', key.publicKey).subarray(0, 10));
  const certificateOf = async (keyId: string, { key }: DeviceEntry): Promise<Certificate | null> => {
    const bytes = await certificates.read(keyId);
    return bytes && ownCertificate(keyId, key.publicKey, bytes);
  };
  const load = async (entry: DeviceEntry): Promise<Kept> => {
    checkPurposes(entry);
    const keyId = idOf(entry);
    const stamp = certificates.stamp(keyId);
    return { ...entry, keyId, certificate: await certificateOf(keyId, entry), stamp, signatures: 0 };
  };
  for (const entry of options.entries) {
    const kept = await load(entry);
    keys.set(kept.keyId, kept);
  }
  /** What cannot be used leaves what was there before. */
  const orFault = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      fault = null;
    } catch (error) {
      if (!isYinzhengError(error)) throw error;
      fault = { code: error.code, details: error.details };
    }
  };
  const follow = async (kept: Kept): Promise<void> => {
    const stamp = certificates.stamp(kept.keyId);
    if (stamp === kept.stamp) return;
    await orFault(async () => {
      kept.certificate = await certificateOf(kept.keyId, kept);
    });
    kept.stamp = stamp;
  };
  const { look } = options;
  const takeKeys = async (): Promise<void> => {
    if (look === undefined) return;
    await orFault(async () => {
      const entries = await look();
      entries.forEach(checkPurposes);
      const found = await Promise.all(entries.map(async (entry) => keys.get(idOf(entry)) ?? load(entry)));
      keys.clear();
      // What is said of a key may have changed; how often it signed is its own.
      found.forEach((kept, index) => keys.set(kept.keyId, Object.assign(kept, entries[index])));
    });
  };
  const keyOf = (keyId: string): Kept => {
    const key = keys.get(keyId);
    if (key === undefined) throw new YinzhengError('KEY_NOT_FOUND', { keyId: keyId.slice(0, 64) });
    return key;
  };
  return Object.freeze<DeviceCustody>({
    async sign(request) {
      // The gate looks and the device works later: both must see what was asked for.
      const own = { ...request, tbs: Uint8Array.from(request.tbs) };
      const kept = keyOf(request.keyId);
      await follow(kept);
      const { keyId, purposes, certificate, key } = kept;
      return signGuarded(own, { keyId, purposes, publicKey: key.publicKey, certificate }, options, async () => {
        const signature = checkedSignature(await key.sign(own), own, key, crypto);
        kept.signatures++;
        return signature;
      });
    },
    has: (keyId) => keys.has(keyId),
    async list() {
      for (const kept of keys.values()) await follow(kept);
      return [...keys.values()].map(({ keyId, label, purposes, createdAt, signatures, certificate, key: { publicKey } }) => ({
        ...{ keyId, label, purposes, publicKey, createdAt, signatures },
        certificate: certificate && certificate.raw,
      }));
    },
    async standing() {
      await takeKeys();
      for (const kept of keys.values()) await follow(kept);
      const used = [...keys.values()].flatMap(({ keyId, purposes, certificate }) => {
        return [utf8(`${keyId} ${purposes.join()} `), certificate?.raw ?? new Uint8Array(0)];
      });
      return { generation: toHex(crypto.digest('sm3', ...used)), fault };
    },
    async attachCertificate(keyId, bytes) {
      const kept = keyOf(keyId);
      const certificate = ownCertificate(keyId, kept.key.publicKey, bytes);
      await certificates.write(keyId, certificate.raw);
      // Somebody else may have been as fast: it is looked at before the next use.
      kept.stamp = '';
      kept.certificate = certificate;
    },
    generate: () => Promise.reject(new YinzhengError('KEY_OPERATION_UNSUPPORTED')),
    destroy: () => Promise.reject(new YinzhengError('KEY_OPERATION_UNSUPPORTED')),
    close: () => options.close(),
  });
}
