import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { der, OID } from '../../asn1/index.ts';
import { ascii, extensionDatas, signatureValue, time } from '../write.ts';
import type { SealPicture, SesExtension } from './model.ts';

/** What a new seal of version 4 says. Times are cut to whole seconds. */
export interface SealSpecification {
  /** Vid, ASCII. */
  readonly vendor: string;
  /** esID, ASCII; in practice a 14-digit code that begins with the division's code. */
  readonly esId: string;
  readonly name: string;
  /** Kind of seal: 1 of an organisation, 2 of a person; others by agreement. */
  readonly type: number;
  /** Certificates (DER) of those who may sign with the seal. */
  readonly signerCertificates: readonly Uint8Array[];
  readonly createdAt: Instant;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  /** `type` is written in upper case; width and height in whole mm. */
  readonly picture: SealPicture;
  readonly extensions?: readonly SesExtension[];
}

/**
 * SES_SealInfo of version 4 (GB/T 38540-2020): the DER bytes that the maker signs.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function sealInfo(specification: SealSpecification): Uint8Array {
  const { picture, extensions = [] } = specification;
  if (specification.signerCertificates.length === 0) throw invalid('a seal needs a signer certificate', '印章须有签章人证书');
  if (specification.validTo <= specification.validFrom) throw invalid('the period of the seal is empty', '印章有效期为空');
  if (specification.name === '') throw invalid('a seal needs a name', '印章须有名称');
  for (const length of [picture.width, picture.height]) {
    if (!Number.isInteger(length) || length < 1 || length > 1000)
      throw invalid('a side of the picture is 1 to 1000 whole mm', '图像边长应为 1 至 1000 的整数毫米');
  }
  return der.sequence(
    der.sequence(ascii('ES', 'header.ID'), der.integer(4), ascii(specification.vendor, 'vendor')),
    ascii(specification.esId, 'esId'),
    der.sequence(
      der.integer(specification.type),
      der.utf8String(specification.name),
      der.integer(1),
      der.sequence(...specification.signerCertificates.map(der.octetString)),
      time(specification.createdAt, 'createdAt'),
      time(specification.validFrom, 'validFrom'),
      time(specification.validTo, 'validTo'),
    ),
    der.sequence(
      ascii(picture.type.toUpperCase(), 'picture.type'),
      der.octetString(picture.data),
      der.integer(picture.width),
      der.integer(picture.height),
    ),
    ...(extensions.length > 0 ? [extensionDatas(extensions)] : []),
  );
}

/**
 * SESeal of version 4 from the signed SES_SealInfo.
 * @param signature SM2 over `info`, DER `SEQUENCE {r, s}`
 * @throws {YinzhengError} INPUT_INVALID when the signature is not of that form
 */
export function assembleSeal(info: Uint8Array, makerCertificate: Uint8Array, signature: Uint8Array): Uint8Array {
  return der.sequence(info, der.octetString(makerCertificate), der.oid(OID.sm2WithSm3), signatureValue(signature));
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
