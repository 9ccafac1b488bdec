import { oidName } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { DEVIATION_WORDS } from '../../report/words/index.ts';
import type { Seal, SealCertificateList, SesSignature } from '../../ses/index.ts';
import type { Deviation } from '../../report/index.ts';
import { embeddedCertificateFacts, extensionFacts } from './certificate.ts';
import type { Facts } from './facts.ts';
import { pictureFacts } from './picture.ts';

const STANDARDS = { 1: 'GM/T 0031-2014', 4: 'GB/T 38540-2020', 5: 'GM/T 0031-2025' } as const;

/** An electronic seal (SESeal). */
export function sealFacts(seal: Seal, crypto: CryptoProvider): Facts {
  return {
    kind: 'seal',
    version: seal.version,
    standard: STANDARDS[seal.version],
    vendor: seal.vendor,
    esId: seal.esId,
    name: seal.name,
    sealType: seal.type,
    createdAt: isoInstant(seal.createdAt),
    validFrom: isoInstant(seal.validFrom),
    validTo: isoInstant(seal.validTo),
    certificateList: listFacts(seal.certificateList, crypto),
    picture: pictureFacts(seal.picture, crypto),
    extensions: seal.extensions.map(extensionFacts),
    maker: embeddedCertificateFacts(seal.makerCertificate, crypto),
    signatureAlgorithm: oidName(seal.signatureAlgorithm),
    timeStamp: timeStampFacts(seal.timeStamp),
    deviations: deviationTexts(seal.deviations),
  };
}

/** An electronic seal signature (SES_Signature) and the seal in it. */
export function sealSignatureFacts(signature: SesSignature, crypto: CryptoProvider): Facts {
  return {
    kind: 'seal-signature',
    version: signature.version,
    standard: STANDARDS[signature.version],
    claimedTime: signature.claimedTime === null ? null : isoInstant(signature.claimedTime),
    dataHash: toHex(signature.dataHash),
    propertyInfo: signature.propertyInfo,
    signer: embeddedCertificateFacts(signature.signerCertificate, crypto),
    signatureAlgorithm: oidName(signature.signatureAlgorithm),
    timeStamp: timeStampFacts(signature.timeStamp),
    extensions: signature.extensions.map(extensionFacts),
    deviations: deviationTexts(signature.deviations),
    seal: sealFacts(signature.seal, crypto),
  };
}

function listFacts(list: SealCertificateList, crypto: CryptoProvider): Facts {
  return list.kind === 'certificates'
    ? { certificates: list.certificates.map((bytes) => embeddedCertificateFacts(bytes, crypto)) }
    : { certificateDigests: list.digests.map(({ type, value }) => ({ digestAlgorithm: type, digest: toHex(value) })) };
}

function timeStampFacts(token: Uint8Array | null): Facts | null {
  return token === null ? null : { size: token.length };
}

/** Departures by their code; what they mean is the same in every file and stands in the report's words. */
function deviationTexts(deviations: readonly Deviation[]): readonly string[] {
  return [...new Set(deviations.map(({ code }) => code))].filter((code) => code in DEVIATION_WORDS);
}
