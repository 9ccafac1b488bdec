/** What the audit key signs: how far the journal of a store went at a time. */
import {
  children,
  der,
  isContext,
  isUniversal,
  OID,
  readBigInteger,
  readDer,
  readOctetString,
  readOid,
} from '../../../asn1/index.ts';
import { readString, readTime, TAG, type DerNode } from '../../../asn1/index.ts';
import { equalBytes, fromHex, toHex } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { JournalHead } from '../../../domain/journal/index.ts';

/** A head of the journal as it is signed. */
export interface HeadStatement extends JournalHead {
  /** Identity of the store. */
  readonly store: string;
  /** When it was the head, ms. */
  readonly time: Instant;
  /** Where the entries up to it were handed out for a period: which entries these are; null otherwise. */
  readonly exported: ExportedPeriod | null;
}

/** What was handed out: the entries after one of them, up to the head. */
export interface ExportedPeriod {
  /** The period that was asked for, ms: from the first moment to the last. */
  readonly from: Instant;
  readonly to: Instant;
  /** The entry before the first one. */
  readonly after: JournalHead;
}

/** Longest statement, bytes. */
export const MAX_STATEMENT_BYTES = 512;
const HASH_OCTETS = 32;

/**
 * DER of a statement: SEQUENCE of the object identifier that says what it is, so that no signature over something else can be taken for
 * one, version 1, store, sequence number, SM3 of the entry, time, and `[0]` for a period: its two times and the entry before the first.
 */
export function encodeHeadStatement({ store, sequence, hash, time, exported }: HeadStatement): Uint8Array {
  return der.sequence(
    der.oid(OID.journalHead),
    der.integer(1),
    der.utf8String(store),
    ...encodeHead({ sequence, hash }),
    der.generalizedTimeExact(time),
    ...(exported ? [der.explicit(0, encodePeriod(exported))] : []),
  );
}

function encodePeriod({ from, to, after }: ExportedPeriod): Uint8Array {
  return der.sequence(der.generalizedTimeExact(from), der.generalizedTimeExact(to), ...encodeHead(after));
}

function encodeHead({ sequence, hash }: JournalHead): readonly Uint8Array[] {
  return [der.integer(sequence), der.octetString(fromHex(hash))];
}

/**
 * Reads a statement; it has one spelling only.
 * @throws {YinzhengError} JOURNAL_HEAD_MALFORMED, DER_MALFORMED
 */
export function parseHeadStatement(bytes: Uint8Array): HeadStatement {
  if (bytes.length > MAX_STATEMENT_BYTES) throw malformed(`more than ${MAX_STATEMENT_BYTES} bytes`);
  const [kind, version, store, sequence, hash, time, period, ...more] = childrenOf(readDer(bytes));
  if (!kind || !version || !store || !isUniversal(time, TAG.generalizedTime) || more.length > 0) throw malformed('its fields');
  if (readOid(kind) !== OID.journalHead || readBigInteger(version) !== 1n) throw malformed('its kind or version');
  const statement: HeadStatement = {
    store: readString(store),
    ...readHead(sequence, hash),
    time: readTime(time),
    exported: period ? readPeriod(period) : null,
  };
  if (!equalBytes(encodeHeadStatement(statement), bytes)) throw malformed('another spelling');
  return statement;
}

function readPeriod(node: DerNode): ExportedPeriod {
  const [inner] = isContext(node, 0) && node.constructed ? children(node) : [];
  const [from, to, sequence, hash, ...more] = inner ? childrenOf(inner) : [];
  if (!from || !to || more.length > 0) throw malformed('its period');
  return { from: readTime(from), to: readTime(to), after: readHead(sequence, hash) };
}

function readHead(sequence: DerNode | undefined, hash: DerNode | undefined): JournalHead {
  if (!sequence || !hash) throw malformed('its entry');
  const number = readBigInteger(sequence);
  const digest = readOctetString(hash);
  if (number < 0n || number > BigInt(Number.MAX_SAFE_INTEGER) || digest.length !== HASH_OCTETS) throw malformed('its entry');
  return { sequence: Number(number), hash: toHex(digest) };
}

function childrenOf(node: DerNode): readonly DerNode[] {
  return isUniversal(node, TAG.sequence) ? children(node) : [];
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('JOURNAL_HEAD_MALFORMED', { technical });
}
