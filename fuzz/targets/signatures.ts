/** Signature values and public keys, by OpenSSL and by the portable implementation, which must agree. */
import { readDer } from '../../src/asn1/index.ts';
import { utf8 } from '../../src/base/bytes.ts';
import {
  decodeSignature,
  DEFAULT_SM2_USER_ID,
  derToRaw,
  encodeSignature,
  isEcdsaSignature,
  isSm2PublicKey,
  rawToDer,
  sm2Point,
  sm2PublicKey,
  type CryptoProvider,
  type SignatureScheme,
} from '../../src/crypto/index.ts';
import { createPortableProvider } from '../../src/crypto/portable/index.ts';
import { parsePublicKey } from '../../src/pki/index.ts';
import { crypto, makeChain } from '../../test/support/pki.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import { FalseAcceptance, type Target } from '../target.ts';

const MESSAGE = [utf8('signed')];
const SM2: SignatureScheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID };
const ECDSA: SignatureScheme = { kind: 'ecdsa', digest: 'sha256' };
const portable = createPortableProvider();

/** What both implementations say. */
function verifyTwice(scheme: SignatureScheme, key: Uint8Array, signature: Uint8Array): boolean {
  const by = (provider: CryptoProvider): boolean | null => attempt(() => provider.verify(scheme, key, MESSAGE, signature));
  const native = by(crypto);
  if (native !== by(portable))
    throw new FalseAcceptance(`OpenSSL says ${String(native)} to ${scheme.kind}, the portable code does not`);
  return native ?? false;
}

const signatureValue: Target = {
  name: 'signature-value',
  form: 'der',
  covers: [
    'crypto/sm2/signature.ts#decodeSignature',
    'crypto/sm2/signature.ts#derToRaw',
    'crypto/sm2/signature.ts#rawToDer',
    'crypto/ecdsa.ts#isEcdsaSignature',
    'crypto/portable/sm2.ts#verifySm2',
    'crypto/portable/ecdsa.ts#verifyEcdsa',
  ],
  open({ chain: { signer } }) {
    const ec = makeChain('p256').signer;
    const [ours, theirs] = [signer.sign(utf8('signed')), ec.sign(utf8('signed'))];
    const made = genuine([ours]);
    return {
      seeds: [ours, theirs, derToRaw(ours) ?? ours],
      run(input) {
        const asRaw = rawToDer(input);
        if (asRaw !== null) derToRaw(asRaw);
        const read = decodeSignature(input);
        if (read !== null && Buffer.compare(encodeSignature(read), input) !== 0)
          throw new FalseAcceptance('two writings of one signature');
        const right = read !== null && verifyTwice(SM2, signer.certificate.publicKey.raw, input);
        if (right) made.demand(input, 'an SM2 signature');
        const isEcdsa = isEcdsaSignature(input) && verifyTwice(ECDSA, ec.certificate.publicKey.raw, input);
        return right || isEcdsa;
      },
    };
  },
};

const publicKey: Target = {
  name: 'public-key',
  form: 'der',
  covers: [
    'crypto/ecdsa.ts#isHybridPoint',
    'crypto/sm2/public-key.ts#isSm2PublicKey',
    'crypto/sm2/public-key.ts#sm2Point',
    'crypto/sm2/public-key.ts#sm2PublicKey',
  ],
  open({ chain: { signer } }) {
    const ec = makeChain('p256').signer;
    const keys = [signer, ec].map(({ certificate }) => certificate.publicKey.raw);
    const [ours, theirs] = [signer.sign(utf8('signed')), ec.sign(utf8('signed'))];
    const made = genuine(keys);
    return {
      seeds: keys,
      run(input) {
        const { raw } = parsePublicKey(readDer(input));
        const right = verifyTwice(SM2, raw, ours) || verifyTwice(ECDSA, raw, theirs);
        if (right) made.demand(raw, 'a signature under another key');
        if (!isSm2PublicKey(raw)) return right;
        sm2PublicKey(sm2Point(raw));
        return right;
      },
    };
  },
};

export const SIGNATURE_TARGETS: readonly Target[] = [signatureValue, publicKey];
