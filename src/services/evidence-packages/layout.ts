/** Where things are in a package of evidence (证据包), and how their digests are written down. */
import { toHex, utf8, fromUtf8 } from '../../base/bytes.ts';
import type { TarMember } from '../../base/tar/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';

/** The parts around the content. */
export const PLACES = {
  readme: 'README.md',
  manifest: 'manifest.txt',
  statement: 'signature/statement.txt',
  signature: 'signature/statement.sig',
  certificate: 'signature/certificate.pem',
  timeStamp: 'signature/statement.tst',
  sums: 'SM3SUMS',
} as const;

/** What all content lies beneath. */
export const CONTENT = 'content/';

/** Parts of the content that every package has. */
export const REQUIRED = {
  licence: 'content/licence.json',
  application: 'content/application.json',
  status: 'content/status.json',
  metadata: 'content/archive-metadata.xml',
  entries: 'content/journal/entries.jsonl',
  heads: 'content/journal/heads.jsonl',
  anchors: 'content/pki/anchors.pem',
} as const;

const LINE = /^([0-9a-f]{64}) \*([\w./-]{1,100})$/;

/** Digests of files, a line each as `openssl dgst -sm3 -r` and `sm3sum` write it, in the order of their paths. */
export function digestLines(members: readonly TarMember[], crypto: Pick<CryptoProvider, 'digest'>): Uint8Array {
  const lines = members.map(({ path, bytes }) => `${toHex(crypto.digest('sm3', bytes))} *${path}\n`);
  return utf8(lines.sort((left, right) => (left.slice(65) < right.slice(65) ? -1 : 1)).join(''));
}

/** Digests by path, null where the text is none of {@link digestLines}. */
export function readDigestLines(bytes: Uint8Array): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch {
    return null;
  }
  if (!text.endsWith('\n')) return null;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, digest = '', path = ''] = LINE.exec(line) ?? [];
    if (path === '' || found.has(path)) return null;
    found.set(path, digest);
  }
  return found;
}
