/** The keys by which papers are checked without a network: one for claims, one for status lists and the set of both. */
import type { Instant } from '../../base/time.ts';
import {
  certifiedKeys,
  ensureInstallationKey,
  type Authorisation,
  type CertifiedKey,
  type InstallationKey,
  type InstallationKeyDependencies,
  type KeyCustody,
  type KeyPurpose,
} from '../pki/index.ts';

const CLAIM_KEY: InstallationKey = {
  profile: 'licence-claim',
  purposes: ['licence-claim'],
  label: '证照声明',
  suffix: 'Licence Claims',
};
const LIST_KEY: InstallationKey = {
  profile: 'status-list',
  purposes: ['status-list', 'key-set'],
  label: '证照状态列表',
  suffix: 'Status Lists',
};

/** So long a new key is in the key set before it signs, so that whoever checks without a network knows it by then, ms. */
const ANNOUNCED_FOR = 30 * 86_400_000;

/** Makes the keys that are due; resolves to whether one was made ({@link ensureInstallationKey}). Rejects as custody does. */
export async function ensureClaimKeys(
  deps: InstallationKeyDependencies,
  order: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<boolean> {
  const claims = await ensureInstallationKey(deps, CLAIM_KEY, order);
  const lists = await ensureInstallationKey(deps, LIST_KEY, order);
  return claims || lists;
}

/**
 * The certified key that signs for a purpose at a moment: of those that have been announced for some time the one certified last, and
 * where there is none, the one certified first; null when custody has none. Rejects as custody does.
 */
export async function announcedKey(
  custody: Pick<KeyCustody, 'list'>,
  { purpose, now }: { readonly purpose: KeyPurpose; readonly now: Instant },
): Promise<CertifiedKey | null> {
  const able = (await certifiedKeys(custody, purpose))
    .filter(({ certificate }) => certificate.notBefore <= now && now < certificate.notAfter)
    .sort((one, other) => one.certificate.notBefore - other.certificate.notBefore);
  return able.findLast(({ certificate }) => certificate.notBefore <= now - ANNOUNCED_FOR) ?? able[0] ?? null;
}
