import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError, type YinzhengError } from '../../base/errors/index.ts';
import type { KeyCustody, Signer, SignRequest } from './ports.ts';

/** What was known of a key when its use was prepared, and what is said where that is so no more. */
export interface KnownKey {
  /** Its certificate then, DER. */
  readonly certificate: Uint8Array;
  /** The error of a key that has another certificate since, or that custody has no more. */
  readonly changed: (how: 'renewed' | 'gone') => YinzhengError;
}

/**
 * Signs with a key whose certificate is in the bytes. Commands and other servers may renew or destroy it meanwhile, and custody then refuses the
 * bytes: that is no fault of this process, and is told as `changed` says. Rejects as the signer does otherwise.
 */
export async function signAsKnown(
  { signer, custody }: { readonly signer: Signer; readonly custody: Pick<KeyCustody, 'list'> },
  request: SignRequest,
  { certificate, changed }: KnownKey,
): Promise<Uint8Array> {
  try {
    return await signer.sign(request);
  } catch (error) {
    if (!isYinzhengError(error, 'KEY_PURPOSE_REFUSED', 'KEY_NOT_FOUND')) throw error;
    const key = (await custody.list()).find(({ keyId }) => keyId === request.keyId);
    if (key?.certificate && equalBytes(key.certificate, certificate)) throw error;
    throw changed(key ? 'renewed' : 'gone');
  }
}
