/** What seals and seal signatures share when read: counted sequences, tolerated encodings, extensions. */
import type { ErrorCode } from '../base/errors/index.ts';
import { YinzhengError } from '../base/errors/index.ts';
import type { Instant } from '../base/time.ts';
import {
  children,
  isContext,
  isUniversal,
  readBitStringBytes,
  readBoolean,
  readInteger,
  readOctetString,
  readOid,
  readTime,
  splitBitString,
  TAG,
  type DerNode,
} from '../asn1/index.ts';
import type { Deviation, DeviationCode } from '../report/index.ts';
import type { SesExtension } from './seal/model.ts';

/** Largest seal or seal signature that is read, bytes. */
export const MAX_SES_BYTES = 4 * 1024 * 1024;
/** Most certificates, digests or extensions of one list. */
export const MAX_SES_ITEMS = 256;

/** One reading: what it is of, and the departures met so far. */
export interface Reading {
  readonly code: Extract<ErrorCode, 'SEAL_MALFORMED' | 'SEAL_SIGNATURE_MALFORMED'>;
  readonly deviations: Deviation[];
}

/** The error of a structure that is not as the standard has it. */
export function refusal(reading: Reading, technical: string): YinzhengError {
  return new YinzhengError(reading.code, { technical });
}

/** Notes a tolerated departure, once per code and field. */
export function tolerate(reading: Reading, code: DeviationCode, field: string): void {
  const known = reading.deviations.some((deviation) => deviation.code === code && deviation.evidence?.['field'] === field);
  if (!known) reading.deviations.push({ code, evidence: { field } });
}

/**
 * The items of a SEQUENCE of `min` to `max` items.
 * @throws {YinzhengError} the reading's code, DER_MALFORMED
 */
export function sequenceItems(reading: Reading, node: DerNode | undefined, bounds: SequenceBounds): readonly DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw refusal(reading, `${bounds.name} is not a SEQUENCE`);
  const items = children(node, MAX_SES_ITEMS);
  if (items.length < bounds.min || items.length > bounds.max) {
    throw refusal(reading, `${bounds.name} has ${items.length} items`);
  }
  return items;
}

/** Name of a sequence, and the least and greatest number of its items. */
export interface SequenceBounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/**
 * The item of a sequence at an index.
 * @throws {YinzhengError} the reading's code when there is none
 */
export function itemAt(reading: Reading, items: readonly DerNode[], index: number): DerNode {
  const item = items[index];
  if (item === undefined) throw refusal(reading, `item ${index} is absent`);
  return item;
}

/** A small INTEGER that is not negative. */
export function readCount(reading: Reading, node: DerNode, field: string): number {
  const value = readInteger(node);
  if (value < 0) throw refusal(reading, `${field} is negative`);
  return value;
}

/** A time of the seal; the other of the two ASN.1 time types than the version has is a deviation. */
export function readSealTime(
  reading: Reading,
  node: DerNode,
  expected: { readonly tag: number; readonly field: string },
): Instant {
  const time = readTime(node);
  if (node.tag !== expected.tag) tolerate(reading, 'SEAL_TIME_TYPE', expected.field);
  return time;
}

/** The octets of a BIT STRING, or, of products of version 1, of an OCTET STRING in its place. */
export function readBitsOrOctets(reading: Reading, node: DerNode, field: string): Uint8Array {
  if (!isUniversal(node, TAG.octetString)) return readBitStringBytes(node);
  tolerate(reading, 'OCTET_STRING_FOR_BIT_STRING', field);
  return readOctetString(node);
}

/** `[0] BIT STRING` holding a time stamp token; null when the item is absent. */
export function readTimeStamp(reading: Reading, node: DerNode | undefined): Uint8Array | null {
  if (node === undefined) return null;
  if (!isContext(node, 0)) throw refusal(reading, 'timeStamp is not tagged [0]');
  if (!node.constructed) {
    tolerate(reading, 'IMPLICIT_TAGGING', 'timeStamp');
    const { bytes, unusedBits } = splitBitString(node, node.content);
    if (unusedBits !== 0) throw refusal(reading, 'timeStamp has unused bits');
    return bytes;
  }
  const [inner, ...rest] = children(node);
  if (inner === undefined || rest.length > 0) throw refusal(reading, 'timeStamp is not one BIT STRING');
  return readBitStringBytes(inner);
}

/** ExtensionDatas, untagged (of a seal). */
export function readExtensions(reading: Reading, node: DerNode | undefined): readonly SesExtension[] {
  if (node === undefined) return [];
  return readExtensionItems(reading, sequenceItems(reading, node, { name: 'extDatas', min: 0, max: MAX_SES_ITEMS }));
}

/** `[0] ExtensionDatas` (of TBS_Sign): explicit as written in practice, or implicit. */
export function readTaggedExtensions(reading: Reading, node: DerNode | undefined): readonly SesExtension[] {
  if (node === undefined) return [];
  if (!isContext(node, 0)) throw refusal(reading, 'extDatas is not tagged [0]');
  const items = children(node, MAX_SES_ITEMS);
  const [only] = items;
  if (items.length === 1 && isUniversal(only, TAG.sequence)) {
    const [first] = children(only, MAX_SES_ITEMS);
    if (first === undefined || isUniversal(first, TAG.sequence)) return readExtensions(reading, only);
  }
  tolerate(reading, 'IMPLICIT_TAGGING', 'extDatas');
  return readExtensionItems(reading, items);
}

function readExtensionItems(reading: Reading, items: readonly DerNode[]): readonly SesExtension[] {
  return items.map((item) => {
    const parts = sequenceItems(reading, item, { name: 'ExtData', min: 2, max: 3 });
    const oid = readOid(itemAt(reading, parts, 0));
    const critical = parts.length === 3 && readBoolean(itemAt(reading, parts, 1));
    if (parts.length === 3 && !critical) tolerate(reading, 'EXPLICIT_DEFAULT', `extension ${oid}`);
    if (critical) tolerate(reading, 'UNKNOWN_CRITICAL_EXTENSION', `extension ${oid}`);
    return { oid, critical, value: readOctetString(itemAt(reading, parts, parts.length - 1)) };
  });
}
