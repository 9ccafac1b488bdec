/** The audit key: the one in custody that signs how far the journal goes. */
import type { Instant } from '../../../base/time.ts';
import {
  ensureInstallationKey,
  findInstallationKey,
  type Authorisation,
  type CertifiedKey,
  type InstallationKeyDependencies,
  type KeyCustody,
} from '../../pki/index.ts';

/** What making an audit key takes. */
export type JournalKeyDependencies = InstallationKeyDependencies;

/** The certified key that signs heads at a moment: the one certified last. Rejects as custody does. */
export function findJournalKey(custody: Pick<KeyCustody, 'list'>, now: Instant): Promise<CertifiedKey | null> {
  return findInstallationKey(custody, { purpose: 'journal-head', now });
}

/** Makes an audit key where one is due; resolves to whether one was made ({@link ensureInstallationKey}). Rejects as custody does. */
export function ensureJournalKey(
  deps: JournalKeyDependencies,
  order: { readonly now: Instant; readonly authorisation: Authorisation },
): Promise<boolean> {
  return ensureInstallationKey(
    deps,
    { profile: 'journal-head', purposes: ['journal-head'], label: '日志审计', suffix: 'Audit' },
    order,
  );
}
