/** Reading key files (PKCS#12, RFC 7292) layer by layer; between the layers somebody decrypts. */
import {
  children,
  isContext,
  isUniversal,
  OID,
  readDer,
  readInteger,
  readOctetString,
  readOid,
  readString,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { concatBytes } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm } from '../algorithm.ts';
import { convertBer } from '../cms/ber.ts';
import { hmacDigest, passwordAlgorithm, passwordDigest, pbkdf2 } from './algorithms.ts';
import type { PasswordEncrypted, Pkcs12Bag, Pkcs12File, Pkcs12Mac, Pkcs12Part } from './model.ts';
import { checkedSalt, iterationsOf, malformed, sequence } from './read.ts';

/** Largest key file that is read, bytes. */
export const MAX_PKCS12_BYTES = 1024 * 1024;
const MAX_PARTS = 16;
const MAX_BAGS = 64;
/** SafeContents within SafeContents. */
const MAX_NESTING = 4;
const MAX_MAC_KEY = 64;

/**
 * The outermost layer of a key file under a passphrase, DER or BER.
 * @throws {YinzhengError} PKCS12_MALFORMED, DER_MALFORMED, ALGORITHM_UNSUPPORTED
 */
export function parsePkcs12(bytes: Uint8Array): Pkcs12File {
  if (bytes.length > MAX_PKCS12_BYTES) throw malformed(`larger than ${MAX_PKCS12_BYTES} bytes`);
  const [version, safe, mac, ...rest] = sequence(readEither(bytes), 'a PFX');
  if (!version || rest.length > 0 || readInteger(version) !== 3) throw malformed('not a PFX of version 3');
  const { type, content } = contentInfo(safe);
  if (type !== OID.data || !content) throw malformed('it is not under a passphrase');
  if (!mac) throw malformed('it has no authentication code');
  return { content: readOctetString(content), mac: parseMac(mac) };
}

function parseMac(node: DerNode): Pkcs12Mac {
  const [digestInfo, saltNode, iterations] = sequence(node, 'MacData');
  const [algorithmNode, valueNode] = sequence(digestInfo, 'DigestInfo');
  if (!algorithmNode || !valueNode || !saltNode) throw malformed('a field of MacData is missing');
  const algorithm = parseAlgorithm(algorithmNode);
  const value = readOctetString(valueNode);
  if (algorithm.oid === OID.pbmac1) {
    const [derivationNode, macNode] = algorithm.parameters === null ? [] : sequence(readDer(algorithm.parameters), 'PBMAC1');
    if (!derivationNode || !macNode) throw malformed('parameters of PBMAC1 are missing');
    const { derivation, keyLength } = pbkdf2(derivationNode);
    // RFC 9579 §4: stated, always.
    if (keyLength === null || keyLength < 1 || keyLength > MAX_MAC_KEY) throw malformed('the length of the key is missing');
    return { kind: 'pbmac1', digest: hmacDigest(macNode), value, derivation, keyLength };
  }
  const salt = checkedSalt(readOctetString(saltNode));
  return { kind: 'hmac', digest: passwordDigest(algorithm.oid), value, salt, iterations: iterationsOf(iterations, 'pkcs12') };
}

/**
 * The parts of an AuthenticatedSafe.
 * @throws {YinzhengError} PKCS12_MALFORMED, DER_MALFORMED, ALGORITHM_UNSUPPORTED, PKCS12_OBSOLETE
 */
export function parseAuthenticatedSafe(content: Uint8Array): readonly Pkcs12Part[] {
  const parts = sequence(readEither(content), 'AuthenticatedSafe');
  if (parts.length > MAX_PARTS) throw malformed(`more than ${MAX_PARTS} parts`);
  return parts.map((node): Pkcs12Part => {
    const { type, content: inner } = contentInfo(node);
    if (type === OID.data && inner) return { kind: 'plain', content: readOctetString(inner) };
    if (type !== OID.encryptedData) throw malformed('a part is encrypted to a certificate');
    const [, info] = sequence(inner, 'EncryptedData');
    const [, algorithm, data] = sequence(info, 'EncryptedContentInfo');
    if (!isContext(data, 0)) throw malformed('an encrypted part is empty');
    // BER writes it in segments.
    const bytes = data.constructed ? concatBytes(...children(data).map(readOctetString)) : data.content;
    return { kind: 'encrypted', encrypted: { algorithm: passwordAlgorithm(algorithm), data: bytes } };
  });
}

/**
 * The bags of a SafeContents.
 * @throws {YinzhengError} PKCS12_MALFORMED, DER_MALFORMED, ALGORITHM_UNSUPPORTED, PKCS12_OBSOLETE
 */
export function parseSafeContents(content: Uint8Array): readonly Pkcs12Bag[] {
  return bagsOf(readEither(content), 0);
}

function bagsOf(node: DerNode, nesting: number): readonly Pkcs12Bag[] {
  const bags = sequence(node, 'SafeContents');
  if (bags.length > MAX_BAGS || nesting > MAX_NESTING) throw malformed('too many bags');
  return bags.flatMap((bag): readonly Pkcs12Bag[] => {
    const [type, wrapped, attributes] = sequence(bag, 'a SafeBag');
    const value = isContext(wrapped, 0) ? children(wrapped)[0] : undefined;
    if (!type || !value) throw malformed('a bag is empty');
    switch (readOid(type)) {
      case OID.keyBag:
        return [{ kind: 'key', name: nameIn(attributes), privateKeyInfo: value.raw }];
      case OID.shroudedKeyBag:
        return [{ kind: 'encrypted-key', name: nameIn(attributes), encrypted: encryptedKey(value) }];
      case OID.certificateBag:
        return certificateIn(value);
      case OID.safeContentsBag:
        return bagsOf(value, nesting + 1);
      default:
        return [];
    }
  });
}

function encryptedKey(node: DerNode): PasswordEncrypted {
  const [algorithm, data] = sequence(node, 'EncryptedPrivateKeyInfo');
  if (!data) throw malformed('an encrypted key is empty');
  return { algorithm: passwordAlgorithm(algorithm), data: readOctetString(data) };
}

function certificateIn(node: DerNode): readonly Pkcs12Bag[] {
  const [type, wrapped] = sequence(node, 'CertBag');
  const value = isContext(wrapped, 0) ? children(wrapped)[0] : undefined;
  if (!type || !value) throw malformed('a bag is empty');
  return readOid(type) === OID.x509Certificate ? [{ kind: 'certificate', certificate: readOctetString(value) }] : [];
}

/** friendlyName, which people gave the key; null when there is none that can be read. */
function nameIn(attributes: DerNode | undefined): string | null {
  if (!isUniversal(attributes, TAG.set)) return null;
  for (const attribute of children(attributes)) {
    const [type, values] = sequence(attribute, 'an attribute');
    const value = isUniversal(values, TAG.set) ? children(values)[0] : undefined;
    if (type && value && readOid(type) === OID.friendlyName) return readString(value);
  }
  return null;
}

function contentInfo(node: DerNode | undefined): { readonly type: string; readonly content: DerNode | undefined } {
  const [type, wrapped] = sequence(node, 'a ContentInfo');
  if (!type) throw malformed('a ContentInfo is empty');
  return { type: readOid(type), content: isContext(wrapped, 0) ? children(wrapped)[0] : undefined };
}

/** DER, or BER that is converted. */
function readEither(bytes: Uint8Array): DerNode {
  try {
    const node = readDer(bytes);
    walk(node);
    return node;
  } catch (error) {
    if (!isYinzhengError(error, 'DER_MALFORMED')) throw error;
    const { der, length } = convertBer(bytes);
    if (length !== bytes.length) throw malformed('something follows the structure');
    return readDer(der);
  }
}

/** Meets every value, so that BER deep inside is noticed. */
function walk(node: DerNode): void {
  if (node.constructed) for (const child of children(node)) walk(child);
}
