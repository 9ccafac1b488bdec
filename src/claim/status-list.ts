/** Status lists (证照状态列表): 2 bits for each licence, signed, for whoever checks without asking about one of them. */
import { concatBytes, equalBytes } from '../base/bytes.ts';
import { YinzhengError } from '../base/errors/index.ts';
import { MOST_ENTRIES } from './claim.ts';
import { KEY_ID_OCTETS, numberOctets, octetReader, SIGNATURE_OCTETS } from './octets.ts';
import { demandMark, LATEST, type ClaimCrypto, type SignedOctets } from './signed.ts';
import { decodeEntries, encodeEntries, MOST_REMAINDER_BITS } from './status-code.ts';

/** What is said of a list besides its entries. */
export interface StatusListFacts {
  /** Id of the key that signs it, 8 octets. */
  readonly keyId: Uint8Array;
  /** Number of the list, from 1. */
  readonly list: number;
  /** When it was so, and until when there is a newer one; ms, whole seconds. */
  readonly issuedAt: number;
  readonly nextUpdate: number;
}

/** A list, with one octet of 0 to 3 for each entry (`ENTRY`). */
export interface StatusList extends StatusListFacts {
  readonly entries: Uint8Array;
}

/** The head of a list, which is what is signed: the body by its digest. */
export interface StatusListHead extends StatusListFacts {
  readonly size: number;
  readonly exceptions: number;
  readonly remainderBits: number;
  /** SM3 of the body, 32 octets. */
  readonly digest: Uint8Array;
}

/** `YS`, version 1. */
const MARK = Uint8Array.of(0x59, 0x53, 1);
const HEAD_OCTETS = 64;
/** Whole list at most, octets: where no entry is valid, and none is ended. */
export const LONGEST_LIST = HEAD_OCTETS + SIGNATURE_OCTETS + (3 * MOST_ENTRIES) / 8;

/** The head to be signed, and the body that follows the signature. */
export function encodeStatusList(
  list: StatusList,
  sm3: ClaimCrypto['sm3'],
): { readonly tbs: Uint8Array; readonly body: Uint8Array } {
  const { exceptions, remainderBits, body } = encodeEntries(list.entries);
  const tbs = concatBytes(
    MARK,
    list.keyId,
    numberOctets(list.list, 2),
    numberOctets(list.entries.length, 4),
    numberOctets(list.issuedAt / 1000, 5),
    numberOctets(list.nextUpdate / 1000, 5),
    numberOctets(exceptions, 4),
    numberOctets(remainderBits, 1),
    sm3(body),
  );
  return { tbs, body };
}

/** A list as it is published: head, signature r‖s, body. */
export function assembleStatusList(
  { tbs, body }: { readonly tbs: Uint8Array; readonly body: Uint8Array },
  signature: Uint8Array,
): Uint8Array {
  return concatBytes(tbs, signature, body);
}

/**
 * Reads the head of a list, which is what is signed; it has one spelling only.
 * @throws {YinzhengError} STATUS_LIST_MALFORMED
 */
export function parseStatusListHead(tbs: Uint8Array): StatusListHead {
  return reading(() => readHead(tbs));
}

/**
 * Reads a list as it is published; whether its signature is right is not looked at, but its body is the one that was signed.
 * @throws {YinzhengError} STATUS_LIST_MALFORMED
 */
export function readStatusList(
  bytes: Uint8Array,
  sm3: ClaimCrypto['sm3'],
): { readonly list: StatusList; readonly signed: SignedOctets } {
  return reading(() => {
    if (bytes.length > LONGEST_LIST) throw new RangeError('it is too long');
    const reader = octetReader(bytes);
    const tbs = reader.octets(HEAD_OCTETS);
    const signature = reader.octets(SIGNATURE_OCTETS);
    const { size, exceptions, remainderBits, digest, ...facts } = readHead(tbs);
    const body = reader.octets(reader.left);
    if (!equalBytes(sm3(body), digest)) throw new RangeError('its entries are not those that were signed');
    const entries = decodeEntries({ exceptions, remainderBits, body }, size);
    return { list: { ...facts, entries }, signed: { tbs, signature } };
  });
}

function readHead(tbs: Uint8Array): StatusListHead {
  if (tbs.length !== HEAD_OCTETS) throw new RangeError('it is of another length');
  const reader = octetReader(tbs);
  demandMark(reader.octets(MARK.length), MARK);
  const keyId = reader.octets(KEY_ID_OCTETS);
  const [list, size] = [reader.number(2), reader.number(4)];
  const [issuedAt, nextUpdate] = [reader.number(5) * 1000, reader.number(5) * 1000];
  const [exceptions, remainderBits] = [reader.number(4), reader.number(1)];
  if (list === 0 || size === 0 || size > MOST_ENTRIES) throw new RangeError('its number or size is none');
  if (exceptions > size || remainderBits > MOST_REMAINDER_BITS) throw new RangeError('its code is none');
  if (nextUpdate <= issuedAt || nextUpdate > LATEST * 1000) throw new RangeError('its times are none');
  return { keyId, list, issuedAt, nextUpdate, size, exceptions, remainderBits, digest: reader.octets(32) };
}

function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new YinzhengError('STATUS_LIST_MALFORMED', { technical: error.message });
  }
}
