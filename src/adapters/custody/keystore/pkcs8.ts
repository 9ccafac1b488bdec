/** EncryptedPrivateKeyInfo (RFC 5958 §3) with PBES2: PBKDF2-HMAC-SHA256 and SM4-CBC, as OpenSSL reads it. */
import { children, der, OID, readDer, readInteger, readOctetString, readOid } from '../../../asn1/index.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { sm4CbcDecrypt, sm4CbcEncrypt } from '../../../crypto/native/index.ts';

/** The key and the parameters it was derived with. */
export interface Pbes2Key {
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** SM4 key, 16 bytes. */
  readonly encryptionKey: Uint8Array;
}

/** EncryptedPrivateKeyInfo of a PrivateKeyInfo (both DER); `iv` is 16 random bytes. */
export function encryptPrivateKey(privateKeyInfo: Uint8Array, key: Pbes2Key, iv: Uint8Array): Uint8Array {
  return der.sequence(algorithm(key, iv), der.octetString(sm4CbcEncrypt(key.encryptionKey, iv, privateKeyInfo)));
}

/**
 * The PrivateKeyInfo (DER) of an EncryptedPrivateKeyInfo that was made with this very salt and number of iterations; null when it
 * was not, or does not decrypt.
 * @throws {YinzhengError} DER_MALFORMED
 */
export function decryptPrivateKey(encrypted: Uint8Array, key: Pbes2Key): Uint8Array | null {
  const [algorithmNode, dataNode] = children(readDer(encrypted));
  if (!algorithmNode || !dataNode) return null;
  const [oid, parameters] = children(algorithmNode);
  const [derivation, cipher] = parameters ? children(parameters) : [];
  const [cipherOid, ivNode] = cipher ? children(cipher) : [];
  if (!oid || !derivation || !cipherOid || !ivNode) return null;
  if (readOid(oid) !== OID.pbes2 || readOid(cipherOid) !== OID.sm4Cbc || !isDerivedFrom(key, derivation)) return null;
  const iv = readOctetString(ivNode);
  return iv.length === 16 ? sm4CbcDecrypt(key.encryptionKey, iv, readOctetString(dataNode)) : null;
}

function isDerivedFrom({ salt, iterations }: Pbes2Key, node: ReturnType<typeof readDer>): boolean {
  const [oid, parameters] = children(node);
  const [saltNode, iterationsNode] = parameters ? children(parameters) : [];
  if (!oid || !saltNode || !iterationsNode || readOid(oid) !== OID.pbkdf2) return false;
  return equalBytes(readOctetString(saltNode), salt) && readInteger(iterationsNode) === iterations;
}

function algorithm({ salt, iterations }: Pbes2Key, iv: Uint8Array): Uint8Array {
  const derivation = der.sequence(
    der.oid(OID.pbkdf2),
    der.sequence(der.octetString(salt), der.integer(iterations), der.sequence(der.oid(OID.hmacSha256), der.nullValue())),
  );
  const cipher = der.sequence(der.oid(OID.sm4Cbc), der.octetString(iv));
  return der.sequence(der.oid(OID.pbes2), der.sequence(derivation, cipher));
}
