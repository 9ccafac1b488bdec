/** Tokens of PKCS#11: RSA and P-256 keys by their label, their identifier, or both. SM2 has no mechanism that vendors agree on. */
import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto';
import { equalBytes, fromHex, utf8 } from '../../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../../base/errors/index.ts';
import type { DeviceKey, KeyDevice } from '../device.ts';
import { createPool, type SessionPool } from '../pool.ts';
import { ecdsaDer } from './ecdsa.ts';
import { CKA, CKM, CKO, loadPkcs11, numbers, type Attribute, type Pkcs11Library } from './library.ts';

const KEY_TYPES = { rsa: 0n, ec: 3n } as const;
/** DER of the curve's object identifier. */
const P256 = fromHex('06082a8648ce3d030107');
/** DER OCTET STRING of an uncompressed point. */
const P256_POINT = fromHex('044104');
const OCTETS = 32;
/** CK_RSA_PKCS_PSS_PARAMS: SHA-256, MGF1 by it, a salt as long (PKCS #11 §2.1.10). */
const PSS_PARAMETERS = numbers(BigInt(CKM.sha256), 2n, BigInt(OCTETS));

/** Which library and token, and how they are used. */
export interface Pkcs11Settings {
  readonly library: string;
  /** Label of the token. */
  readonly token: string;
  /** PIN of the token's user. */
  readonly pin: Uint8Array;
  /** Most sessions at once. */
  readonly sessions: number;
  /** How long a signature may take, ms. */
  readonly timeout: number;
}

/** A key of the token. */
export interface Pkcs11KeyReference {
  readonly keyLabel?: string | undefined;
  /** CKA_ID, hexadecimal. */
  readonly keyIdentifier?: string | undefined;
}

interface Token {
  readonly library: Pkcs11Library;
  readonly pool: SessionPool<number>;
}

/** Opens the token with a label. Rejects with KEY_DEVICE_UNUSABLE, KEY_DEVICE_UNAVAILABLE. */
export async function openPkcs11Device(settings: Pkcs11Settings): Promise<KeyDevice<Pkcs11KeyReference>> {
  const library = await loadPkcs11(settings.library);
  const slot = await library.findSlot(settings.token);
  /** Tokens lock after a few wrong PINs: one that was wrong is not tried again. */
  let denial: YinzhengError | null = null;
  const pool = createPool<number>({
    size: settings.sessions,
    timeout: settings.timeout,
    async open() {
      if (denial !== null) throw denial;
      const session = await library.openSession(slot);
      try {
        await library.login(session, settings.pin);
        return session;
      } catch (error) {
        if (isYinzhengError(error, 'KEY_DEVICE_REFUSED')) denial = error;
        await library.closeSession(session);
        throw error;
      }
    },
    close: (session) => library.closeSession(session),
  });
  return { openKey: (reference) => openKey(reference, { library, pool }), close: () => pool.close() };
}

function openKey(reference: Pkcs11KeyReference, { library, pool }: Token): Promise<DeviceKey> {
  const { keyLabel, keyIdentifier } = reference;
  const names: Attribute[] = [];
  if (keyLabel !== undefined) names.push([CKA.label, utf8(keyLabel)]);
  if (keyIdentifier !== undefined) names.push([CKA.id, fromHex(keyIdentifier)]);

  async function one(session: number, objectClass: number): Promise<number> {
    const [found, another] = await library.find(session, [[CKA.class, numbers(BigInt(objectClass))], ...names]);
    if (found !== undefined && another === undefined) return found;
    const technical = `${found === undefined ? 'no key' : 'several keys'} of this name: ${keyLabel ?? keyIdentifier ?? ''}`;
    throw new YinzhengError('KEY_DEVICE_REFUSED', { operation: 'C_FindObjects', technical });
  }

  return pool.use('C_FindObjects', async (session) => {
    const jwk = await readPublicKey(library, session, await one(session, CKO.publicKey));
    await one(session, CKO.privateKey);
    const publicKey = new Uint8Array(createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' }));
    const isRsa = jwk.kty === 'RSA';
    return {
      publicKey,
      scheme: { kind: isRsa ? 'rsa-pkcs1' : 'ecdsa', digest: 'sha256' },
      sign: ({ tbs, padding }) =>
        pool.use('C_Sign', async (own) => {
          const key = await one(own, CKO.privateKey);
          const sha256 = (): Uint8Array => createHash('sha256').update(tbs).digest();
          if (!isRsa) return ecdsaDer(await library.sign(own, key, { type: CKM.ecdsa }, sha256()));
          return padding === 'pss'
            ? library.sign(own, key, { type: CKM.rsaPkcsPss, parameters: PSS_PARAMETERS }, sha256())
            : library.sign(own, key, { type: CKM.sha256RsaPkcs }, tbs);
        }),
    };
  });
}

async function readPublicKey(library: Pkcs11Library, session: number, object: number): Promise<JsonWebKey> {
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const read = (type: number): Promise<Uint8Array> => library.read(session, object, type);
  const type = await read(CKA.keyType);
  if (equalBytes(type, numbers(KEY_TYPES.rsa)))
    return { kty: 'RSA', n: base64url(await read(CKA.modulus)), e: base64url(await read(CKA.exponent)) };
  if (equalBytes(type, numbers(KEY_TYPES.ec)) && equalBytes(await read(CKA.parameters), P256)) {
    const point = await read(CKA.point);
    const start = P256_POINT.length;
    if (point.length === start + 2 * OCTETS && equalBytes(point.subarray(0, start), P256_POINT)) {
      const [x, y] = [point.subarray(start, start + OCTETS), point.subarray(start + OCTETS)];
      return { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) };
    }
  }
  throw new YinzhengError('KEY_DEVICE_UNUSABLE', {
    reason: bilingual('the key is neither RSA nor P-256', '密钥既非 RSA 也非 P-256'),
  });
}
