/** The version of a seal to sign with, and its key. */
import { fromBase64 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { SEAL_STATE_WORDS, sealInUse, type SealRecord, type SealVersion } from '../../domain/seal/index.ts';
import type { KnownKey } from '../pki/index.ts';

/**
 * The version of a seal to sign with.
 * @throws {YinzhengError} SEAL_NOT_IN_USE when there is none or its period does not hold
 */
export function usableVersion(seal: SealRecord, at: Instant): SealVersion {
  const version = sealInUse(seal);
  const newest = seal.versions[seal.versions.length - 1];
  if (!version) throw new YinzhengError('SEAL_NOT_IN_USE', { state: SEAL_STATE_WORDS[newest?.state ?? 'none'] });
  if (at < Date.parse(version.validFrom) || at >= Date.parse(version.validTo))
    throw new YinzhengError('SEAL_NOT_IN_USE', { state: bilingual('out of its period', '不在有效期内') });
  return version;
}

/**
 * The key in custody that a version of a seal is signed with.
 * @throws {YinzhengError} SEAL_KEY_ELSEWHERE when its holder has the key
 */
export function custodyKey({ keyId }: SealVersion): string {
  if (keyId === null) throw new YinzhengError('SEAL_KEY_ELSEWHERE', { state: bilingual('with its holder', '由持有人保管') });
  return keyId;
}

/** How a version of a seal is signed with: its key must have the certificate that the seal lists. */
export function keyOfSeal({ certificate }: SealVersion): KnownKey {
  return {
    certificate: fromBase64(certificate),
    changed: (how) => new YinzhengError('SEAL_NOT_IN_USE', { state: CHANGED_KEY_WORDS[how] }),
  };
}

const CHANGED_KEY_WORDS = {
  renewed: bilingual('its key has another certificate, and it was not made again yet', '密钥已换发证书，印章尚未重新制作'),
  gone: bilingual('custody has its key no more', '密钥已不在保管中'),
};
