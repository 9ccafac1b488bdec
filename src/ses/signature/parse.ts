import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  isUniversal,
  readBitStringBytes,
  readDer,
  readInteger,
  readOctetString,
  readOid,
  readString,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import type { VerificationCache } from '../../pki/index.ts';
import { parseSeal, readSeal } from '../seal/parse.ts';
import type { Seal, SesVersion } from '../seal/model.ts';
import {
  itemAt,
  MAX_SES_BYTES,
  readBitsOrOctets,
  readTaggedExtensions,
  readTimeStamp,
  refusal,
  sequenceItems,
  tolerate,
  type Reading,
} from '../structure.ts';
import type { SesSignature } from './model.ts';
import { readTimeText } from './time.ts';

/** One reading, with what was read before at hand. */
interface SignatureReading extends Reading {
  readonly cache: VerificationCache | undefined;
}

/**
 * Reads a seal signature of version 1, 4 or 5 (GM/T 0031-2014 §6.2, GB/T 38540-2020, GM/T 0031-2025), DER without trailing bytes.
 * @param cache where seals are remembered, each of which is in many signatures
 * @throws {YinzhengError} SEAL_SIGNATURE_MALFORMED, SEAL_MALFORMED, DER_MALFORMED, INPUT_TOO_LARGE
 */
export function parseSesSignature(bytes: Uint8Array, cache?: VerificationCache): SesSignature {
  if (bytes.length > MAX_SES_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_SES_BYTES });
  const reading: SignatureReading = { code: 'SEAL_SIGNATURE_MALFORMED', deviations: [], cache };
  const node = readDer(bytes);
  const items = sequenceItems(reading, node, { name: 'SES_Signature', min: 2, max: 5 });
  if (items.length === 3) throw refusal(reading, 'SES_Signature has 3 items');
  const toSign = itemAt(reading, items, 0);
  const parsed = items.length === 2 ? oldSignature(reading, toSign, itemAt(reading, items, 1)) : flatSignature(reading, items);
  const deviations = [...reading.deviations, ...parsed.seal.deviations];
  return { raw: node.raw, tbs: toSign.raw, deviations, ...parsed };
}

/** TBS_Sign of version 4 or 5 as read alone. */
export type TbsSign = Pick<SesSignature, 'version' | 'seal' | 'claimedTime' | 'dataHash' | 'propertyInfo' | 'extensions'>;

/**
 * Reads TBS_Sign of version 4 or 5 alone: the bytes a signer is asked to sign.
 * @throws {YinzhengError} SEAL_SIGNATURE_MALFORMED, SEAL_MALFORMED, DER_MALFORMED, INPUT_TOO_LARGE
 */
export function parseTbsSign(bytes: Uint8Array): TbsSign {
  if (bytes.length > MAX_SES_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_SES_BYTES });
  return flatTbs({ code: 'SEAL_SIGNATURE_MALFORMED', deviations: [], cache: undefined }, readDer(bytes));
}

type Parsed = Omit<SesSignature, 'raw' | 'tbs' | 'deviations'>;

function flatSignature(reading: SignatureReading, items: readonly DerNode[]): Parsed {
  const tbs = flatTbs(reading, itemAt(reading, items, 0));
  return {
    signerCertificate: readOctetString(itemAt(reading, items, 1)),
    signatureAlgorithm: readOid(itemAt(reading, items, 2)),
    signature: readBitStringBytes(itemAt(reading, items, 3)),
    timeStamp: readTimeStamp(reading, items[4]),
    ...tbs,
  };
}

function flatTbs(reading: SignatureReading, node: DerNode): TbsSign {
  const items = sequenceItems(reading, node, { name: 'TBS_Sign', min: 5, max: 6 });
  const seal = knownSeal(reading, itemAt(reading, items, 1));
  if (seal.version === 1) throw refusal(reading, 'a seal of version 1 is in a signature of a later version');
  noteVersion(reading, readInteger(itemAt(reading, items, 0)), seal.version);
  const timeNode = itemAt(reading, items, 2);
  if (!isUniversal(timeNode, TAG.generalizedTime)) throw refusal(reading, 'timeInfo is not a GeneralizedTime');
  return {
    version: seal.version,
    seal,
    claimedTime: readTime(timeNode),
    dataHash: readBitStringBytes(itemAt(reading, items, 3)),
    propertyInfo: readString(itemAt(reading, items, 4)),
    extensions: readTaggedExtensions(reading, items[5]),
  };
}

function oldSignature(reading: SignatureReading, toSign: DerNode, signature: DerNode): Parsed {
  const items = sequenceItems(reading, toSign, { name: 'TBS_Sign', min: 7, max: 7 });
  const seal = oldSeal(reading, itemAt(reading, items, 1));
  noteVersion(reading, readInteger(itemAt(reading, items, 0)), 1);
  return {
    version: 1,
    seal,
    claimedTime: oldTime(reading, readBitsOrOctets(reading, itemAt(reading, items, 2), 'timeInfo')),
    dataHash: readBitsOrOctets(reading, itemAt(reading, items, 3), 'dataHash'),
    propertyInfo: readString(itemAt(reading, items, 4)),
    extensions: [],
    signerCertificate: readOctetString(itemAt(reading, items, 5)),
    signatureAlgorithm: readOid(itemAt(reading, items, 6)),
    signature: readBitStringBytes(signature),
    timeStamp: null,
  };
}

function oldSeal(reading: SignatureReading, node: DerNode): Seal {
  let inner = node;
  if (isUniversal(node, TAG.octetString)) {
    tolerate(reading, 'WRAPPED_STRUCTURE', 'eseal');
    inner = readDer(readOctetString(node));
  }
  const seal = knownSeal(reading, inner);
  if (seal.version !== 1) throw refusal(reading, 'a seal of a later version is in a signature of version 1');
  return seal;
}

/** A seal by its bytes; what cannot be read is read in its place, so that errors name where. */
function knownSeal({ cache }: SignatureReading, node: DerNode): Seal {
  try {
    return cache?.read('seal', node.raw, parseSeal) ?? readSeal(node);
  } catch {
    return readSeal(node);
  }
}

/** A time stamp token (a SEQUENCE) in this place leaves the claimed time open. */
function oldTime(reading: Reading, bytes: Uint8Array): Instant | null {
  if (bytes[0] === 0x30) return null;
  const { time, standard } = readTimeText(bytes);
  if (!standard) tolerate(reading, 'SIGNING_TIME_TEXT', 'timeInfo');
  return time;
}

/** TBS_Sign.version repeats the seal's version; other numbers are reported and change nothing. */
function noteVersion(reading: Reading, number: number, version: SesVersion): void {
  if (number !== version) tolerate(reading, 'SES_VERSION_NUMBER', 'TBS_Sign.version');
}
