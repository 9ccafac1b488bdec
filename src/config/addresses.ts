import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { ConfigSource, DatabaseConfig, TrustProxy } from './model.ts';
import type { VariableReader } from './reader.ts';
import { secret } from './secret.ts';

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** The database named by `YINZHENG_DATABASE_URL` or by the file in `YINZHENG_DATABASE_URL_FILE`. */
export function databaseOf(reader: VariableReader, source: ConfigSource, dataDirectory: string): DatabaseConfig {
  const standard = { kind: 'lmdb', path: dataDirectory } as const;
  const file = reader.text('YINZHENG_DATABASE_URL_FILE');
  const direct = reader.text('YINZHENG_DATABASE_URL');
  if (file !== undefined && direct !== undefined) {
    reader.fault(
      'YINZHENG_DATABASE_URL_FILE',
      'cannot be set beside YINZHENG_DATABASE_URL',
      '不能与 YINZHENG_DATABASE_URL 同时设置',
    );
  }
  const read = file === undefined ? undefined : (source.readText(resolve(source.cwd, file))?.trim() ?? '');
  if (read === '') {
    reader.fault('YINZHENG_DATABASE_URL_FILE', 'the file cannot be read or is empty', '文件无法读取或为空');
    return standard;
  }
  const url = read ?? direct;
  if (url === undefined) return standard;
  const folder = /^lmdb:(.+)$/.exec(url)?.[1];
  if (folder !== undefined) return Object.freeze({ kind: 'lmdb', path: resolve(source.cwd, folder) });
  if (/^mongodb(\+srv)?:\/\/[^/\s]+/.test(url)) return Object.freeze({ kind: 'mongodb', url: secret(url) });
  // The value may hold a password, so the fault does not repeat it.
  reader.fault('YINZHENG_DATABASE_URL', 'must be lmdb:FOLDER or mongodb://…', '必须是 lmdb:目录 或 mongodb://…');
  return standard;
}

/** The base of public links, without a slash at the end. */
export function publicUrlOf(
  reader: VariableReader,
  { production, port }: { readonly production: boolean; readonly port: number },
): string {
  const value = reader.text('YINZHENG_PUBLIC_URL');
  const standard = `http://localhost:${port}`;
  if (value === undefined) {
    if (production) reader.fault('YINZHENG_PUBLIC_URL', 'is required in production', '生产环境必须设置');
    return standard;
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    reader.fault('YINZHENG_PUBLIC_URL', 'must be an http(s) address without query', '必须是不带查询参数的 http(s) 地址');
    return standard;
  }
  if (production && url.protocol !== 'https:') {
    reader.fault('YINZHENG_PUBLIC_URL', 'must begin with https:// in production', '生产环境必须以 https:// 开头');
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** The proxies that are believed: `off`, a number of hops, or addresses, networks and names such as `loopback`. */
export function proxiesOf(reader: VariableReader): TrustProxy {
  const value = reader.text('YINZHENG_TRUST_PROXY');
  if (value === undefined || value === 'off') return false;
  if (/^[1-9]$/.test(value)) return Number(value);
  const parts = value.split(',').map((part) => part.trim());
  if (parts.every(isProxy)) return Object.freeze(parts);
  reader.fault(
    'YINZHENG_TRUST_PROXY',
    'must be off, a number of hops from 1 to 9, or addresses and networks separated by commas',
    '必须是 off、1 到 9 的跳数，或以逗号分隔的地址与网段',
  );
  return false;
}

/** The proxies that tell the certificates of callers in the field Client-Cert; none when unset. */
export function certificateProxiesOf(reader: VariableReader): readonly string[] {
  const value = reader.text('YINZHENG_CLIENT_CERT_PROXIES');
  const parts = value === undefined ? [] : value.split(',').map((part) => part.trim());
  if (parts.every(isProxy)) return Object.freeze(parts);
  reader.fault(
    'YINZHENG_CLIENT_CERT_PROXIES',
    'must be addresses and networks separated by commas',
    '必须是以逗号分隔的地址与网段',
  );
  return Object.freeze([]);
}

/** The hosts that may be asked for something: names, with a port if need be, addresses and networks; none when unset. */
export function hostsOf(
  reader: VariableReader,
  name: 'YINZHENG_REVOCATION_HOSTS' | 'YINZHENG_JWKS_HOSTS' | 'YINZHENG_COLLECTING_HOSTS' | 'YINZHENG_WEBHOOK_HOSTS',
): readonly string[] {
  const value = reader.text(name);
  const parts = value === undefined ? [] : value.split(',').map((part) => part.trim());
  if (!parts.every((part) => isNetwork(part) || /^(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$/i.test(part))) {
    reader.fault(
      name,
      'must be names of hosts, with a port if need be, addresses or networks, separated by commas',
      '必须是以逗号分隔的主机名（可带端口）、地址或网段',
    );
    return [];
  }
  return Object.freeze(parts);
}

function isProxy(part: string): boolean {
  return PROXY_NAMES.includes(part) || isNetwork(part);
}

function isNetwork(part: string): boolean {
  const [address = '', bits, more] = part.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Most time stamp authorities that are asked in turn. */
const MAX_TSA_URLS = 8;

/** The addresses of time stamp authorities, separated by commas. */
export function tsaUrlsOf(reader: VariableReader): readonly string[] {
  const urls = (reader.text('YINZHENG_TSA_URLS') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (urls.length <= MAX_TSA_URLS && urls.every(isHttpUrl)) return Object.freeze(urls);
  reader.fault(
    'YINZHENG_TSA_URLS',
    `must be at most ${MAX_TSA_URLS} http(s) addresses without a name and password, separated by commas`,
    `必须是以逗号分隔的不超过 ${MAX_TSA_URLS} 个 http(s) 地址，不含用户名和口令`,
  );
  return Object.freeze([]);
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '' && hash === '';
}
