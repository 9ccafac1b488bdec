/** Who may make seals (电子印章制作者): the second trust list. A good chain alone never makes its holder a seal maker. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { certificatePolicies } from '../certificate/extensions.ts';
import { certificateDigest } from '../certificate/summary.ts';
import type { AuthorisedSealMaker, Certificate } from '../model.ts';

/**
 * The entry of the list that authorises the maker at the head of a path, or null. An entry by policy counts only for certificates issued
 * directly by the named CA.
 * @param path a path that was found, the maker's certificate first
 */
export function authorisedSealMaker(
  path: readonly Certificate[],
  sealMakers: readonly AuthorisedSealMaker[],
  crypto: CryptoProvider,
): AuthorisedSealMaker | null {
  const [maker, issuer] = path;
  if (!maker) return null;
  const makerDigest = certificateDigest(maker, crypto);
  const issuerDigest = issuer ? certificateDigest(issuer, crypto) : null;
  const policies = policiesOf(maker);
  return (
    sealMakers.find((entry) =>
      entry.kind === 'certificate'
        ? entry.sm3.toLowerCase() === makerDigest
        : entry.issuerSm3.toLowerCase() === issuerDigest && policies.includes(entry.policy),
    ) ?? null
  );
}

function policiesOf(certificate: Certificate): readonly string[] {
  try {
    return certificatePolicies(certificate);
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}
