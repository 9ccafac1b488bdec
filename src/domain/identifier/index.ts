export { checkCharacter } from './check-character.ts';
export { birthdayOf, earlierCitizenNumber, isCitizenNumber } from './citizen-number.ts';
export { creditCodeCheck, isCreditCode } from './credit-code.ts';
export {
  LICENCE_ROOT,
  readIdentifier,
  writeIdentifier,
  type IdentifierParts,
  type LicenceIdentifier,
  type ReadIdentifier,
} from './licence-identifier.ts';
export {
  readVerificationCode,
  readVerificationCodeOctets,
  VERIFICATION_CODE_BYTES,
  writeVerificationCode,
  type VerificationCode,
} from './verification-code.ts';
