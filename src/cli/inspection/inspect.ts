import { fromUtf8, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { recognise } from '../../documents/index.ts';
import { parseCertificate, parseCertificateList, parseRequest, readPem } from '../../pki/index.ts';
import { parseSeal, parseSesSignature } from '../../ses/index.ts';
import { certificateFacts, requestFacts, revocationListFacts } from './certificate.ts';
import type { Facts } from './facts.ts';
import type { Inspected, InspectionTools } from './model.ts';
import { inspectPdf } from './pdf.ts';
import { sealFacts, sealSignatureFacts } from './seal.ts';

type Reader = (bytes: Uint8Array, crypto: CryptoProvider) => Inspected;

const seal: Reader = (bytes, crypto) => {
  const read = parseSeal(bytes);
  return { facts: sealFacts(read, crypto), pictures: [read.picture] };
};
const sealSignature: Reader = (bytes, crypto) => {
  const read = parseSesSignature(bytes);
  return { facts: sealSignatureFacts(read, crypto), pictures: [read.seal.picture] };
};
const certificate: Reader = (bytes, crypto) => plain(certificateFacts(parseCertificate(bytes), crypto));
const request: Reader = (bytes, crypto) => plain(requestFacts(parseRequest(bytes), crypto));
const list: Reader = (bytes) => plain(revocationListFacts(parseCertificateList(bytes)));

/** What PEM blocks are called. Private keys are none of them: nothing of a private key is shown. */
const PEM_READERS: Readonly<Record<string, Reader>> = {
  CERTIFICATE: certificate,
  'CERTIFICATE REQUEST': request,
  'NEW CERTIFICATE REQUEST': request,
  'X509 CRL': list,
};

/**
 * What a file is, told by its content, and all that can be read of it; several PEM blocks are several things.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, INPUT_TOO_LARGE, and for a PDF or PEM that is damaged its own error
 */
export function inspectBytes(bytes: Uint8Array, tools: InspectionTools): readonly Inspected[] {
  const format = recognise(bytes);
  if (format === 'pdf') return [inspectPdf(bytes, tools)];
  if (format === 'der') return [inspectDer(bytes, tools.crypto)];
  const blocks = format === null ? inspectPem(bytes, tools.crypto) : [];
  if (blocks.length === 0) throw new YinzhengError('DOCUMENT_UNRECOGNISED');
  return blocks;
}

/** Facts about the file itself. */
export function fileFacts(bytes: Uint8Array, crypto: CryptoProvider): Facts {
  return { size: bytes.length, sm3: toHex(crypto.digest('sm3', bytes)) };
}

function inspectDer(bytes: Uint8Array, crypto: CryptoProvider): Inspected {
  let cause: unknown;
  for (const read of [seal, sealSignature, certificate, request, list]) {
    try {
      return read(bytes, crypto);
    } catch (error) {
      if (!isYinzhengError(error) || error.code === 'INPUT_TOO_LARGE') throw error;
      cause ??= error;
    }
  }
  throw new YinzhengError('DOCUMENT_UNRECOGNISED', {}, { cause });
}

function inspectPem(bytes: Uint8Array, crypto: CryptoProvider): readonly Inspected[] {
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch {
    return [];
  }
  return Object.entries(PEM_READERS)
    .flatMap(([label, read]) => {
      const begin = `-----BEGIN ${label}-----`;
      let from = 0;
      return readPem(text, label).map((block) => {
        const at = text.indexOf(begin, from);
        from = at + begin.length;
        return { at, inspected: read(block, crypto) };
      });
    })
    .sort((left, right) => left.at - right.at)
    .map(({ inspected }) => inspected);
}

function plain(facts: Facts): Inspected {
  return { facts, pictures: [] };
}
