/** The key set (签发密钥集): the public keys that claims and status lists are checked with, signed by one of them. */
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { YinzhengError } from '../base/errors/index.ts';
import { KEY_ID_OCTETS, numberOctets, octetReader, textOctets, type OctetReader } from './octets.ts';
import { demandMark, keyIdOf, LATEST, splitSigned, type ClaimCrypto, type SignedOctets } from './signed.ts';

/** What a key of the set may sign. */
export type KeyUsage = 'licence-claim' | 'status-list' | 'key-set';

/** A key of the set. */
export interface PublishedKey {
  readonly usages: readonly KeyUsage[];
  /** `04‖X‖Y`, 65 octets. */
  readonly point: Uint8Array;
  /** Period of its certificate, ms, whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Since when nothing that it signs counts any more, ms; null while it does. */
  readonly revokedAt: number | null;
  /** Whose it is, as its certificate says. */
  readonly name: string;
  /** Its certificate, DER, for whoever builds paths. */
  readonly certificate: Uint8Array;
}

/** A set of keys. */
export interface KeySet {
  /** Id of the key that signs it, 8 octets: one of the set. */
  readonly keyId: Uint8Array;
  /** When it was so, and until when there is a newer one; ms, whole seconds. */
  readonly issuedAt: number;
  readonly nextUpdate: number;
  readonly keys: readonly PublishedKey[];
}

/** `YK`, version 1. */
const MARK = Uint8Array.of(0x59, 0x4b, 1);
const USAGES: readonly KeyUsage[] = ['licence-claim', 'status-list', 'key-set'];
const TIME_OCTETS = 5;
const UNCOMPRESSED = 0x04;
const POINT_OCTETS = 64;
const LONGEST_NAME = 120;
const LONGEST_CERTIFICATE = 4096;
/** Keys of a set at most. */
export const MOST_KEYS = 200;
/** Octets of a set with its signature at most: custody signs no more. */
export const LONGEST_KEY_SET = 65_000;

/**
 * The octets that are signed. The same set has one spelling.
 * @throws {YinzhengError} KEY_SET_MALFORMED when it cannot be written
 */
export function encodeKeySet({ keyId, issuedAt, nextUpdate, keys }: KeySet): Uint8Array {
  const tbs = concatBytes(
    MARK,
    keyId,
    timeOctets(issuedAt),
    timeOctets(nextUpdate),
    numberOctets(keys.length, 1),
    ...keys.map(encodeKey),
  );
  parseKeySet(tbs);
  return tbs;
}

function encodeKey({ usages, point, notBefore, notAfter, revokedAt, name, certificate }: PublishedKey): Uint8Array {
  const flags = USAGES.reduce((sum, usage, bit) => (usages.includes(usage) ? sum + 2 ** bit : sum), 0);
  return concatBytes(
    numberOctets(flags, 1),
    timeOctets(notBefore),
    timeOctets(notAfter),
    timeOctets(revokedAt ?? 0),
    point.subarray(1),
    textOctets(name),
    numberOctets(certificate.length, 2),
    certificate,
  );
}

/**
 * Reads the octets that are signed.
 * @throws {YinzhengError} KEY_SET_MALFORMED
 */
export function parseKeySet(tbs: Uint8Array): KeySet {
  return reading(() => readTbs(tbs));
}

/**
 * Reads a set as it is published; whether its signature is right is not looked at.
 * @throws {YinzhengError} KEY_SET_MALFORMED
 */
export function readKeySet(bytes: Uint8Array): { readonly keySet: KeySet; readonly signed: SignedOctets } {
  return reading(() => {
    const signed = splitSigned(bytes);
    return { keySet: readTbs(signed.tbs), signed };
  });
}

/** The key of an id, null when the set has none. */
export function findKey({ keys }: KeySet, keyId: Uint8Array, sm3: ClaimCrypto['sm3']): PublishedKey | null {
  return keys.find(({ point }) => equalBytes(keyIdOf(point, sm3), keyId)) ?? null;
}

function readTbs(tbs: Uint8Array): KeySet {
  if (tbs.length > LONGEST_KEY_SET) throw new RangeError('it is too long');
  const reader = octetReader(tbs);
  demandMark(reader.octets(MARK.length), MARK);
  const keyId = reader.octets(KEY_ID_OCTETS);
  const [issuedAt, nextUpdate] = [readTime(reader), readTime(reader)];
  if (nextUpdate <= issuedAt) throw new RangeError('its times are none');
  const count = reader.number(1);
  if (count === 0 || count > MOST_KEYS) throw new RangeError('it has no keys, or too many');
  const keys = Array.from({ length: count }, () => readKey(reader));
  if (reader.left > 0) throw new RangeError('something follows it');
  return { keyId, issuedAt, nextUpdate, keys };
}

function readKey(reader: OctetReader): PublishedKey {
  const flags = reader.number(1);
  const usages = USAGES.filter((_, bit) => ((flags >> bit) & 1) === 1);
  if (usages.length === 0 || flags >= 2 ** USAGES.length) throw new RangeError('the use of a key is none');
  const [notBefore, notAfter, revokedAt] = [readTime(reader), readTime(reader), readTime(reader)];
  if (notAfter <= notBefore) throw new RangeError('the period of a key is none');
  const point = concatBytes(Uint8Array.of(UNCOMPRESSED), reader.octets(POINT_OCTETS));
  const name = reader.text(LONGEST_NAME);
  const length = reader.number(2);
  if (length > LONGEST_CERTIFICATE) throw new RangeError('a certificate is too long');
  const period = { notBefore, notAfter, revokedAt: revokedAt === 0 ? null : revokedAt };
  return { usages, point, ...period, name, certificate: reader.octets(length) };
}

function timeOctets(instant: number): Uint8Array {
  return numberOctets(Math.min(LATEST, Math.max(0, Math.floor(instant / 1000))), TIME_OCTETS);
}

function readTime(reader: OctetReader): number {
  return reader.number(TIME_OCTETS) * 1000;
}

function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new YinzhengError('KEY_SET_MALFORMED', { technical: error.message });
  }
}
