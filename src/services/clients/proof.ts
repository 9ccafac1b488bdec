/** Keys of systems as administrators give them. */
import { fromBase64, toBase64, toHex, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { readJwk, signingKeyType, type ReceivedJwk } from '../../crypto/native/index.ts';
import type { ClientProof, TlsSubjectName } from '../../domain/client/index.ts';
import { parseCertificate, readPem } from '../../pki/index.ts';
import { newSecret, secretDigest } from '../access/secrets.ts';
import { readTlsSubject } from '../oauth/index.ts';
import type { ClientDependencies } from './ports.ts';
import { clientInvalid } from './terms.ts';

/** A public key as a JWK or as SubjectPublicKeyInfo (PEM, or DER in Base64), a certificate (PEM or DER in Base64), or an API key to be made. */
export type GivenProof =
  | { readonly kind: 'jwk'; readonly jwk: ReceivedJwk }
  | { readonly kind: 'public-key' | 'certificate'; readonly text: string }
  | { readonly kind: 'key-set'; readonly url: string }
  | { readonly kind: 'tls-subject'; readonly name: TlsSubjectName; readonly value: string }
  | { readonly kind: 'secret' };

/** A key as it is kept. */
export interface ReadProof {
  readonly proof: ClientProof;
  /** First half of the SM3 of the public key or of the secret's digest, hexadecimal: what the key is called when nobody names it. */
  readonly name: string;
  /** The secret part, shown once; null for keys that have none. */
  readonly secret: string | null;
  /** When the certificate ends, ms; null for other keys. */
  readonly notAfter: Instant | null;
}

const NAME_BYTES = 8;

/**
 * Reads a key.
 * @throws {YinzhengError} CLIENT_INVALID when it is none that signs for a system
 */
export function readProof(
  deps: Pick<ClientDependencies, 'crypto' | 'random' | 'keySets' | 'clientTrust'>,
  given: GivenProof,
): ReadProof {
  if (given.kind === 'secret') {
    const secret = newSecret(deps.random);
    const digest = secretDigest(secret, deps.crypto);
    return { proof: { kind: 'secret', digest }, name: digest.slice(0, 2 * NAME_BYTES), secret, notAfter: null };
  }
  if (given.kind === 'key-set') return readSet(deps, given);
  if (given.kind === 'tls-subject') return readSubject(deps, given);
  try {
    return readKey(deps, given);
  } catch (error) {
    if (!isYinzhengError(error) || error.code === 'CLIENT_INVALID') throw error;
    throw clientInvalid(
      bilingual(
        'the key is none that is taken: RSA from 2,048 bits, P-256 or SM2, as JWK, SubjectPublicKeyInfo or certificate',
        '密钥不可用：应为 2048 位以上 RSA、P-256 或 SM2 公钥，以 JWK、SubjectPublicKeyInfo 或证书提供',
      ),
    );
  }
}

/** An address of keys: of a host that the operator lists. */
function readSet(
  { crypto, keySets }: Pick<ClientDependencies, 'crypto' | 'keySets'>,
  { url }: Extract<GivenProof, { kind: 'key-set' }>,
): ReadProof {
  if (!keySets?.permits(url))
    throw clientInvalid(
      bilingual(
        'keys are fetched over https from hosts that the operator lists (YINZHENG_JWKS_HOSTS)',
        '公钥集地址须为 https，且其主机已列入 YINZHENG_JWKS_HOSTS',
      ),
    );
  return { ...unkeyed(crypto, url), proof: { kind: 'key-set', url } };
}

/** A subject of certificates: of a CA that the operator believes. */
function readSubject(
  { crypto, clientTrust }: Pick<ClientDependencies, 'crypto' | 'clientTrust'>,
  { name, value }: Extract<GivenProof, { kind: 'tls-subject' }>,
): ReadProof {
  if (!clientTrust)
    throw clientInvalid(
      bilingual(
        'no CA is believed about certificates of systems (YINZHENG_CLIENT_TRUST_DIR)',
        '尚未配置签发系统证书的可信 CA（YINZHENG_CLIENT_TRUST_DIR）',
      ),
    );
  try {
    const subject = readTlsSubject(name, value);
    return { ...unkeyed(crypto, subject), proof: { kind: 'tls-subject', name, value, subject } };
  } catch (error) {
    if (!isYinzhengError(error, 'INPUT_INVALID')) throw error;
    throw clientInvalid(error.details.reason ?? error.bilingual);
  }
}

function unkeyed(crypto: ClientDependencies['crypto'], text: string) {
  return { name: toHex(crypto.digest('sm3', utf8(text)).subarray(0, NAME_BYTES)), secret: null, notAfter: null };
}

type GivenKey = Extract<GivenProof, { kind: 'jwk' | 'public-key' | 'certificate' }>;

function readKey({ crypto }: Pick<ClientDependencies, 'crypto'>, given: GivenKey): ReadProof {
  if (given.kind === 'certificate') {
    const der = single(given.text, 'CERTIFICATE');
    const { publicKey, notAfter } = parseCertificate(der);
    const key = described(crypto, publicKey.raw);
    const thumbprint = toBase64(crypto.digest('sha256', der)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    return { ...key, proof: { ...key.proof, kind: 'certificate', thumbprint }, secret: null, notAfter };
  }
  const spki = given.kind === 'jwk' ? readJwk(given.jwk) : single(given.text, 'PUBLIC KEY');
  const key = described(crypto, spki);
  return { ...key, proof: { ...key.proof, kind: 'public-key' }, secret: null, notAfter: null };
}

function described(crypto: ClientDependencies['crypto'], spki: Uint8Array) {
  const keyType = signingKeyType(spki);
  const name = toHex(crypto.digest('sm3', spki).subarray(0, NAME_BYTES));
  return { proof: { keyType, publicKey: toBase64(spki) }, name };
}

function single(text: string, label: string): Uint8Array {
  const wrong = () => clientInvalid(bilingual(`exactly one ${label} is expected`, `应提供且仅提供一个 ${label}`));
  if (text.includes('-----BEGIN')) {
    const [block, ...more] = readPem(text, label);
    if (!block || more.length > 0) throw wrong();
    return block;
  }
  try {
    return fromBase64(text);
  } catch (error) {
    if (error instanceof TypeError) throw wrong();
    throw error;
  }
}
