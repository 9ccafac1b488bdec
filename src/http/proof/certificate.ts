/** The certificate of a caller, as the proxy that ends TLS tells it (RFC 9440). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { BlockList, isIP } from 'node:net';
import { YinzhengError } from '../../base/errors/index.ts';

const FIELD = 'client-cert';
const LONGEST = 90_000;
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Thumbprint of a caller's certificate (`x5t#S256`), null without one. Throws CLIENT_CERTIFICATE_REFUSED. */
export type CertificateReader = (request: Request) => string | null;

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
    if (field === undefined) return null;
    const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
    const isTrusted = isIP(peer) !== 0 && trusted.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4');
    const thumbprint = isTrusted && typeof field === 'string' ? thumbprintOf(field) : null;
    if (thumbprint === null) throw new YinzhengError('CLIENT_CERTIFICATE_REFUSED');
    return thumbprint;
  };
}

/** The thumbprint of the certificate in a field `:Base64:` (RFC 8941 section 3.3.5); null when it is none. */
export function thumbprintOf(field: string): string | null {
  const [, text] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(field.trim()) ?? [];
  if (text === undefined || text.length > LONGEST) return null;
  const der = Buffer.from(text, 'base64');
  return der.toString('base64') === text ? createHash('sha256').update(der).digest('base64url') : null;
}
