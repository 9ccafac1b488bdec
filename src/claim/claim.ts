/**
 * The compact claim of a licence (证照声明), which its QR code carries: what a paper says, signed, so that it can be checked without a
 * network. Its octets are written down in docs/offline-verification.md.
 */
import { concatBytes } from '../base/bytes.ts';
import { YinzhengError } from '../base/errors/index.ts';
import type { EndDate, LocalDate } from '../base/time.ts';
import { dayNumber, dayOfNumber, endOfNumber } from './dates.ts';
import { packedLength, packIdentifier, unpackIdentifier } from './identifier.ts';
import { KEY_ID_OCTETS, numberOctets, octetReader, SIGNATURE_OCTETS, textOctets, type OctetReader } from './octets.ts';
import { demandMark, splitSigned, type SignedOctets } from './signed.ts';

/** Where the status of an edition is in the status lists: which list, from 1, and which entry of it, from 0. */
export interface StatusEntry {
  readonly list: number;
  readonly index: number;
}

/** What a claim says. */
export interface LicenceClaim {
  /** Id of the key that signs it, 8 octets. */
  readonly keyId: Uint8Array;
  readonly issueDate: LocalDate;
  readonly validFrom: LocalDate;
  readonly validTo: EndDate;
  /** Random octets of the printed verification code, 10. */
  readonly code: Uint8Array;
  readonly status: StatusEntry;
  /** Made for demonstration: proves nothing. */
  readonly demonstration: boolean;
  readonly identifier: string;
  readonly typeName: string;
  readonly issuer: string;
  /** Masked, never the name in full. */
  readonly holder: string;
}

/** `YC`, version 1. */
const MARK = Uint8Array.of(0x59, 0x43, 1);
const CODE_OCTETS = 10;
const DATE_OCTETS = 3;
const DEMONSTRATION = 1;
/** Largest number of a list, of an entry. */
export const MOST_LISTS = 0xffff;
/** Entries of a list at most. */
export const MOST_ENTRIES = 0x100000;
/** Octets of UTF-8 of the name of the type, of the issuer and of the holder at most. */
export const LONGEST_TEXT = 60;
/** Octets of a claim with its signature at most. */
export const LONGEST_CLAIM = 384;

/**
 * The octets that are signed. The same claim has one spelling.
 * @throws {YinzhengError} CLAIM_MALFORMED when it cannot be written
 */
export function encodeClaim(claim: LicenceClaim): Uint8Array {
  return reading(() => {
    const { serial, packed } = packIdentifier(claim.identifier);
    const tbs = concatBytes(
      MARK,
      claim.keyId,
      ...[claim.issueDate, claim.validFrom, claim.validTo].map((date) => numberOctets(dayNumber(date), DATE_OCTETS)),
      claim.code,
      numberOctets(claim.status.list, 2),
      numberOctets(claim.status.index, 3),
      numberOctets(claim.demonstration ? DEMONSTRATION : 0, 1),
      numberOctets(serial, 1),
      packed,
      ...[claim.typeName, claim.issuer, claim.holder].map(textOctets),
    );
    // What cannot be read again was no claim.
    readTbs(tbs);
    return tbs;
  });
}

/**
 * Reads the octets that are signed.
 * @throws {YinzhengError} CLAIM_MALFORMED
 */
export function parseClaim(tbs: Uint8Array): LicenceClaim {
  return reading(() => readTbs(tbs));
}

/**
 * Reads a claim with its signature; whether that is right is not looked at.
 * @throws {YinzhengError} CLAIM_MALFORMED
 */
export function readClaim(bytes: Uint8Array): { readonly claim: LicenceClaim; readonly signed: SignedOctets } {
  return reading(() => {
    if (bytes.length > LONGEST_CLAIM) throw new RangeError('it is too long');
    const signed = splitSigned(bytes);
    return { claim: readTbs(signed.tbs), signed };
  });
}

/** A text cut so that a claim holds it, with an ellipsis in place of what is left out. */
export function cutText(text: string): string {
  const octets = (part: string): number => new TextEncoder().encode(part).length;
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  if (octets(plain) <= LONGEST_TEXT) return plain;
  let kept = '';
  for (const character of plain) {
    if (octets(`${kept}${character}…`) > LONGEST_TEXT) break;
    kept += character;
  }
  return `${kept}…`;
}

function readTbs(tbs: Uint8Array): LicenceClaim {
  if (tbs.length > LONGEST_CLAIM - SIGNATURE_OCTETS) throw new RangeError('it is too long');
  const reader = octetReader(tbs);
  demandMark(reader.octets(MARK.length), MARK);
  const keyId = reader.octets(KEY_ID_OCTETS);
  const issueDate = dayOfNumber(reader.number(DATE_OCTETS));
  const validFrom = dayOfNumber(reader.number(DATE_OCTETS));
  const validTo = endOfNumber(reader.number(DATE_OCTETS));
  if (validTo !== 'long-term' && validTo < validFrom) throw new RangeError('it ends before it begins');
  const code = reader.octets(CODE_OCTETS);
  const status = { list: reader.number(2), index: reader.number(3) };
  if (status.list === 0 || status.index >= MOST_ENTRIES) throw new RangeError('its place in the status lists is none');
  const flags = reader.number(1);
  if (flags > DEMONSTRATION) throw new RangeError('a flag is not known');
  const identifier = readIdentifier(reader);
  const [typeName, issuer, holder] = [readName(reader), readName(reader), readName(reader)];
  if (reader.left > 0) throw new RangeError('something follows it');
  const texts = { identifier, typeName, issuer, holder };
  return { keyId, issueDate, validFrom, validTo, code, status, demonstration: flags === DEMONSTRATION, ...texts };
}

function readIdentifier(reader: OctetReader): string {
  const serial = reader.number(1);
  return unpackIdentifier(reader.octets(packedLength(serial)), serial);
}

function readName(reader: OctetReader): string {
  return reader.text(LONGEST_TEXT);
}

function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new YinzhengError('CLAIM_MALFORMED', { technical: error.message });
  }
}
