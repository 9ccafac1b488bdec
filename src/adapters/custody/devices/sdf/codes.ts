/** Return codes of cryptographic devices (GM/T 0018-2012, annex A), and what they mean for whoever asked. */
import { YinzhengError } from '../../../../base/errors/index.ts';

const BASE = 0x01000000;

const NAMES = [
  ...['SDR_BASE', 'SDR_UNKNOWERR', 'SDR_NOTSUPPORT', 'SDR_COMMFAIL', 'SDR_HARDFAIL', 'SDR_OPENDEVICE', 'SDR_OPENSESSION'],
  ...['SDR_PARDENY', 'SDR_KEYNOTEXIST', 'SDR_ALGNOTSUPPORT', 'SDR_ALGMODNOTSUPPORT', 'SDR_PKOPERR', 'SDR_SKOPERR', 'SDR_SIGNERR'],
  ...['SDR_VERIFYERR', 'SDR_SYMOPERR', 'SDR_STEPERR', 'SDR_FILESIZEERR', 'SDR_FILENOEXIST', 'SDR_FILEOFSERR', 'SDR_KEYTYPEERR'],
  ...['SDR_KEYERR', 'SDR_ENCDATAERR', 'SDR_RANDERR', 'SDR_PRKRERR', 'SDR_MACERR', 'SDR_FILEEXISTS', 'SDR_FILEWERR'],
  ...['SDR_NOBUFFER', 'SDR_INARGERR', 'SDR_OUTARGERR'],
] as const;

/** The device works, and does not want to: asking again changes nothing. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...[
    'SDR_NOTSUPPORT',
    'SDR_PARDENY',
    'SDR_KEYNOTEXIST',
    'SDR_ALGNOTSUPPORT',
    'SDR_ALGMODNOTSUPPORT',
    'SDR_KEYTYPEERR',
    'SDR_KEYERR',
  ],
  ...['SDR_PRKRERR', 'SDR_INARGERR', 'SDR_OUTARGERR'],
]);

/** Name of a code; a vendor's own code in hexadecimal. */
export function sdfCodeName(code: number): string {
  return NAMES[(code >>> 0) - BASE] ?? `0x${(code >>> 0).toString(16).padStart(8, '0')}`;
}

/**
 * Lets success pass.
 * @throws {YinzhengError} KEY_DEVICE_REFUSED, KEY_DEVICE_UNAVAILABLE
 */
export function checkSdf(operation: string, code: number): void {
  if (code === 0) return;
  const technical = sdfCodeName(code);
  throw new YinzhengError(REFUSALS.has(technical) ? 'KEY_DEVICE_REFUSED' : 'KEY_DEVICE_UNAVAILABLE', { operation, technical });
}
