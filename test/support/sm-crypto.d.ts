/** What the tests use of sm-crypto, an independent implementation; texts are hexadecimal. */
declare module 'sm-crypto' {
  export const sm2: {
    doSignature(
      message: Uint8Array | number[],
      privateKey: string,
      options: { der?: boolean; hash?: boolean; publicKey?: string; userId?: string },
    ): string;
    doVerifySignature(
      message: Uint8Array | number[],
      signature: string,
      publicKey: string,
      options: { der?: boolean; hash?: boolean; userId?: string },
    ): boolean;
    generateKeyPairHex(): { privateKey: string; publicKey: string };
  };
  export function sm3(input: Uint8Array | number[], options?: { mode?: 'hmac'; key: string }): string;
  export const sm4: {
    encrypt(
      input: Uint8Array | number[],
      key: string,
      options: { mode?: 'cbc' | 'ecb'; iv?: string; padding?: 'none' | 'pkcs#7'; output?: 'string' | 'array' },
    ): string;
  };
}
