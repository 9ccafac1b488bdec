/** A seal request and documents to put it on, for tests of sealing PDF. */
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import type { Drawing } from '../../src/drawing/index.ts';
import { paintPdf } from '../../src/pdf/paint/index.ts';
import { openPdf } from '../../src/pdf/reader/index.ts';
import { prepareStamp, type SealDraft, type SealRequest } from '../../src/pdf/sign/index.ts';
import { addObject, newFile } from '../../src/pdf/writer/index.ts';
import { sealPng } from './pdf.ts';

export const zlib = createZlib({ smallest: false });
export const SEAL_PICTURE = { type: 'PNG', data: sealPng(200), width: 40, height: 40 } as const;

/** A seal of 40 mm whose centre is at (60, 60) mm of page 1. */
export function sealRequest(more: Partial<SealRequest> = {}): SealRequest {
  return {
    place: { page: 1, x: 60, y: 60 },
    appearance: { kind: 'picture', picture: SEAL_PICTURE },
    contentsSize: 600,
    claimedTime: Date.UTC(2024, 0, 1),
    ...more,
  };
}

/** Stands for DER of 300 bytes. */
export const VALUE: Uint8Array = Uint8Array.from({ length: 300 }, (_, index) => [0x30, 0x82, 1, 40][index] ?? 1 + (index % 255));

export const BLANK_PAGE: Drawing = { width: 210, height: 297, items: [] };

/** A file of blank pages. */
export function blankFile(pages = 1): Uint8Array {
  const drawings = Array.from({ length: pages }, () => BLANK_PAGE);
  return paintPdf(drawings, { metadata: { title: 't' }, created: 0, fileId: new Uint8Array(16).fill(1), zlib });
}

/** A file of one page with the given entries besides its parent, and the given catalog entries and further objects from number 4. */
export function handMadeFile(pageEntries: string, catalogEntries = '', objects: readonly string[] = []): Uint8Array {
  const file = newFile();
  const [catalog, tree, page] = [file.reserve(), file.reserve(), file.reserve()];
  for (const body of objects) addObject(file, body);
  file.object(
    page,
    `<</Type /Page /Parent ${tree} 0 R ${/Resources/.test(pageEntries) ? '' : '/Resources <<>>'} ${pageEntries}>>`,
  );
  file.object(tree, `<</Type /Pages /Kids [${page} 0 R] /Count 1>>`);
  file.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R ${catalogEntries}>>`);
  return file.finish({ root: catalog, fileId: new Uint8Array(16).fill(1) }).take();
}

/** A page of 595 by 842 points with a content stream, whose font /F is the first of the objects from number 5, else Helvetica. */
export function textFile(content: string, pageEntries = '', objects: readonly string[] = []): Uint8Array {
  const length = Buffer.byteLength(content, 'latin1');
  return handMadeFile(
    `/MediaBox [0 0 595 842] ${pageEntries} /Contents 4 0 R /Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>`,
    '',
    [
      `<</Length ${length}>>\nstream\n${content}\nendstream`,
      ...(objects.length > 0 ? objects : ['<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>']),
    ],
  );
}

/** Prepares a stamp on a file's bytes. */
export function stamp(bytes: Uint8Array, more: Partial<SealRequest> = {}, revision = 2): SealDraft {
  const revisionId = new Uint8Array(16).fill(revision);
  return prepareStamp(openPdf(bytes, { zlib }), sealRequest(more), { revisionId, zlib });
}
