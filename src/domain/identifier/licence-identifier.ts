/** Licence identifiers (证照标识), GB/T 36904-2018. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { checkCharacter } from './check-character.ts';
import { isCreditCode } from './credit-code.ts';

/** OID of the national root of licence identifiers. */
export const LICENCE_ROOT = '1.2.156.3005.2';

/** A whole identifier, its check character right. */
export type LicenceIdentifier = string & { readonly brand: 'LicenceIdentifier' };

/** The parts of an identifier. */
export interface IdentifierParts {
  /** 18-character code of the body that defines the type and 3 digits. */
  readonly typeCode: string;
  /** 18-character code of the issuing body. */
  readonly issuerCode: string;
  /** Digits and capital letters, 1 to 32. */
  readonly serial: string;
  /** `001` for the first edition, one more for each re-issue. */
  readonly edition: string;
}

/** An identifier as read: its parts, and whether its check character and the two credit codes in it are right. */
export interface ReadIdentifier extends IdentifierParts {
  readonly text: LicenceIdentifier;
  readonly checkRight: boolean;
  readonly codesRight: boolean;
}

const PATTERN = /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}\d{3})\.([0-9A-Z]{18})\.([0-9A-Z]{1,32})\.(\d{3})\.([0-9A-Z])$/;

/**
 * Writes an identifier of our own.
 * @throws {YinzhengError} IDENTIFIER_INVALID when a part is not as the standard wants it
 */
export function writeIdentifier({ typeCode, issuerCode, serial, edition }: IdentifierParts): LicenceIdentifier {
  const check = checkCharacter(typeCode + issuerCode + serial + edition);
  const read = readIdentifier([LICENCE_ROOT, typeCode, issuerCode, serial, edition, check].join('.'));
  if (!read.codesRight)
    throw new YinzhengError('IDENTIFIER_INVALID', {
      reason: bilingual('a unified social credit code in it is wrong', '其中的统一社会信用代码有误'),
    });
  return read.text;
}

/**
 * Reads any identifier; foreign ones with a wrong check character are known in practice, so that is told, not refused.
 * @throws {YinzhengError} IDENTIFIER_INVALID when it has not the form of the standard
 */
export function readIdentifier(text: string): ReadIdentifier {
  const matched = PATTERN.exec(text);
  if (!matched)
    throw new YinzhengError('IDENTIFIER_INVALID', {
      reason: bilingual('not of the form of GB/T 36904', '不符合 GB/T 36904 的格式'),
    });
  const [, typeCode = '', issuerCode = '', serial = '', edition = '', check = ''] = matched;
  return {
    text: text as LicenceIdentifier,
    typeCode,
    issuerCode,
    serial,
    edition,
    checkRight: checkCharacter(typeCode + issuerCode + serial + edition) === check,
    codesRight: isCreditCode(typeCode.slice(0, 18)) && isCreditCode(issuerCode),
  };
}
