import type { Actor } from '../../domain/access/index.ts';
import type { Certificate } from '../../pki/index.ts';
import { isAuthority, issuerOf, revokeCertificate, type KeyPurpose, type RevocationReason } from '../pki/index.ts';
import type { KeyManagement } from './desk.ts';

/**
 * Purposes of keys that sign in somebody's name. Certificates of others are left to run out: seals, time stamps and answers that stay in
 * use rest on them.
 */
const SIGNING: ReadonlySet<KeyPurpose> = new Set(['seal-signature', 'cms-signature', 'csr']);

/**
 * Revokes the certificates of a signer's key that is no longer to be used, this one and those that renewals left in force, where a CA in
 * custody issued it; true when it is revoked. Rejects as revoking does.
 */
export async function revokeSigner(
  deps: KeyManagement,
  actor: Actor,
  retired: { readonly certificate: Certificate; readonly purposes: readonly KeyPurpose[]; readonly reason: RevocationReason },
): Promise<boolean> {
  const { certificate, purposes, reason } = retired;
  if (isAuthority(certificate) || purposes.some((purpose) => !SIGNING.has(purpose))) return false;
  if ((await issuerOf(deps, certificate)) === null) return false;
  await revokeCertificate({ ...deps, signer: deps.custody }, actor, { certificate, reason, invalidityDate: null, wholeKey: true });
  return true;
}
