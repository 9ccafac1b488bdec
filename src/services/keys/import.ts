import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { certificateDigest, type Certificate } from '../../pki/index.ts';
import { needsSm2, type KeyDescription, type KeyPurpose } from '../pki/index.ts';
import type { KeyManagement } from './desk.ts';

/** What a key file holds: a private key with its certificate. */
export interface KeyFile {
  /** PrivateKeyInfo (RFC 5958), DER, in bytes of its own: to be filled with zeros after use. */
  readonly privateKeyInfo: Uint8Array;
  /** The certificate of the key. */
  readonly certificate: Certificate;
  /** The other certificates. */
  readonly others: readonly Certificate[];
  /** What the key is called in the file; null when it has no name. */
  readonly name: string | null;
}

/** A key to be taken into custody, and what it may be used for. */
export interface ImportOrder {
  readonly file: Pick<KeyFile, 'privateKeyInfo' | 'certificate'>;
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
}

/**
 * Takes a key that was made elsewhere into custody with its certificate, and records it; a key that could not be recorded is destroyed
 * again. The private key is filled with zeros, whatever happens. Rejects with KEY_NOT_IMPORTABLE, KEY_INVALID, KEYSTORE_KEY_MISMATCH,
 * FILE_UNWRITABLE, KEYSTORE_CHANGED, STORE_UNAVAILABLE.
 */
export async function importKey(deps: KeyManagement, actor: Actor, order: ImportOrder): Promise<KeyDescription> {
  const { custody, journal, clock, crypto } = deps;
  const { file, label, purposes } = order;
  const { privateKeyInfo, certificate } = file;
  let key: KeyDescription;
  try {
    if (!custody.importKey) {
      throw new YinzhengError('KEY_NOT_IMPORTABLE', {
        reason: bilingual('this custody takes only keys that it made', '该密钥保管方式只接受自己生成的密钥'),
      });
    }
    // What is signed for some purposes says itself that SM2 signed it; such a key would sit there and sign nothing.
    const wrong = certificate.publicKey.kind === 'sm2' ? undefined : purposes.find(needsSm2);
    if (wrong !== undefined) {
      throw new YinzhengError('KEY_NOT_IMPORTABLE', { reason: bilingual(`${wrong} needs an SM2 key`, `用途 ${wrong} 须使用 SM2 密钥`) });
    }
    key = await custody.importKey({ label, purposes, privateKeyInfo, certificate: certificate.raw });
  } finally {
    privateKeyInfo.fill(0);
  }
  const at = isoInstant(clock.now());
  try {
    await journal.record([
      {
        id: `keys/${key.keyId}/imported/${at}`,
        kind: 'key-imported',
        subject: `keys/${key.keyId}`,
        effectiveAt: at,
        recordedAt: at,
        actor,
        purpose: null,
        facts: {
          purposes: key.purposes,
          publicKeySm3: toHex(crypto.digest('sm3', key.publicKey)),
          certificateSm3: certificateDigest(certificate, crypto),
        },
      },
    ]);
  } catch (error) {
    await custody.destroy(key.keyId);
    throw error;
  }
  return key;
}
