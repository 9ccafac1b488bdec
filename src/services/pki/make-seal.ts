import { assembleSeal, sealInfo, type SealSpecification } from '../../ses/index.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import type { Authorisation, Signer } from './ports.ts';

/** A seal to be made. */
export interface SealOrder extends Omit<SealSpecification, 'vendor'> {
  /** The seal maker (制章人). */
  readonly maker: CertifiedKey;
  readonly authorisation: Authorisation;
}

/** Vid of the seals that Yinzheng makes. */
export const SEAL_VENDOR = 'Yinzheng';

/**
 * Makes a seal (SESeal of version 4, GB/T 38540-2020, DER). Rejects with INPUT_INVALID, KEY_NOT_FOUND, KEY_PURPOSE_REFUSED.
 */
export async function makeSeal({ signer }: { readonly signer: Signer }, order: SealOrder): Promise<Uint8Array> {
  const { maker, authorisation } = order;
  const info = sealInfo({ ...order, vendor: SEAL_VENDOR });
  const signature = await signer.sign({ keyId: maker.keyId, purpose: 'seal-making', tbs: info, authorisation });
  return assembleSeal(info, maker.certificate.raw, signature);
}
