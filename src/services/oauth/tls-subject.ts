/** By which of its names a certificate is a system's (RFC 8705 section 2.1): read as given, and found in certificates that lead to a CA that is believed. */
import { isIP } from 'node:net';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import type { TlsSubjectName } from '../../domain/client/index.ts';
import {
  findPaths,
  judgePaths,
  MAX_CERTIFICATE_BYTES,
  nameKey,
  nameKeyOfText,
  parseCertificate,
  subjectAltNames,
  type Certificate,
  type PreparedTrust,
} from '../../pki/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock } from '../platform.ts';

/** Whom the operator believes about certificates of systems, as it is now. */
export type ClientTrust = () => Promise<PreparedTrust>;

/** A certificate that a trusted proxy tells, whose key the caller proved to have. */
export interface PresentedCertificate {
  /** SHA-256, Base64url (`x5t#S256`). */
  readonly thumbprint: string;
  readonly certificate: Uint8Array;
  /** Certificates that came with it, DER; they prove nothing and only help to connect. */
  readonly chain: readonly Uint8Array[];
}

/** What judging certificates of systems takes. */
export interface SubjectDependencies {
  readonly clientTrust?: ClientTrust | undefined;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
  /** Whether chains of a demonstration CA may pass. */
  readonly demonstration: boolean;
}

/** Most names of a certificate that are looked at. */
const MOST_NAMES = 50;
/** Most certificates that come with one. */
export const MOST_CHAIN = 8;

/**
 * A name of certificates in the one form in which it is found.
 * @throws {YinzhengError} INPUT_INVALID when it is none of its kind
 */
export function readTlsSubject(name: TlsSubjectName, value: string): string {
  switch (name) {
    case 'subject-dn':
      return `subject-dn:${nameKeyOfText(value)}`;
    case 'san-dns':
      if (
        !/^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(value)
      )
        throw invalid('a DNS name without a wildcard', '不含通配符的 DNS 名称');
      return `san-dns:${value.toLowerCase()}`;
    case 'san-uri':
      if (value.length > 1_000 || !URL.canParse(value) || !/^[\x21-\x7e]+$/.test(value)) throw invalid('a URI', 'URI');
      return `san-uri:${value}`;
    case 'san-ip':
      return `san-ip:${addressOf(value)}`;
    case 'san-email':
      return `san-email:${emailOf(value)}`;
  }
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(`the value is ${en}`, `取值应为${zh}`) });
}

/** Octets of an address in hexadecimal, as a certificate has them. */
function addressOf(text: string): string {
  const version = isIP(text);
  if (version === 4)
    return text
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('');
  if (version !== 6 || text.includes('%')) throw invalid('an IP address', 'IP 地址');
  // The one form that a URL gives it has at most one `::`, and no dotted part.
  const [head = '', tail = ''] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const words = (part: string): readonly string[] => (part === '' ? [] : part.split(':')).map((word) => word.padStart(4, '0'));
  const [before, after] = [words(head), words(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0000'), ...after].join('');
}

/** The part before the at sign as it is, the domain in small letters. */
function emailOf(text: string): string {
  const [, local, domain] = /^([\x21-\x3f\x41-\x7e]{1,64})@([A-Za-z0-9.-]{1,253})$/.exec(text) ?? [];
  if (local === undefined || domain === undefined) throw invalid('a mail address', '电子邮件地址');
  return `${local}@${domain.toLowerCase()}`;
}

/**
 * The names of a certificate that leads to a CA that is believed, is valid now, not known to be revoked, and may authenticate a client; none of any other. A
 * name that is not of its kind is passed over.
 */
export async function provenSubjects(
  { clientTrust, crypto, clock, demonstration }: SubjectDependencies,
  { certificate, chain }: PresentedCertificate,
): Promise<readonly string[]> {
  if (!clientTrust) return [];
  const target = read(certificate);
  if (!target) return [];
  const trust = await clientTrust();
  const extra = chain.slice(0, MOST_CHAIN).flatMap((der) => read(der) ?? []);
  try {
    const { outcome, path } = judgePaths(findPaths({ target, extra, trust, crypto }), {
      ...{ trust, at: clock.now(), timeOf: 'signing', usage: 'tls-client' },
      policy: { revocation: 'if-known', acceptDemonstration: demonstration },
    });
    // An anchor is nobody's certificate.
    return outcome === 'passed' && path.length > 1 ? namesOf(target) : [];
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}

function read(der: Uint8Array): Certificate | null {
  if (der.length > MAX_CERTIFICATE_BYTES) return null;
  try {
    return parseCertificate(der);
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function namesOf(certificate: Certificate): readonly string[] {
  const { subject } = certificate;
  const names = subject.attributes.length === 0 ? [] : [`subject-dn:${nameKey(subject)}`];
  for (const { kind, value, content } of subjectAltNames(certificate).slice(0, MOST_NAMES)) {
    if (kind === 'address') names.push(`san-ip:${toHex(content)}`);
    else if (kind === 'dns' || kind === 'uri' || kind === 'email')
      names.push(...quietly(() => readTlsSubject(`san-${kind}`, value)));
  }
  return names;
}

function quietly(readName: () => string): readonly string[] {
  try {
    return [readName()];
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}
