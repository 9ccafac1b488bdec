/** What the service signs in its own name: texts of two kinds, each of one form only. */
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';

/** Longest statement, octets. */
export const LONGEST_STATEMENT = 8_192;

/** What is signed of a package of evidence: which licence it is of, and the SM3 of its manifest. */
export interface PackageStatement {
  /** Identity of the store that it was made from. */
  readonly store: string;
  /** Licence identifier (证照标识). */
  readonly licence: string;
  /** SM3 of the manifest, hexadecimal. */
  readonly manifest: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** What is signed of a notice that is sent to a system: parts of an HTTP request (RFC 9421 §2.5). */
export interface NoticeStatement {
  readonly url: string;
  /** SM3 of the body, Base64. */
  readonly digest: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** 32 hexadecimal digits. */
  readonly nonce: string;
  /** Identifier of the key: 16 hexadecimal digits. */
  readonly keyId: string;
}

/** Tag of signatures over notices (RFC 9421 §2.3), so that none can be taken for one over a request to this service. */
export const NOTICE_TAG = 'yinzheng-notice';

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z`;
const PACKAGE = new RegExp(
  String.raw`^yinzheng-evidence 1\nstore ([0-9a-f-]{36})\nlicence ([0-9A-Z.]{1,200})\nmanifest-sm3 ([0-9a-f]{64})\ntime (${TIME})\n$`,
);
const NOTICE = new RegExp(
  String.raw`^"@method": POST\n"@target-uri": (https?://[\x21-\x7e]{1,2048})\n"content-digest": sm3=:([A-Za-z0-9+/]{43}=):\n"@signature-params": \("@method" "@target-uri" "content-digest"\);created=\d{1,12};nonce="[0-9a-f]{32}";keyid="[0-9a-f]{16}";alg="sm2-sm3";tag="${NOTICE_TAG}"$`,
);

/** The bytes that are signed of a package: five lines, each ended by a line feed. */
export function packageStatement({ store, licence, manifest, time }: PackageStatement): Uint8Array {
  return utf8(`yinzheng-evidence 1\nstore ${store}\nlicence ${licence}\nmanifest-sm3 ${manifest}\ntime ${time}\n`);
}

/**
 * Reads what is signed of a package; it has one spelling only.
 * @throws {YinzhengError} STATEMENT_MALFORMED
 */
export function parsePackageStatement(bytes: Uint8Array): PackageStatement {
  const [, store = '', licence = '', manifest = '', time = ''] = PACKAGE.exec(textOf(bytes)) ?? malformed();
  return { store, licence, manifest, time };
}

/** The parameters of a notice's signature, as `Signature-Input` has them. */
export function noticeParameters({ created, nonce, keyId }: Omit<NoticeStatement, 'url' | 'digest'>): string {
  return `("@method" "@target-uri" "content-digest");created=${created};nonce="${nonce}";keyid="${keyId}";alg="sm2-sm3";tag="${NOTICE_TAG}"`;
}

/** The bytes that are signed of a notice: its signature base (RFC 9421 §2.5). */
export function noticeStatement({ url, digest, ...parameters }: NoticeStatement): Uint8Array {
  return utf8(
    `"@method": POST\n"@target-uri": ${url}\n"content-digest": sm3=:${digest}:\n"@signature-params": ${noticeParameters(parameters)}`,
  );
}

/**
 * Refuses what is neither kind of statement.
 * @throws {YinzhengError} STATEMENT_MALFORMED
 */
export function checkStatement(bytes: Uint8Array): void {
  const text = textOf(bytes);
  if (!PACKAGE.test(text) && !NOTICE.test(text)) malformed();
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > LONGEST_STATEMENT) malformed();
  try {
    return fromUtf8(bytes);
  } catch {
    return malformed();
  }
}

function malformed(): never {
  throw new YinzhengError('STATEMENT_MALFORMED');
}
