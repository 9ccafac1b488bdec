/**
 * Why a check did not simply pass. The first group are the sub-indications of ETSI EN 319 102-1 §5.1.3, the second are Yinzheng's
 * own for what that standard does not know.
 *
 * Sub-indications of that standard that nothing here can state: POLICY_PROCESSING_ERROR and SIGNATURE_POLICY_NOT_AVAILABLE, since no
 * signature policy is looked for; CRYPTO_CONSTRAINTS_FAILURE_NO_POE, since no algorithm is refused from a date on (weak ones are
 * deviations); NO_CERTIFICATE_CHAIN_FOUND_NO_POE, since anchors have no dates; REVOCATION_OUT_OF_BOUNDS_NO_POE and NO_POE, which are
 * steps of its algorithm on the way to OUT_OF_BOUNDS_NO_POE, REVOKED_NO_POE or TRY_LATER.
 */
export const CHECK_CODES = [
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'TIMESTAMP_ORDER_FAILURE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
  'SIGNED_DATA_NOT_FOUND',
  'COVERAGE_INCOMPLETE',
  'CHANGES_NOT_EXPLAINED',
  'SIGNER_NOT_IN_SEAL',
  'SEAL_SIGNATURE_INVALID',
  'SEAL_MAKER_NOT_AUTHORISED',
  'SEAL_OUT_OF_PERIOD',
  'SEAL_APPEARANCE_DIFFERS',
  'SEAL_APPEARANCE_NOT_COMPARED',
  'DEMONSTRATION_TRUST',
  'REVOCATION_NOT_CHECKED',
  'NO_SIGNATURE',
  'REGISTER_NOT_ASKED',
  'NOT_IN_REGISTER',
  'REGISTER_UNAVAILABLE',
  'LICENCE_SUSPENDED',
  'LICENCE_EXPIRED',
  'LICENCE_NOT_YET_VALID',
  'LICENCE_CANCELLED',
  'LICENCE_RESCINDED',
  'LICENCE_REVOKED',
  'LICENCE_VOID',
  'LICENCE_REPLACED',
] as const;

/** Why a check did not simply pass. */
export type CheckCode = (typeof CHECK_CODES)[number];
