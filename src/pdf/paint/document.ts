import type { Instant } from '../../base/time.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { Drawing } from '../../drawing/index.ts';
import { newFile, type NewFile } from '../writer/file.ts';
import type { ByteBuffer } from '../writer/buffer.ts';
import { numberText, textString } from '../writer/notation.ts';
import { addObject, addStream } from '../writer/sink.ts';
import { writeAttachments, type Attachment } from './attachment.ts';
import { createPaintCache, type PaintCache } from './cache.ts';
import { POINTS_PER_MM, type PaintedLayer } from './content.ts';
import { FRESH, paintBackground, paintLayers } from './layer.ts';
import { informationDictionary, xmpPacket, type DocumentMetadata } from './metadata.ts';
import { SRGB_PROFILE } from './profile.ts';
import { resourceDictionary, sharedResources } from './resources.ts';

/** A page in two layers: what every document of a template has in common lies under what is this document's own. */
export interface LayeredPage {
  readonly drawing: Drawing;
  /** Painted first, and once only for each cache: hand in the same object each time. */
  readonly background?: Drawing;
}

/** How a document is painted. */
export interface PaintOptions {
  readonly metadata: DocumentMetadata;
  readonly created: Instant;
  /** 16 bytes that no other file has (ISO 32000-1 §14.4). */
  readonly fileId: Uint8Array;
  readonly zlib: Zlib;
  readonly cache?: PaintCache;
  readonly attachments?: readonly Attachment[];
  /** Language of the text (BCP 47), `zh-CN` when absent. */
  readonly language?: string;
}

/** What is added while the document is written: annotations by page (from 0), and catalog entries beginning with a space. */
export interface Additions {
  readonly annotations: ReadonlyMap<number, readonly number[]>;
  readonly catalog: string;
  /** Writes what is to stand behind everything else. */
  readonly last?: () => void;
}

/**
 * Paints drawings as a PDF 1.7 file, a page each, in the form of PDF/A-2b (ISO 19005-2; PDF/A-3b with attachments).
 * @throws {YinzhengError} FONT_UNUSABLE, GLYPH_MISSING, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function paintPdf(pages: readonly (Drawing | LayeredPage)[], options: PaintOptions): Uint8Array {
  return writeDocument(pages, options).take();
}

/**
 * Writes a whole document into a new file; `add` is called with the object numbers of the pages before they are written.
 * @throws {YinzhengError} FONT_UNUSABLE, GLYPH_MISSING, IMAGE_UNUSABLE, INPUT_INVALID
 */
export function writeDocument(
  pages: readonly (Drawing | LayeredPage)[],
  options: PaintOptions,
  add: (file: NewFile, pageNumbers: readonly number[]) => Additions = () => ({ annotations: new Map(), catalog: '' }),
): ByteBuffer {
  const { zlib, created, metadata, attachments = [], language = 'zh-CN' } = options;
  const cache = options.cache ?? createPaintCache();
  const layered = pages.map((page): LayeredPage => ('items' in page ? { drawing: page } : page));
  const own = paintLayers(
    layered.map(({ drawing }) => drawing),
    { prefix: 'D', zlib, compression: FRESH },
  );

  const file = newFile();
  const catalog = file.reserve();
  const tree = file.reserve();
  const pageNumbers = layered.map(() => file.reserve());
  const additions = add(file, pageNumbers);

  const shared = sharedResources(file, zlib, cache);
  const written = new Map<PaintedLayer, number>();
  layered.forEach(({ drawing, background }, index) => {
    const layers = own.slice(index, index + 1);
    if (background) layers.unshift(paintBackground(background, zlib, cache));
    const contents = layers.map((layer) => {
      const number = written.get(layer) ?? addStream(file, layer.packed.filter, layer.packed.data);
      written.set(layer, number);
      return `${number} 0 R`;
    });
    const resources = resourceDictionary(
      layers.map(({ content }) => content),
      shared,
    );
    const box = `[0 0 ${numberText(drawing.width * POINTS_PER_MM)} ${numberText(drawing.height * POINTS_PER_MM)}]`;
    const annotations = (additions.annotations.get(index) ?? []).map((number) => `${number} 0 R`).join(' ');
    file.object(
      pageNumbers[index] ?? 0,
      `<</Type /Page /Parent ${tree} 0 R /MediaBox ${box} /Resources ${resources}` +
        ` /Contents ${contents.length === 1 ? (contents[0] ?? '') : `[${contents.join(' ')}]`}` +
        `${annotations === '' ? '' : ` /Annots [${annotations}] /Tabs /S`}>>`,
    );
  });
  const kids = pageNumbers.map((number) => `${number} 0 R`).join(' ');
  file.object(tree, `<</Type /Pages /Kids [${kids}] /Count ${pageNumbers.length}>>`);

  const xmp = addStream(file, '/Type /Metadata /Subtype /XML', xmpPacket(metadata, created, attachments.length === 0 ? 2 : 3));
  const profile = addStream(file, '/N 3', SRGB_PROFILE);
  const condition = '/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1)';
  const intent = `<</Type /OutputIntent /S /GTS_PDFA1 ${condition} /DestOutputProfile ${profile} 0 R>>`;
  file.object(
    catalog,
    `<</Type /Catalog /Pages ${tree} 0 R /Metadata ${xmp} 0 R /OutputIntents [${intent}] /Lang ${textString(language)}` +
      ` /ViewerPreferences <</DisplayDocTitle true>>${writeAttachments(file, attachments, { zlib, modified: created })}${additions.catalog}>>`,
  );
  const info = addObject(file, informationDictionary(metadata, created));
  additions.last?.();
  return file.finish({ root: catalog, info, fileId: options.fileId });
}
