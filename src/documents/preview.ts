import { latin1 } from '../base/bytes.ts';
import { openPdf, prepareStamp, shownSize, type PageChoice } from '../pdf/index.ts';
import type { DocumentEngine } from './engine.ts';
import { locateStamp, type Placement } from './locate.ts';
import { requirePdf } from './recognise.ts';
import { readySeal, type SealInUse } from './seal.ts';

/** A stamping to be looked at before it is done. */
export interface PreviewInput {
  readonly document: Uint8Array;
  readonly place: Placement;
  readonly seal: SealInUse;
  /** Pages to be shown; those with the seal when absent. */
  readonly show?: PageChoice | undefined;
}

/** A page to be shown: its size as shown and where seals stand on it, mm from its upper left corner. */
export interface PreviewPage {
  /** 1 for the first page. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly seals: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
}

/** The document with the seal, and with zeros where its signature value would be; to be painted and never to be given away. */
export interface PreparedPreview {
  readonly bytes: Uint8Array;
  readonly pages: readonly PreviewPage[];
  /** Pages that are asked for in all, of which `pages` are the first. */
  readonly of: number;
}

/** Signature values of a preview are not there. */
const NO_ROOM = 16;

/**
 * Puts the seal where it would stand, at most `most` pages of it to be shown.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, and as {@link locateStamp} and `prepareStamp` do
 */
export function preparePreview(
  engine: Pick<DocumentEngine, 'zlib' | 'seals'>,
  { document, place, seal, show }: PreviewInput,
  most: number,
): PreparedPreview {
  requirePdf(document);
  const places = locateStamp(engine, { document, place, seal });
  const pdf = openPdf(document, { zlib: engine.zlib });
  const { picture, name } = readySeal(engine.seals, seal).seal;
  const draft = prepareStamp(
    pdf,
    { ...places, appearance: { kind: 'picture', picture }, contentsSize: NO_ROOM, claimedTime: 0, signerName: name },
    { revisionId: latin1('preview only....'), zlib: engine.zlib },
  );
  const all = [places.place, ...(places.others ?? [])];
  const count = pdf.pages().length;
  const chosen =
    show === undefined ? all.map(({ page }) => page) : show === 'all' ? Array.from({ length: count }, (_, at) => at + 1) : show;
  const asked = [...new Set(chosen)].filter((page) => page <= count).sort((left, right) => left - right);
  const pages = asked.slice(0, most).map((page): PreviewPage => {
    const seals = all
      .filter((at) => at.page === page)
      .map(({ x, y, size = picture }) => {
        return { x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height };
      });
    return { page, ...shownSize(pdf, page), seals };
  });
  return { bytes: draft.bytes, pages, of: asked.length };
}
