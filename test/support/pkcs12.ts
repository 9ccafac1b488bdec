/** Key files (PKCS#12) as other products write them: PBKDF2 with HMAC-SM3, PBMAC1, BER; several keys; what does not belong together. */
import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { der, OID } from '../../src/asn1/index.ts';
import { concatBytes } from '../../src/base/bytes.ts';
import type { TestIdentity } from './pki.ts';

const ROUNDS = 1000;

/** What a key file is to hold, and how. */
export interface KeyFileSpec {
  readonly keys: readonly TestIdentity[];
  readonly certificates: readonly TestIdentity[];
  readonly passphrase: string;
  /** Digest of every HMAC. */
  readonly digest?: 'sha256' | 'sm3';
  /** Indefinite lengths and strings in segments. */
  readonly form?: 'der' | 'ber';
  /** Changes the parameters of PBMAC1: the stated length of its key left out. */
  readonly keyLength?: 'stated' | 'left out';
}

/** A key file with an encrypted key each, certificates in the open, under PBMAC1 (RFC 9579). */
export function writeKeyFile(spec: KeyFileSpec): Uint8Array {
  const { keys, certificates, passphrase, digest = 'sm3', form = 'der', keyLength = 'stated' } = spec;
  const hmac = der.sequence(der.oid(digest === 'sm3' ? OID.hmacSm3 : OID.hmacSha256), der.nullValue());
  const pbkdf2 = (salt: Uint8Array, length: number | null): Uint8Array =>
    der.sequence(
      der.oid(OID.pbkdf2),
      der.sequence(der.octetString(salt), der.integer(ROUNDS), ...(length === null ? [] : [der.integer(length)]), hmac),
    );
  const encrypted = ({ pkcs8 }: TestIdentity): Uint8Array => {
    const [salt, iv] = [new Uint8Array(randomBytes(16)), new Uint8Array(randomBytes(16))];
    const cipher = createCipheriv('sm4-cbc', pbkdf2Sync(passphrase, salt, ROUNDS, 16, digest), iv);
    const data = concatBytes(cipher.update(pkcs8), cipher.final());
    const scheme = der.sequence(pbkdf2(salt, 16), der.sequence(der.oid(OID.sm4Cbc), der.octetString(iv)));
    return der.sequence(der.sequence(der.oid(OID.pbes2), scheme), der.octetString(data));
  };
  const bag = (oid: string, value: Uint8Array): Uint8Array => der.sequence(der.oid(oid), der.explicit(0, value));
  const safe = der.sequence(
    ...keys.map((key) => bag(OID.shroudedKeyBag, encrypted(key))),
    ...certificates.map(({ certificate }) =>
      bag(OID.certificateBag, der.sequence(der.oid(OID.x509Certificate), der.explicit(0, der.octetString(certificate.raw)))),
    ),
  );
  const [sequence, octets] = form === 'ber' ? [indefinite, segments] : [der.sequence, der.octetString];
  const tagged =
    form === 'ber' ? (value: Uint8Array): Uint8Array => wrap(0xa0, value) : (value: Uint8Array) => der.explicit(0, value);
  const content = sequence(sequence(der.oid(OID.data), tagged(octets(safe))));
  const salt = new Uint8Array(randomBytes(16));
  const macKey = pbkdf2Sync(passphrase, salt, ROUNDS, 32, digest);
  const value = createHmac(digest, macKey).update(content).digest();
  const pbmac1 = der.sequence(der.oid(OID.pbmac1), der.sequence(pbkdf2(salt, keyLength === 'stated' ? 32 : null), hmac));
  return sequence(
    der.integer(3),
    sequence(der.oid(OID.data), tagged(octets(content))),
    der.sequence(der.sequence(pbmac1, der.octetString(value)), der.octetString(new Uint8Array(8)), der.integer(1)),
  );
}

function wrap(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0));
}

function indefinite(...parts: readonly Uint8Array[]): Uint8Array {
  return wrap(0x30, ...parts);
}

function segments(bytes: Uint8Array): Uint8Array {
  const half = Math.floor(bytes.length / 2);
  return wrap(0x24, der.octetString(bytes.subarray(0, half)), der.octetString(bytes.subarray(half)));
}
