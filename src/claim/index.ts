export {
  cutText,
  encodeClaim,
  LONGEST_CLAIM,
  MOST_ENTRIES,
  MOST_LISTS,
  parseClaim,
  readClaim,
  type LicenceClaim,
  type StatusEntry,
} from './claim.ts';
export {
  acceptsKeySet,
  acceptsStatusList,
  CLAIM_VERDICTS,
  judgeClaim,
  type ClaimJudgement,
  type ClaimMaterial,
  type ClaimVerdict,
} from './judge.ts';
export {
  encodeKeySet,
  findKey,
  LONGEST_KEY_SET,
  MOST_KEYS,
  parseKeySet,
  readKeySet,
  type KeySet,
  type KeyUsage,
  type PublishedKey,
} from './key-set.ts';
export { joinSigned, keyIdOf, type ClaimCrypto, type SignedOctets } from './signed.ts';
export { ENTRY } from './status-code.ts';
export {
  assembleStatusList,
  encodeStatusList,
  LONGEST_LIST,
  parseStatusListHead,
  readStatusList,
  type StatusList,
  type StatusListFacts,
  type StatusListHead,
} from './status-list.ts';
export { claimAddress, printedCode, readClaimText } from './text.ts';
