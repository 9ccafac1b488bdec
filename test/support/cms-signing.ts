/** Signs CMS of `src/pki/cms` with the identities of `test/support/pki.ts`, by any scheme that is written. */
import { constants, createSign } from 'node:crypto';
import type { SignatureScheme } from '../../src/crypto/index.ts';
import {
  finishSignedData,
  prepareSignedData,
  schemeDigest,
  usualScheme,
  type CmsForm,
  type PreparedSignedData,
} from '../../src/pki/index.ts';
import { crypto, type TestIdentity } from './pki.ts';

export interface SigningOptions {
  readonly form?: CmsForm;
  /** The usual one of the key when absent. */
  readonly scheme?: SignatureScheme;
  readonly chain?: readonly TestIdentity[];
}

/** RSA-PSS with a salt as long as the digest. */
export const PSS: SignatureScheme = { kind: 'rsa-pss', digest: 'sha256', saltLength: 32 };

/** A signature value over `tbs`. */
export function signBy(identity: TestIdentity, scheme: SignatureScheme, tbs: Uint8Array): Uint8Array {
  if (scheme.kind === 'sm2') return identity.sign(tbs);
  const { privateKey } = identity;
  const key =
    scheme.kind === 'rsa-pss'
      ? { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength }
      : privateKey;
  return createSign(scheme.digest).update(tbs).sign(key);
}

/** Prepared over a content. */
export function prepareCms(identity: TestIdentity, content: Uint8Array, options: SigningOptions = {}): PreparedSignedData {
  const { certificate } = identity;
  const scheme = options.scheme ?? usualScheme(certificate.publicKey);
  const chain = (options.chain ?? []).map((link) => link.certificate);
  const digest = crypto.digest(schemeDigest(scheme), content);
  return prepareSignedData({ form: options.form ?? 'pkcs7', scheme, certificate, chain }, digest, crypto);
}

/** DER of a finished, detached signature over a content. */
export function writeCms(identity: TestIdentity, content: Uint8Array, options: SigningOptions = {}): Uint8Array {
  const prepared = prepareCms(identity, content, options);
  return finishSignedData(prepared, signBy(identity, prepared.signer.scheme, prepared.tbs));
}
