import { YinzhengError } from '../../base/errors/index.ts';
import { gatherRevocationLists, type PreparedTrust } from '../../pki/index.ts';
import type { RevocationAnswers } from './ports.ts';

/**
 * Answers with the revocation lists of the trust folder: those of the installation's own authorities are always there. They may be older
 * than the signature, which a verifier reports. Rejects with REVOCATION_UNAVAILABLE when an issuer has none.
 */
export function listsAtHand(trust: () => PreparedTrust): RevocationAnswers {
  return {
    about(questioned) {
      const current = trust();
      const unanswered = questioned.find((question) => gatherRevocationLists([question], current).length === 0);
      if (unanswered) return Promise.reject(new YinzhengError('REVOCATION_UNAVAILABLE'));
      return Promise.resolve({ revocationLists: gatherRevocationLists(questioned, current), ocspResponses: [] });
    },
  };
}
