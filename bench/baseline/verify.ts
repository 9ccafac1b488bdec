/** The baseline of verification: sm-crypto doing the four SM2 verifications of a sealed licence. */
import smCrypto from 'sm-crypto';

/** A message with its signature, in the forms that sm-crypto takes. */
export interface SignedMessage {
  readonly message: number[];
  /** 64 bytes r‖s, hexadecimal. */
  readonly signature: string;
  /** Uncompressed point, hexadecimal. */
  readonly publicKey: string;
}

/** Signs a message with a fresh key of sm-crypto. */
export function signedMessage(bytes: Uint8Array): SignedMessage {
  const message = Array.from(bytes);
  const { privateKey, publicKey } = smCrypto.sm2.generateKeyPairHex();
  return { message, publicKey, signature: smCrypto.sm2.doSignature(message, privateKey, { hash: true, publicKey }) };
}

/** Verifies all of them; throws when one is wrong. */
export function verifyWithBaseline(messages: readonly SignedMessage[]): void {
  for (const { message, signature, publicKey } of messages) {
    if (!smCrypto.sm2.doVerifySignature(message, signature, publicKey, { hash: true })) {
      throw new Error('the baseline is wrong');
    }
  }
}
