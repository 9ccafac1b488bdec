/** Certificate requests signed by custody whose keys are elsewhere: in a device, or with a server. */
import assert from 'node:assert/strict';
import { isYinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import { DEFAULT_SM2_USER_ID } from '../../src/crypto/index.ts';
import type { KeyDescription, Signer } from '../../src/services/pki/index.ts';
import { AUTHORISATION } from './custody.ts';
import { crypto } from './pki.ts';
import { requestBytes } from './signing-material.ts';

/** CertificationRequestInfo for a key. */
export function request({ publicKey }: KeyDescription, name = 'x'): Uint8Array {
  return requestBytes(publicKey, name);
}

/** Has bytes signed as a certificate request. */
export function signCsr(custody: Signer, { keyId }: KeyDescription, tbs: Uint8Array): Promise<Uint8Array> {
  return custody.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
}

/** Whether a signature is right under an SM2 key. */
export function verifies({ publicKey }: KeyDescription, tbs: Uint8Array, signature: Uint8Array): boolean {
  return crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, publicKey, [tbs], signature);
}

/** Asserts that a promise rejects with an error of this code, whose message matches. */
export function rejects(promise: Promise<unknown>, code: ErrorCode, reason = /./): Promise<void> {
  return assert.rejects(promise, (error) => {
    assert.ok(isYinzhengError(error, code), String(error));
    assert.match(error.message, reason);
    return true;
  });
}
