/** Opening key files (PKCS#12): SM2, RSA and ECDSA keys with their certificates. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import {
  parseAuthenticatedSafe,
  parseCertificate,
  parsePkcs12,
  parseSafeContents,
  type PasswordEncrypted,
  type Pkcs12Bag,
  type Pkcs12File,
} from '../../pki/index.ts';
import type { KeyFile } from '../../services/keys/index.ts';
import { decryptWith, isAuthentic } from './decrypt.ts';

/**
 * Opens a key file with one private key and its certificate. Nothing in it is looked at before its authentication code is right. Rejects
 * with PKCS12_MALFORMED, PKCS12_PASSPHRASE_WRONG, PKCS12_DAMAGED, PKCS12_OBSOLETE, PKCS12_UNUSABLE, ALGORITHM_UNSUPPORTED, KEY_INVALID,
 * CERTIFICATE_MALFORMED, DER_MALFORMED.
 */
export async function openPkcs12(bytes: Uint8Array, passphrase: string): Promise<KeyFile> {
  const file = parsePkcs12(bytes);
  if (!(await isAuthentic(file, passphrase))) {
    throw new YinzhengError((await opens(file, passphrase)) ? 'PKCS12_DAMAGED' : 'PKCS12_PASSPHRASE_WRONG');
  }
  const decrypted: Uint8Array[] = [];
  try {
    const bags = await bagsIn(file, async (encrypted) => {
      const plain = await decryptWith(passphrase, encrypted);
      if (plain === null) throw new YinzhengError('PKCS12_PASSPHRASE_WRONG');
      decrypted.push(plain);
      return plain;
    });
    return pick(bags);
  } finally {
    for (const plain of decrypted) plain.fill(0);
  }
}

/** Whether a passphrase opens what is encrypted, in a file whose authentication code is wrong. */
async function opens(file: Pkcs12File, passphrase: string): Promise<boolean> {
  let right = false;
  try {
    await bagsIn(file, async (encrypted) => {
      const plain = await decryptWith(passphrase, encrypted);
      if (plain === null) throw new YinzhengError('PKCS12_PASSPHRASE_WRONG');
      // A wrong key gives right padding once in 256 times, but no SEQUENCE of the right length.
      checkSequence(plain);
      right = true;
      return plain;
    });
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
  }
  return right;
}

function checkSequence(plain: Uint8Array): void {
  const [tag, length = 0] = plain;
  const isShort = length < 0x80 && plain.length === 2 + length;
  if (tag !== 0x30 || !(isShort || length >= 0x80)) throw new YinzhengError('PKCS12_PASSPHRASE_WRONG');
}

type Decrypt = (encrypted: PasswordEncrypted) => Promise<Uint8Array>;

/** A bag whose key is decrypted. */
type OpenBag = Exclude<Pkcs12Bag, { readonly kind: 'encrypted-key' }>;

async function bagsIn({ content }: Pkcs12File, decrypt: Decrypt): Promise<readonly OpenBag[]> {
  const found: OpenBag[] = [];
  for (const part of parseAuthenticatedSafe(content)) {
    const bags = parseSafeContents(part.kind === 'plain' ? part.content : await decrypt(part.encrypted));
    for (const bag of bags) {
      if (bag.kind !== 'encrypted-key') found.push(bag);
      else found.push({ kind: 'key', name: bag.name, privateKeyInfo: await decrypt(bag.encrypted) });
    }
  }
  return found;
}

function pick(bags: readonly OpenBag[]): KeyFile {
  const keys = bags.filter((bag) => bag.kind === 'key');
  // Copies, which `slice` of a Buffer does not make: what was decrypted is wiped.
  const certificates = bags.flatMap((bag) =>
    bag.kind === 'certificate' ? [parseCertificate(new Uint8Array(bag.certificate))] : [],
  );
  const [key, ...more] = keys;
  if (!key) throw unusable('it holds no private key', '其中没有私钥');
  if (more.length > 0) throw unusable(`it holds ${keys.length} private keys`, `其中有 ${keys.length} 个私钥`);
  const publicKey = publicKeyOf(key.privateKeyInfo);
  const certificate = certificates.find((one) => equalBytes(one.publicKey.raw, publicKey));
  if (certificates.length === 0) throw unusable('it holds no certificate', '其中没有证书');
  if (!certificate) throw unusable('none of its certificates belongs to the private key', '其中的证书均与私钥不匹配');
  const others = certificates.filter((one) => one !== certificate);
  return { privateKeyInfo: new Uint8Array(key.privateKeyInfo), certificate, others, name: key.name };
}

/** SubjectPublicKeyInfo of a PrivateKeyInfo, both DER. */
function publicKeyOf(privateKeyInfo: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = privateKeyInfo;
  try {
    const key = createPrivateKey({ key: Buffer.from(buffer, byteOffset, byteLength), format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch (cause) {
    throw new YinzhengError('KEY_INVALID', { technical: 'OpenSSL does not accept the private key' }, { cause });
  }
}

function unusable(en: string, zh: string): YinzhengError {
  return new YinzhengError('PKCS12_UNUSABLE', { reason: bilingual(en, zh) });
}
