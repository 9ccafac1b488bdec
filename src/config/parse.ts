import { delimiter, join, resolve } from 'node:path';
import { YinzhengError } from '../base/errors/index.ts';
import { alarmsOf } from './alarms.ts';
import { certificateProxiesOf, proxiesOf, hostsOf, publicUrlOf, tsaUrlsOf } from './addresses.ts';
import type { Config, ConfigSource } from './model.ts';
import { placesOf } from './places.ts';
import { isPublicAlone, rolesOf } from './roles.ts';
import { createReader, type VariableReader } from './reader.ts';
import { IGNORED_PREFIXES, VARIABLES, type Environment } from './variables.ts';

const MEBIBYTE = 1024 * 1024;
const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const CLOCK_SOURCES = ['auto', 'chrony', 'systemd', 'off'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * The configuration that an environment describes, with every default filled in.
 * @throws {YinzhengError} CONFIGURATION_INVALID listing all faults
 */
export function parseConfig(source: ConfigSource): Config {
  const { env, cwd } = source;
  const reader = createReader(env);
  noteUnknown(reader, env);
  const places = placesOf(reader, source);
  const production = places.mode === 'production';
  const path = (value: string): string => resolve(cwd, value);
  const keysDirectory = path(reader.text('YINZHENG_KEYS_DIR') ?? 'keys');
  const port = reader.integer('PORT', { min: 0, max: 65_535, fallback: 3000 });
  const publicUrl = publicUrlOf(reader, { production, port });
  const passphraseFile = reader.text('YINZHENG_KEYSTORE_PASSPHRASE_FILE');
  const emblemFile = reader.text('YINZHENG_EMBLEM_FILE');
  const custodyFile = reader.text('YINZHENG_CUSTODY_FILE');
  const identityFile = reader.text('YINZHENG_IDENTITY_FILE');
  const clientTrust = reader.text('YINZHENG_CLIENT_TRUST_DIR');
  const keySetCa = reader.text('YINZHENG_JWKS_CA_FILE');
  const exchangeDirectory = reader.text('YINZHENG_EXCHANGE_DIR');
  const roles = rolesOf(reader, places.database.kind);
  if (isPublicAlone(roles)) refuseKeys(reader);
  else if (production && passphraseFile === undefined) {
    reader.fault('YINZHENG_KEYSTORE_PASSPHRASE_FILE', 'is required in production', '生产环境必须设置');
  }
  const rate = { min: 1, max: 100_000 };
  const config: Config = {
    ...places,
    roles,
    port,
    host: reader.text('HOST') ?? null,
    keysDirectory,
    keystorePassphraseFile: passphraseFile === undefined ? null : path(passphraseFile),
    custodyFile: custodyFile === undefined ? null : path(custodyFile),
    publicUrl,
    statusUrl: reader.text('YINZHENG_PUBLIC_URL') === undefined ? null : publicUrl,
    trustProxy: proxiesOf(reader),
    certificateProxies: certificateProxiesOf(reader),
    clientTrustDirectory: clientTrust === undefined ? null : path(clientTrust),
    keySetHosts: hostsOf(reader, 'YINZHENG_JWKS_HOSTS'),
    keySetCaFile: keySetCa === undefined ? null : path(keySetCa),
    cookieSecure: secureCookies(reader, { production, publicUrl }),
    uploadLimit: reader.integer('YINZHENG_UPLOAD_LIMIT_BYTES', { min: 1024, max: 1024 * MEBIBYTE, fallback: 50 * MEBIBYTE }),
    rates: Object.freeze({
      signIn: reader.integer('YINZHENG_SIGN_INS_PER_MINUTE', { ...rate, fallback: 10 }),
      code: reader.integer('YINZHENG_CODES_PER_MINUTE', { ...rate, fallback: 30 }),
      verification: reader.integer('YINZHENG_VERIFICATIONS_PER_MINUTE', { ...rate, fallback: 60 }),
      ocsp: reader.integer('YINZHENG_OCSP_REQUESTS_PER_MINUTE', { ...rate, fallback: 300 }),
      timeStamp: reader.integer('YINZHENG_TIME_STAMPS_PER_MINUTE', { ...rate, fallback: 120 }),
      token: reader.integer('YINZHENG_TOKENS_PER_MINUTE', { ...rate, fallback: 120 }),
    }),
    sessions: Object.freeze({
      idle: reader.integer('YINZHENG_SESSION_IDLE_MINUTES', { min: 1, max: 1440, fallback: 30 }) * MINUTE,
      longest: reader.integer('YINZHENG_SESSION_HOURS', { min: 1, max: 168, fallback: 12 }) * HOUR,
      perMinute: reader.integer('YINZHENG_ACCOUNT_REQUESTS_PER_MINUTE', { ...rate, fallback: 1200 }),
    }),
    identityFile: identityFile === undefined ? null : path(identityFile),
    tsaUrls: tsaUrlsOf(reader),
    clockSync: reader.choice('YINZHENG_CLOCK_SYNC', CLOCK_SOURCES, production ? 'auto' : 'off'),
    revocationHosts: hostsOf(reader, 'YINZHENG_REVOCATION_HOSTS'),
    collectingHosts: hostsOf(reader, 'YINZHENG_COLLECTING_HOSTS'),
    exchangeDirectory: exchangeDirectory === undefined ? null : path(exchangeDirectory),
    webhookHosts: hostsOf(reader, 'YINZHENG_WEBHOOK_HOSTS'),
    reportRetention: reader.integer('YINZHENG_REPORT_DAYS', { min: 0, max: 3650, fallback: 30 }) * DAY,
    objectionWorkingDays: reader.integer('YINZHENG_OBJECTION_WORKING_DAYS', { min: 1, max: 90, fallback: 10 }),
    reportSeal: reader.text('YINZHENG_REPORT_SEAL') ?? null,
    journalHeadFile: path(reader.text('YINZHENG_JOURNAL_HEAD_FILE') ?? join(keysDirectory, 'journal-heads.jsonl')),
    journalHeadInterval: reader.integer('YINZHENG_JOURNAL_HEAD_SECONDS', { min: 1, max: 3600, fallback: 60 }) * SECOND,
    alarms: alarmsOf(reader),
    metrics: reader.choice('YINZHENG_METRICS', ['on', 'off'], production ? 'off' : 'on') === 'on',
    logLevel: reader.choice('YINZHENG_LOG_LEVEL', LOG_LEVELS, production ? 'info' : 'warn'),
    emblemFile: emblemFile === undefined ? null : path(emblemFile),
    fontFallbacks: Object.freeze(listOf(reader.text('YINZHENG_FONT_FALLBACKS')).map(path)),
  };
  if (reader.faults.length > 0) throw new YinzhengError('CONFIGURATION_INVALID', { faults: reader.faults });
  return Object.freeze(config);
}

/** A zone without keys is not even told where they are. */
function refuseKeys(reader: VariableReader): void {
  for (const name of ['YINZHENG_KEYSTORE_PASSPHRASE_FILE', 'YINZHENG_CUSTODY_FILE'] as const)
    if (reader.text(name) !== undefined)
      reader.fault(name, 'is not for a server whose only role is public', '仅承担 public 的服务不得设置');
}

function noteUnknown(reader: VariableReader, env: Environment): void {
  const known = new Set<string>(VARIABLES);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('YINZHENG_') || known.has(name) || IGNORED_PREFIXES.some((prefix) => name.startsWith(prefix))) continue;
    reader.fault(name, 'there is no such variable', '没有该配置项');
  }
}

function secureCookies(reader: VariableReader, base: { readonly production: boolean; readonly publicUrl: string }): boolean {
  const derived = base.production || base.publicUrl.startsWith('https:') ? 'on' : 'off';
  const secure = reader.choice('YINZHENG_COOKIE_SECURE', ['on', 'off'], derived) === 'on';
  if (base.production && !secure) reader.fault('YINZHENG_COOKIE_SECURE', 'cannot be off in production', '生产环境不能关闭');
  return secure;
}

function listOf(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(delimiter)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
