export { certifyNewKey, signerName, type KeyOrder } from './certify-key.ts';
export { attachCertificate } from './attach-certificate.ts';
export {
  authoritiesIn,
  certifiedKeys,
  isAuthority,
  issuerOf,
  maySign,
  namesAsIssuer,
  sealMakerIn,
  signersAuthority,
} from './authorities.ts';
export { createCertificateRegister, type RegisterDependencies } from './certificate-register.ts';
export { certifyRequest } from './certify-request.ts';
export { ENTERED_SETTING, enterKnownCertificates, unregisteredKeys, type KnownCertificates } from './enter-known.ts';
export { ensureResponders, responderOf, RESPONDER_LIFE, type ResponderDependencies } from './ensure-responders.ts';
export { generateKey, type KeyDesk } from './generate-key.ts';
export {
  ensureInstallationKey,
  findInstallationKey,
  type InstallationKey,
  type InstallationKeyDependencies,
  nameBeneath,
} from './installation-key.ts';
export { issueCertificate, type CertificateOrder, type CertifiedKey, type IssuingDependencies } from './issue-certificate.ts';
export {
  certifySigner,
  DEMONSTRATION_MARK,
  makeHierarchy,
  revocationListName,
  REVOCATION_LIST_LIFE,
  signerCertificate,
  type Hierarchy,
  type HierarchyDependencies,
  type HierarchyOrder,
  type SignerOrder,
} from './make-hierarchy.ts';
export { makeSeal, SEAL_VENDOR, type SealOrder } from './make-seal.ts';
export {
  KEY_ALGORITHMS,
  KEY_PURPOSES,
  needsSm2,
  type AuditedUse,
  type AuditFault,
  type AuditHead,
  type AuditReading,
  type AuditTrail,
  type Authorisation,
  type CertificateRegister,
  type FollowingCustody,
  type ForeignKey,
  type KeyAlgorithm,
  type KeyCustody,
  type KeyDescription,
  type KeyImporter,
  type KeyPurpose,
  type KeySpecification,
  type KeyStanding,
  type KeyUse,
  type Signer,
  type SignRequest,
  type TimeStamper,
  type TrustStore,
} from './ports.ts';
export { publishRevocationList, type RevocationListOrder } from './publish-crl.ts';
export { renewRevocationLists, type RenewalDependencies } from './renew-lists.ts';
export { reissueCertificate, type ReissueDependencies, type ReissueOrder } from './reissue-certificate.ts';
export { requestCertificate, type RequestOrder } from './request-certificate.ts';
export { createOcspResponder, OCSP_LIFE, type OcspAnswer, type OcspDependencies, type OcspResponder } from './answer-ocsp.ts';
export { revocationOf } from './revocation-of.ts';
export { signAsKnown, type KnownKey } from './sign-as-known.ts';
export { revocationWords } from './revocation-words.ts';
export { getRevocationList, getTrustedRevocationList } from './get-revocation-list.ts';
export {
  REVOCATION_REASONS,
  revokeCertificate,
  type Revocation,
  type RevocationDependencies,
  type RevocationOrder,
  type RevocationReason,
} from './revoke-certificate.ts';
