/** Reading certificate revocation lists (RFC 5280 §5). */
import {
  children,
  isContext,
  isUniversal,
  OID,
  readBigInteger,
  readBitStringBytes,
  readDer,
  readEnumerated,
  readInteger,
  readIntegerBytes,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { parseAlgorithm, sameAlgorithm } from '../algorithm.ts';
import { findExtension } from '../certificate/extensions.ts';
import { parseName } from '../certificate/name.ts';
import { parseExtensions } from '../extension.ts';
import type { CertificateList, RevokedEntry } from '../model.ts';

/** Largest revocation list that is read, bytes. */
export const MAX_CRL_BYTES = 32 * 1024 * 1024;
/** Most entries of a list that are read. */
export const MAX_CRL_ENTRIES = 1_000_000;

/**
 * Reads one revocation list of version 1 or 2; nothing of it is verified.
 * @param bytes DER, exactly one list
 * @throws {YinzhengError} CRL_MALFORMED or DER_MALFORMED, also for a critical entry extension that is not understood (an indirect list)
 */
export function parseCertificateList(bytes: Uint8Array): CertificateList {
  if (bytes.length > MAX_CRL_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [tbs, algorithmNode, signatureNode, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!tbs || !algorithmNode || !signatureNode || rest.length > 0 || !isUniversal(tbs, TAG.sequence)) {
    throw malformed('not a sequence of body, algorithm and signature');
  }
  const fields = [...children(tbs)];
  const hasVersion = isUniversal(fields[0], TAG.integer);
  if (hasVersion && readInteger(fields.shift() ?? tbs) !== 1) throw malformed('an unknown version');
  const [innerAlgorithm, issuerNode, thisUpdateNode, ...optional] = fields;
  if (!innerAlgorithm || !issuerNode || !thisUpdateNode) throw malformed('a field is missing');
  const signatureAlgorithm = parseAlgorithm(algorithmNode);
  if (!sameAlgorithm(parseAlgorithm(innerAlgorithm), signatureAlgorithm)) {
    throw malformed('the signature algorithm inside and outside differ');
  }
  const nextUpdate = isTime(optional[0]) ? readTime(optional.shift() ?? tbs) : null;
  const entriesNode = isUniversal(optional[0], TAG.sequence) ? optional.shift() : undefined;
  const extensionsNode = isContext(optional[0], 0) ? optional.shift() : undefined;
  if (optional.length > 0 || (extensionsNode && !hasVersion)) throw malformed('an unexpected field');
  return {
    raw: root.raw,
    tbs: tbs.raw,
    signatureAlgorithm,
    issuer: parseName(issuerNode),
    thisUpdate: readTime(thisUpdateNode),
    nextUpdate,
    entries: entriesNode ? children(entriesNode, MAX_CRL_ENTRIES).map(parseEntry) : [],
    extensions: extensionsNode ? parseExtensions(only(extensionsNode)) : [],
    signature: readBitStringBytes(signatureNode),
  };
}

/**
 * cRLNumber of a list, 0 when it has none (RFC 5280 §5.2.3).
 * @throws {YinzhengError} DER_MALFORMED
 */
export function revocationListNumber(list: CertificateList): bigint {
  const extension = findExtension(list, OID.crlNumber);
  return extension === null ? 0n : readBigInteger(readDer(extension.value));
}

const ENTRY_EXTENSIONS = new Set<string>([OID.reasonCode, OID.invalidityDate]);

function parseEntry(node: DerNode): RevokedEntry {
  const [serial, date, extensionsNode, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!serial || !date || rest.length > 0) throw malformed('an entry is not serial number and date');
  const extensions = extensionsNode ? parseExtensions(extensionsNode) : [];
  if (extensions.some(({ oid, critical }) => critical && !ENTRY_EXTENSIONS.has(oid))) {
    throw malformed('a critical extension of an entry is not understood');
  }
  const reason = findExtension({ extensions }, OID.reasonCode);
  const invalidity = findExtension({ extensions }, OID.invalidityDate);
  return {
    serialNumber: readIntegerBytes(serial),
    revokedAt: readTime(date),
    reason: reason ? readEnumerated(readDer(reason.value)) : null,
    invalidityDate: invalidity ? readTime(readDer(invalidity.value)) : null,
  };
}

function isTime(node: DerNode | undefined): boolean {
  return isUniversal(node, TAG.utcTime) || isUniversal(node, TAG.generalizedTime);
}

function only(node: DerNode): DerNode {
  const [first, ...rest] = children(node);
  if (!first || rest.length > 0) throw malformed('extensions are expected');
  return first;
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CRL_MALFORMED', { technical });
}
