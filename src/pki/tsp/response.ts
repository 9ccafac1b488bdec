/** TimeStampResp (RFC 3161 §2.4.2): a token, or why there is none. */
import {
  children,
  der,
  isUniversal,
  readBitString,
  readDer,
  readInteger,
  readString,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import type { Bilingual } from '../../base/errors/index.ts';
import { malformed } from './imprint.ts';

/** Largest answer that is read, bytes: a token with its certificates. */
export const MAX_TIME_STAMP_RESPONSE_BYTES = 256 * 1024;

/** Why a request is refused, with its bit in PKIFailureInfo. */
export const TIME_STAMP_FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;

/** Name of a bit in PKIFailureInfo. */
export type TimeStampFailure = keyof typeof TIME_STAMP_FAILURES;

/** An answer as received. */
export interface TimeStampResponse {
  /** PKIStatus: 0 granted, 1 granted with modifications, 2 rejection, 3 waiting, 4 and 5 revocation. */
  readonly status: number;
  readonly texts: readonly string[];
  readonly failures: readonly TimeStampFailure[];
  /** TimeStampToken, DER; null when it was not granted. */
  readonly token: Uint8Array | null;
}

/** Most texts that are read. */
const MAX_TEXTS = 8;
const GRANTED = 0;
const REJECTION = 2;

/**
 * Reads a TimeStampResp; nothing of its token is verified.
 * @throws {YinzhengError} TIME_STAMP_MALFORMED or DER_MALFORMED; also when token and status contradict each other
 */
export function parseTimeStampResponse(bytes: Uint8Array): TimeStampResponse {
  if (bytes.length > MAX_TIME_STAMP_RESPONSE_BYTES) throw malformed('the answer is larger than allowed');
  const [info, token, ...rest] = sequence(readDer(bytes));
  if (!info || rest.length > 0) throw malformed('not a TimeStampResp');
  const [statusNode, ...more] = sequence(info);
  if (!statusNode) throw malformed('not a PKIStatusInfo');
  const status = readInteger(statusNode);
  const texts = isUniversal(more[0], TAG.sequence) ? children(more.shift() ?? info) : [];
  const failures = isUniversal(more[0], TAG.bitString) ? failuresOf(more.shift() ?? info) : [];
  if (more.length > 0) throw malformed('not a PKIStatusInfo');
  if ((status === GRANTED || status === 1) !== (token !== undefined)) throw malformed('token and status contradict each other');
  return { status, texts: texts.slice(0, MAX_TEXTS).map(readString), failures, token: token?.raw ?? null };
}

/** DER of the answer that grants a token. */
export function grantTimeStamp(token: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.integer(GRANTED)), token);
}

/** DER of the answer that refuses, with its reason for people in both languages. */
export function refuseTimeStamp(failure: TimeStampFailure, { en, zh }: Bilingual): Uint8Array {
  const texts = der.sequence(der.utf8String(zh), der.utf8String(en));
  return der.sequence(der.sequence(der.integer(REJECTION), texts, der.namedBits([TIME_STAMP_FAILURES[failure]])));
}

function failuresOf(node: DerNode): readonly TimeStampFailure[] {
  const { bytes } = readBitString(node);
  const names = Object.keys(TIME_STAMP_FAILURES) as TimeStampFailure[];
  return names.filter((name) => {
    const bit = TIME_STAMP_FAILURES[name];
    return ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  });
}

function sequence(node: DerNode): readonly DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed('a SEQUENCE is expected');
  return children(node);
}
