import { OID } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { listSignatures, openPdf, type ListedSignature } from '../../pdf/index.ts';
import { parseSignedData, parseTimeStampInfo, verifyDetachedCms } from '../../pki/index.ts';
import { parseSesSignature } from '../../ses/index.ts';
import { nameFacts } from './certificate.ts';
import type { Facts } from './facts.ts';
import type { Inspected, InspectionTools } from './model.ts';
import { sealSignatureFacts } from './seal.ts';

/**
 * The signatures of a PDF.
 * @throws {YinzhengError} PDF_MALFORMED, PDF_ENCRYPTED, PDF_FILTER_UNSUPPORTED, INPUT_TOO_LARGE
 */
export function inspectPdf(bytes: Uint8Array, tools: InspectionTools): Inspected {
  const document = openPdf(bytes, { zlib: tools.zlib });
  const signatures = listSignatures(document).map((listed) => {
    const payload = readPayload(listed.payload, tools.crypto);
    return { facts: { ...dictionaryFacts(listed, bytes.length), payload: payload.facts }, picture: payload.picture };
  });
  return {
    facts: {
      kind: 'pdf',
      pdfVersion: document.version,
      revisions: document.revisions.length,
      signatures: signatures.map(({ facts }) => facts),
    },
    pictures: signatures.map(({ picture }) => picture),
  };
}

function dictionaryFacts(listed: ListedSignature, size: number): Facts {
  const { place, name, reason, location } = listed;
  return {
    field: listed.field,
    filter: listed.filter,
    subFilter: listed.subFilter,
    byteRange: listed.byteRange,
    coverage: coverageFacts(listed, size),
    place: place && { page: place.page, x: place.x, y: place.y, widthMm: place.width, heightMm: place.height },
    statedTime: listed.statedTime,
    ...(name === null ? {} : { statedName: name }),
    ...(reason === null ? {} : { statedReason: reason }),
    ...(location === null ? {} : { statedLocation: location }),
  };
}

function coverageFacts({ coverage, byteRange }: ListedSignature, size: number): Facts {
  if (!('revision' in coverage)) return { fault: coverage.reason };
  const [before, after] = coverage.signed;
  const end = (byteRange[2] ?? 0) + (byteRange[3] ?? 0);
  return {
    coveredRevision: coverage.revision + 1,
    coveredBytes: before.length + after.length,
    bytesAfter: size - end,
    ...(coverage.gapWithoutDelimiters ? { gapWithoutDelimiters: true } : {}),
  };
}

interface Payload {
  readonly facts: Facts;
  readonly picture: Inspected['pictures'][number];
}

/** What /Contents holds, told by its structure: a seal signature, a time stamp token or another CMS signature. */
function readPayload(bytes: Uint8Array, crypto: CryptoProvider): Payload {
  try {
    const signature = parseSesSignature(bytes);
    return { facts: sealSignatureFacts(signature, crypto), picture: signature.seal.picture };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
  }
  try {
    return { facts: cmsFacts(bytes, crypto), picture: null };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { facts: { kind: 'unknown', size: bytes.length, fault: error.bilingual }, picture: null };
  }
}

function cmsFacts(bytes: Uint8Array, crypto: CryptoProvider): Facts {
  const { contentType, contentInfoType, content } = parseSignedData(bytes);
  const token = contentType === OID.tstInfo && content !== null;
  // Without the document nothing is verified; what the signature says of its signer and time is the same.
  const said = verifyDetachedCms({ cms: bytes, content: [], crypto });
  return {
    kind: token ? 'time-stamp' : 'cms',
    standard: contentInfoType === OID.gmSignedData ? 'GB/T 35275' : 'RFC 5652',
    digestAlgorithm: said.digestAlgorithm,
    signer: said.signerCertificate && nameFacts(said.signerCertificate, crypto),
    ...(token
      ? { time: isoInstant(parseTimeStampInfo(content).time), policies: [parseTimeStampInfo(content).policy] }
      : { claimedTime: said.signingTime === null ? null : isoInstant(said.signingTime) }),
    certificates: said.certificates.map((certificate) => nameFacts(certificate, crypto)),
    timeStamp: said.timeStampToken && { size: said.timeStampToken.length },
    // A time stamp token has its TSTInfo within (RFC 3161 §2.4.2); other signatures of documents are detached.
    deviations: said.deviations.map(({ code }) => code).filter((code) => !token || code !== 'CMS_WITH_EMBEDDED_CONTENT'),
  };
}
