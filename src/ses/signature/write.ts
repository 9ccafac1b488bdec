import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { der, OID } from '../../asn1/index.ts';
import type { SesExtension } from '../seal/model.ts';
import { ascii, extensionDatas, signatureValue, time } from '../write.ts';

/** What is signed with a seal. */
export interface TbsSignSpecification {
  /** SESeal of version 4, DER as kept. */
  readonly seal: Uint8Array;
  /** Time of signing; cut to whole seconds. */
  readonly time: Instant;
  /** SM3 of the original, 32 bytes. */
  readonly dataHash: Uint8Array;
  /** The protected range, ASCII: of a PDF its ByteRange, of an OFD file the path of Signature.xml. */
  readonly propertyInfo: string;
  readonly extensions?: readonly SesExtension[];
}

/**
 * TBS_Sign of version 4 (GB/T 38540-2020): the DER bytes that the signer signs.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function tbsSign(specification: TbsSignSpecification): Uint8Array {
  const { seal, dataHash, propertyInfo, extensions = [] } = specification;
  if (dataHash.length !== 32)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('dataHash has 32 bytes', 'dataHash 应为 32 字节') });
  return der.sequence(
    der.integer(4),
    seal,
    time(specification.time, 'time'),
    der.bitString(dataHash),
    ascii(propertyInfo, 'propertyInfo'),
    ...(extensions.length > 0 ? [der.explicit(0, extensionDatas(extensions))] : []),
  );
}

/** The parts of a finished seal signature; all but the time stamp are needed. */
export interface SesSignatureParts {
  /** TBS_Sign, DER. */
  readonly tbs: Uint8Array;
  /** Certificate of the signer, DER. */
  readonly signerCertificate: Uint8Array;
  /** SM2 over `tbs`, DER `SEQUENCE {r, s}`. */
  readonly signature: Uint8Array;
  /** Time stamp token over `signature`, DER. */
  readonly timeStamp?: Uint8Array;
}

/**
 * SES_Signature of version 4 from its parts.
 * @throws {YinzhengError} INPUT_INVALID when the signature value is not of that form
 */
export function assembleSesSignature({ tbs, signerCertificate, signature, timeStamp }: SesSignatureParts): Uint8Array {
  return der.sequence(
    tbs,
    der.octetString(signerCertificate),
    der.oid(OID.sm2WithSm3),
    signatureValue(signature),
    ...(timeStamp === undefined ? [] : [der.explicit(0, der.bitString(timeStamp))]),
  );
}
