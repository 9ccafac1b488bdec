/**
 * The baseline: the same one-page Chinese licence made with the libraries that Node projects use for it, pdf-lib with fontkit for the
 * page, a signature placeholder, SM3 and SM2 of sm-crypto.
 */
import { readFileSync } from 'node:fs';
import fontkit from '@pdf-lib/fontkit';
import { pdflibAddPlaceholder } from '@signpdf/placeholder-pdf-lib';
import { PDFDocument, rgb } from 'pdf-lib';
import smCrypto from 'sm-crypto';

export interface BaselineMaterial {
  readonly font: Uint8Array;
  readonly picture: Uint8Array;
  readonly texts: readonly { readonly x: number; readonly y: number; readonly size: number; readonly text: string }[];
  /** Bytes of the seal that go into the signature value. */
  readonly seal: Uint8Array;
  readonly privateKey: string;
}

export function readFont(path: string): Uint8Array {
  return readFileSync(path);
}

/** Makes and signs one licence; returns its bytes. */
export async function issueWithBaseline(material: BaselineMaterial): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const font = await document.embedFont(material.font, { subset: true });
  const page = document.addPage([841.89, 595.28]);
  for (const { x, y, size, text } of material.texts) page.drawText(text, { x, y, size, font, color: rgb(0, 0, 0) });
  const picture = await document.embedPng(material.picture);
  page.drawImage(picture, { x: 620, y: 80, width: 119, height: 119 });
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
  const hash = smCrypto.sm3(covered);
  const value = Buffer.concat([
    material.seal,
    Buffer.from(hash, 'hex'),
    Buffer.from(smCrypto.sm2.doSignature(Buffer.from(hash, 'hex'), material.privateKey, { hash: true, der: true }), 'hex'),
  ]);
  bytes.write(value.toString('hex').padEnd(end - at, '0'), at, 'latin1');
  return bytes;
}
