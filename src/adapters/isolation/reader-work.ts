/**
 * What is done with a foreign document that is to be stamped, in a thread of its own or, at the command line, right here; and the painting
 * of seals, which takes long.
 */
import { markPreview, writeRgbPng, type Drawing, type PixelBox, type RgbaPicture } from '../../drawing/index.ts';
import {
  carried,
  locateStamp,
  preparePreview,
  prepareStamp,
  revived,
  type CarriedDocument,
  type DocumentEngine,
  type PreviewPage,
  type StampPlaces,
} from '../../documents/index.ts';
import { paintSeal, type SealPainter, type SealPictureFile } from '../../services/seals/make-picture.ts';
import type { DocumentReader, StampPreview, WantedStamp } from '../../services/stamping/index.ts';
import type { Painter } from './render.ts';

/** Pages of a preview at most. */
const MOST_PAGES = 6;
/** Between the pages of a preview, pixels. */
const GAP = 12;
const GROUND = 128;

type PreviewTask = Parameters<DocumentReader['preview']>[0];

/** One document, or the picture of a seal to be made. */
export type ReaderTask =
  | { readonly kind: 'prepare'; readonly input: WantedStamp }
  | { readonly kind: 'preview'; readonly input: PreviewTask }
  | { readonly kind: 'seal-picture'; readonly input: Drawing };

/** What becomes of it. */
export type ReaderResult =
  | { readonly kind: 'prepared'; readonly places: StampPlaces; readonly document: CarriedDocument }
  | { readonly kind: 'painted'; readonly preview: StampPreview }
  | { readonly kind: 'seal-painted'; readonly picture: SealPictureFile };

/** Does tasks. Rejects with what reading and painting reject with. */
export function createReaderWork(engine: DocumentEngine): (task: ReaderTask) => Promise<ReaderResult> {
  let painter: Painter | null = null;
  return async ({ kind, input }) => {
    if (kind === 'seal-picture') return { kind: 'seal-painted', picture: paintSeal(input, engine.zlib) };
    if (kind === 'preview') {
      const { bytes, pages, of } = preparePreview(engine, input, MOST_PAGES);
      // Most threads paint nothing, and the machine is large.
      painter ??= (await import('./render.ts')).createPainter();
      const painted = await painter.paint(
        bytes,
        pages.map(({ page }) => page),
      );
      painted.forEach((picture, index) => markPreview(picture, input.mark, sealsOf(picture, pages[index])));
      const picture = writeRgbPng(stacked(painted), engine.zlib, 'Yinzheng preview: not stamped');
      return { kind: 'painted', preview: { picture, pages: pages.map(({ page }) => page), of } };
    }
    const places = locateStamp(engine, input);
    return { kind: 'prepared', places, document: carried(prepareStamp(engine, { ...input, ...places })) };
  };
}

/** What is done apart from the thread that serves. */
export interface ReadingThreads extends DocumentReader {
  readonly paintSeal: SealPainter;
}

/** A reader whose tasks are done by `work`, wherever. */
export function readerOver(
  engine: Pick<DocumentEngine, 'crypto'>,
  work: (task: ReaderTask) => Promise<ReaderResult>,
): ReadingThreads {
  const wrong = (): never => {
    throw new TypeError('the answer belongs to another task');
  };
  return {
    async prepare(input) {
      const result = await work({ kind: 'prepare', input });
      return result.kind === 'prepared' ? { places: result.places, prepared: revived(engine, result.document) } : wrong();
    },
    async preview(input) {
      const result = await work({ kind: 'preview', input });
      return result.kind === 'painted' ? result.preview : wrong();
    },
    async paintSeal(input) {
      const result = await work({ kind: 'seal-picture', input });
      return result.kind === 'seal-painted' ? result.picture : wrong();
    },
  };
}

/** A reader that reads in this process: for who waits for nobody else. */
export function readerHere(engine: DocumentEngine): DocumentReader {
  return readerOver(engine, createReaderWork(engine));
}

function sealsOf({ width }: RgbaPicture, page: PreviewPage | undefined): readonly PixelBox[] {
  if (!page) return [];
  const scale = width / page.width;
  return page.seals.map(({ x, y, width: across, height: down }) => {
    return { left: x * scale, top: y * scale, right: (x + across) * scale, bottom: (y + down) * scale };
  });
}

/** Pictures one below the other, from the left. */
function stacked(pictures: readonly RgbaPicture[]): RgbaPicture {
  const [only] = pictures;
  if (only && pictures.length === 1) return only;
  const width = Math.max(1, ...pictures.map((picture) => picture.width));
  const height = Math.max(
    1,
    pictures.reduce((sum, picture) => sum + picture.height + GAP, -GAP),
  );
  const rgba = new Uint8Array(4 * width * height).fill(GROUND);
  let top = 0;
  for (const picture of pictures) {
    for (let y = 0; y < picture.height; y++)
      rgba.set(picture.rgba.subarray(4 * y * picture.width, 4 * (y + 1) * picture.width), 4 * (top + y) * width);
    top += picture.height + GAP;
  }
  return { width, height, rgba };
}
