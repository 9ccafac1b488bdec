/** Custody of keys that a device keeps: the gate is here, and only what has passed it goes to the device. */
import { toHex } from '../../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { Certificate } from '../../../pki/index.ts';
import { needsSm2, type KeyCustody, type KeyPurpose, type Signer } from '../../../services/pki/index.ts';
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
  /** Ends the device. */
  readonly close: () => Promise<void>;
}

/** Custody over a device. */
export interface DeviceCustody extends KeyCustody, Signer {
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
  for (const entry of options.entries) {
    checkPurposes(entry);
    const keyId = toHex(crypto.digest('sm3', entry.key.publicKey).subarray(0, 10));
    const bytes = await certificates.read(keyId);
    const certificate = bytes && ownCertificate(keyId, entry.key.publicKey, bytes);
    keys.set(keyId, { ...entry, keyId, certificate, signatures: 0 });
  }
  const keyOf = (keyId: string): Kept => {
    const key = keys.get(keyId);
    if (key === undefined) throw new YinzhengError('KEY_NOT_FOUND', { keyId: keyId.slice(0, 64) });
    return key;
  };
  return Object.freeze<DeviceCustody>({
    async sign(request) {
      const kept = keyOf(request.keyId);
      const { keyId, purposes, certificate, key } = kept;
      // The device works later: what it gets must be what the gate saw.
      const own = { ...request, tbs: Uint8Array.from(request.tbs) };
      return signGuarded(own, { keyId, purposes, publicKey: key.publicKey, certificate }, options, async () => {
        const signature = checkedSignature(await key.sign(own), own.tbs, key, crypto);
        kept.signatures++;
        return signature;
      });
    },
    has: (keyId) => keys.has(keyId),
    list: () =>
      Promise.resolve(
        [...keys.values()].map(({ keyId, label, purposes, createdAt, signatures, certificate, key: { publicKey } }) => ({
          ...{ keyId, label, purposes, publicKey, createdAt, signatures },
          certificate: certificate && certificate.raw,
        })),
      ),
    async attachCertificate(keyId, bytes) {
      const kept = keyOf(keyId);
      const certificate = ownCertificate(keyId, kept.key.publicKey, bytes);
      await certificates.write(keyId, certificate.raw);
      kept.certificate = certificate;
    },
    generate: () => Promise.reject(new YinzhengError('KEY_OPERATION_UNSUPPORTED')),
    destroy: () => Promise.reject(new YinzhengError('KEY_OPERATION_UNSUPPORTED')),
    close: () => options.close(),
  });
}
