/**
 * The baseline: the same one-page Chinese licence made with the libraries that Node projects use for it, pdf-lib with fontkit for the
 * page, a signature placeholder, SM3 and SM2 of sm-crypto.
 */
import fontkit from '@pdf-lib/fontkit';
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib';
import { PDFDocument, rgb } from 'pdf-lib';
import smCrypto from 'sm-crypto';
import type { PlacedText } from '../face-texts.ts';

const POINTS_PER_MM = 72 / 25.4;
const PAGE = { width: 841.89, height: 595.28 } as const;

/** What every licence is made from; all of it read or made once. */
export interface BaselineMaterial {
  /** A TrueType font, read from its file. */
  readonly font: Uint8Array;
  /** A document with nothing but the page and the picture of the seal on it. */
  readonly base: Uint8Array;
  /** Bytes of the seal that go into the signature value. */
  readonly seal: Uint8Array;
  readonly key: { readonly privateKey: string; readonly publicKey: string };
}

/** Prepares what can be prepared: encoding the seal's picture takes pdf-lib longer than all the rest, so that is done beforehand. */
export async function prepareBaseline(input: {
  readonly font: Uint8Array;
  readonly seal: Uint8Array;
  /** The picture of the seal, PNG, and its diameter in mm. */
  readonly picture: Uint8Array;
  readonly diameter: number;
}): Promise<BaselineMaterial> {
  const document = await PDFDocument.create();
  const page = document.addPage([PAGE.width, PAGE.height]);
  const side = input.diameter * POINTS_PER_MM;
  page.drawImage(await document.embedPng(input.picture), { x: 620, y: 80, width: side, height: side });
  const base = await document.save({ useObjectStreams: false });
  return { font: input.font, base, seal: input.seal, key: smCrypto.sm2.generateKeyPairHex() };
}

/** Makes and signs one licence; returns its bytes. */
export async function issueWithBaseline(material: BaselineMaterial, texts: readonly PlacedText[]): Promise<Uint8Array> {
  const document = await PDFDocument.load(material.base);
  document.registerFontkit(fontkit);
  const font = await document.embedFont(material.font, { subset: true });
  const page = document.getPage(0);
  for (const { x, y, size, text } of texts) {
    page.drawText(text, { x: x * POINTS_PER_MM, y: PAGE.height - y * POINTS_PER_MM, size, font, color: rgb(0, 0, 0) });
  }
  pdflibAddPlaceholder({
    pdfDoc: document,
    reason: 'issue',
    contactInfo: '',
    name: '',
    location: '',
    signatureLength: material.seal.length + 1024,
  });
  const bytes = Buffer.from(await document.save({ useObjectStreams: false }));
  const at = bytes.indexOf('/Contents <') + 11;
  const end = bytes.indexOf('>', at);
  const covered = Buffer.concat([bytes.subarray(0, at - 1), bytes.subarray(end + 1)]);
  const hash = Buffer.from(smCrypto.sm3(covered), 'hex');
  const { privateKey, publicKey } = material.key;
  // As in the product, what is signed contains the seal and the digest of the document.
  const toBeSigned = Buffer.concat([material.seal, hash]);
  const signature = smCrypto.sm2.doSignature(toBeSigned, privateKey, { hash: true, der: true, publicKey });
  bytes.write(
    Buffer.concat([toBeSigned, Buffer.from(signature, 'hex')])
      .toString('hex')
      .padEnd(end - at, '0'),
    at,
    'latin1',
  );
  return bytes;
}
