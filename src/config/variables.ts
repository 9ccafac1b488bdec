/** Every environment variable that the service reads; `docs/configuration.md` says what each does. */
export const VARIABLES = [
  'NODE_ENV',
  'PORT',
  'HOST',
  'YINZHENG_DATA_DIR',
  'YINZHENG_KEYS_DIR',
  'YINZHENG_TRUST_DIR',
  'YINZHENG_DATABASE_URL',
  'YINZHENG_DATABASE_URL_FILE',
  'YINZHENG_KEYSTORE_PASSPHRASE_FILE',
  'YINZHENG_CUSTODY_FILE',
  'YINZHENG_PUBLIC_URL',
  'YINZHENG_TRUST_PROXY',
  'YINZHENG_COOKIE_SECURE',
  'YINZHENG_UPLOAD_LIMIT_BYTES',
  'YINZHENG_SIGN_INS_PER_MINUTE',
  'YINZHENG_CODES_PER_MINUTE',
  'YINZHENG_VERIFICATIONS_PER_MINUTE',
  'YINZHENG_OCSP_REQUESTS_PER_MINUTE',
  'YINZHENG_TIME_STAMPS_PER_MINUTE',
  'YINZHENG_TOKENS_PER_MINUTE',
  'YINZHENG_TSA_URLS',
  'YINZHENG_CLOCK_SYNC',
  'YINZHENG_REVOCATION_HOSTS',
  'YINZHENG_REPORT_DAYS',
  'YINZHENG_REPORT_SEAL',
  'YINZHENG_JOURNAL_HEAD_FILE',
  'YINZHENG_JOURNAL_HEAD_SECONDS',
  'YINZHENG_METRICS',
  'YINZHENG_LOG_LEVEL',
  'YINZHENG_FONT_FALLBACKS',
  'TZ',
] as const;

/** Name of a variable. */
export type VariableName = (typeof VARIABLES)[number];

/** Prefixes of names that tests and tools use, and that the service ignores. */
export const IGNORED_PREFIXES = ['YINZHENG_TEST_', 'YINZHENG_REQUIRE_'] as const;

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;
