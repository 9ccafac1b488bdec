/** TSTInfo (RFC 3161 §2.4.2, GM/T 0033): what a time stamp authority states. */
import {
  children,
  der,
  isContext,
  isUniversal,
  readBoolean,
  readDer,
  readInteger,
  readIntegerBytes,
  readOid,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import type { Instant } from '../../base/time.ts';
import { malformed, parseImprint, type ReceivedImprint } from './imprint.ts';

/** The statement of a time stamp authority. */
export interface TimeStampInfo extends ReceivedImprint {
  readonly policy: string;
  /** Content octets of the serial number's INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly time: Instant;
  /** How far the time may be off, in microseconds; null when it is not said. */
  readonly accuracy: number | null;
  /** Whether tokens of this authority may be put in order by their times alone. */
  readonly ordering: boolean;
  /** Content octets of the INTEGER that the request carried; null when there is none. */
  readonly nonce: Uint8Array | null;
}

/** What a TSTInfo is to say. */
export interface TimeStampInfoSpec extends Pick<TimeStampInfo, 'policy' | 'time' | 'nonce'> {
  /** DER of the MessageImprint, byte for byte that of the request. */
  readonly imprint: Uint8Array;
  /** Big-endian, positive, at most 20 octets as an INTEGER (RFC 3161 §2.4.2: up to 160 bits). */
  readonly serialNumber: Uint8Array;
  /** Microseconds, positive. */
  readonly accuracy: number;
}

/** Longest serial number and nonce that are read, octets. */
export const MAX_INTEGER_OCTETS = 64;
const MILLION = 1_000_000;

/**
 * Reads TSTInfo. Fields of authorities that write a default value are read as well; order and types are strict.
 * @throws {YinzhengError} TIME_STAMP_MALFORMED or DER_MALFORMED
 */
export function parseTimeStampInfo(bytes: Uint8Array): TimeStampInfo {
  const root = readDer(bytes);
  const [version, policy, imprint, serial, time, ...more] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!version || !policy || !imprint || !serial || !isUniversal(time, TAG.generalizedTime)) {
    throw malformed('a field of TSTInfo is missing');
  }
  if (readInteger(version) !== 1) throw malformed('TSTInfo is not of version 1');
  const accuracy = isUniversal(more[0], TAG.sequence) ? parseAccuracy(more.shift()) : null;
  const ordering = isUniversal(more[0], TAG.boolean) ? readBoolean(more.shift() ?? root) : false;
  const nonce = isUniversal(more[0], TAG.integer) ? boundedInteger(more.shift() ?? root) : null;
  if (isContext(more[0], 0)) more.shift();
  if (isContext(more[0], 1)) more.shift();
  if (more.length > 0) throw malformed('an unexpected field of TSTInfo');
  return {
    policy: readOid(policy),
    ...parseImprint(imprint),
    serialNumber: boundedInteger(serial),
    time: readTime(time),
    ...{ accuracy, ordering, nonce },
  };
}

/** DER of a TSTInfo; its time is exact to the millisecond. */
export function encodeTimeStampInfo(spec: TimeStampInfoSpec): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.oid(spec.policy),
    spec.imprint,
    der.unsignedInteger(spec.serialNumber),
    der.generalizedTimeExact(spec.time),
    encodeAccuracy(spec.accuracy),
    ...(spec.nonce ? [der.primitive(TAG.integer, spec.nonce)] : []),
  );
}

/** Content octets of an INTEGER of bounded length. */
export function boundedInteger(node: DerNode): Uint8Array {
  const octets = readIntegerBytes(node);
  if (octets.length > MAX_INTEGER_OCTETS) throw malformed('a number is too long');
  return octets;
}

function parseAccuracy(node: DerNode | undefined): number {
  const fields = node ? [...children(node)] : [];
  const seconds = isUniversal(fields[0], TAG.integer) ? numberOf(fields.shift(), TAG.integer) : 0;
  const millis = isContext(fields[0], 0) ? fraction(fields.shift()) : 0;
  const micros = isContext(fields[0], 1) ? fraction(fields.shift()) : 0;
  if (fields.length > 0 || seconds < 0) throw malformed('not an Accuracy');
  return seconds * MILLION + millis * 1000 + micros;
}

function fraction(node: DerNode | undefined): number {
  const value = numberOf(node, TAG.integer);
  if (value < 0 || value > 999) throw malformed('not an Accuracy');
  return value;
}

/** An INTEGER whatever its tag: fields of Accuracy are tagged implicitly. */
function numberOf(node: DerNode | undefined, tag: number): number {
  if (!node || node.constructed) throw malformed('not an Accuracy');
  return readInteger(readDer(der.primitive(tag, node.content)));
}

function encodeAccuracy(micros: number): Uint8Array {
  const parts = [Math.floor(micros / MILLION), Math.floor((micros % MILLION) / 1000), micros % 1000] as const;
  const [seconds, millis, rest] = parts;
  const tagged = (tag: number, value: number): Uint8Array[] =>
    value === 0 ? [] : [der.implicit(tag, readIntegerBytes(readDer(der.integer(value))))];
  return der.sequence(...(seconds > 0 ? [der.integer(seconds)] : []), ...tagged(0, millis), ...tagged(1, rest));
}
