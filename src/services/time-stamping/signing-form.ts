import { OID } from '../../asn1/index.ts';
import { SM2_WITH_SM3, type Certificate, type TokenSigner } from '../../pki/index.ts';

/** How a unit's key signs: SM2 with SM3, ECDSA with SHA-256. */
export function signingForm({ publicKey }: Certificate): Pick<TokenSigner, 'digest' | 'algorithm'> {
  if (publicKey.kind === 'sm2') return { digest: 'sm3', algorithm: SM2_WITH_SM3 };
  return { digest: 'sha256', algorithm: { oid: OID.ecdsaWithSha256, parameters: null } };
}
