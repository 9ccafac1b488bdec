/** The certificate of a caller, as the proxy that ends TLS tells it (RFC 9440). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { BlockList, isIP } from 'node:net';
import { MOST_CHAIN, type PresentedCertificate } from '../../services/oauth/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';

const FIELD = 'client-cert';
const CHAIN = 'client-cert-chain';
const LONGEST = 90_000;
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** A caller's certificate, null without one. Throws CLIENT_CERTIFICATE_REFUSED. */
export type CertificateReader = (request: Request) => PresentedCertificate | null;

/**
 * A reader that takes the field from these addresses alone, and refuses it from any other: whoever can send it could be anybody. Without
 * addresses it is as if the field were not there.
 * @param proxies addresses, networks, and names such as `loopback`
 */
export function createCertificateReader(proxies: readonly string[]): CertificateReader {
  if (proxies.length === 0) return () => null;
  const trusted = new BlockList();
  for (const entry of proxies.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (request) => {
    const field = request.headers[FIELD];
    const chain = request.headers[CHAIN];
    if (field === undefined && chain === undefined) return null;
    const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
    const isTrusted = isIP(peer) !== 0 && trusted.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4');
    const certificate = isTrusted && typeof field === 'string' ? certificateOf(field) : null;
    const others = chain === undefined ? [] : chainOf(typeof chain === 'string' ? chain : chain.join(','));
    if (certificate === null || others === null) throw new YinzhengError('CLIENT_CERTIFICATE_REFUSED');
    const thumbprint = createHash('sha256').update(certificate).digest('base64url');
    return { thumbprint, certificate, chain: others };
  };
}

/** The certificates in a field `:Base64:, :Base64:` (RFC 9440 section 2.3), {@link MOST_CHAIN} at most; null when it is none. */
export function chainOf(field: string): readonly Uint8Array[] | null {
  if (field.length > LONGEST) return null;
  const found = field.split(',').map(certificateOf);
  const certificates = found.filter((one) => one !== null);
  return certificates.length === found.length && found.length <= MOST_CHAIN ? certificates : null;
}

/** The certificate in a field `:Base64:` (RFC 8941 section 3.3.5), DER; null when it is none. */
export function certificateOf(field: string): Uint8Array | null {
  const [, text] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(field.trim()) ?? [];
  if (text === undefined || text.length > LONGEST) return null;
  const der = Buffer.from(text, 'base64');
  return der.toString('base64') === text ? der : null;
}
