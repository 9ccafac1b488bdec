import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { AuthorisedSealMaker } from '../../pki/index.ts';

const DIGEST = /^[0-9a-fA-F]{64}$/;
const POLICY = /^[0-2](\.\d+)+$/;
const BRACKET = 0x5b;

/**
 * A list of authorised seal makers in JSON: `{kind: 'certificate', sm3}` for a certificate, `{kind: 'policy', issuerSm3, policy}` for all
 * that a CA issues with a policy. Null when the bytes do not begin as a JSON array does.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function readSealMakers(bytes: Uint8Array): readonly AuthorisedSealMaker[] | null {
  if (bytes.find((byte) => byte > 0x20) !== BRACKET) return null;
  try {
    const list: unknown = JSON.parse(fromUtf8(bytes));
    if (Array.isArray(list) && list.every(isSealMaker)) return list;
  } catch (cause) {
    throw invalid({ cause });
  }
  throw invalid();
}

function isSealMaker(value: unknown): value is AuthorisedSealMaker {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  const has = (pattern: RegExp, name: string): boolean => typeof entry[name] === 'string' && pattern.test(entry[name]);
  const names = Object.keys(entry).sort().join(' ');
  if (entry['kind'] === 'certificate') return names === 'kind sm3' && has(DIGEST, 'sm3');
  return entry['kind'] === 'policy' && names === 'issuerSm3 kind policy' && has(DIGEST, 'issuerSm3') && has(POLICY, 'policy');
}

function invalid(options?: ErrorOptions): YinzhengError {
  const reason = bilingual('not a list of authorised seal makers', '不是准许制章的制章人清单');
  return new YinzhengError('INPUT_INVALID', { reason }, options);
}
