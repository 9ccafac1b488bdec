/** Bounds on what reading a PDF may cost; a file beyond them is refused. */
export interface PdfLimits {
  /** Objects parsed, nested ones included. */
  readonly objects: number;
  /** Entries of all cross-reference sections together. */
  readonly crossReferences: number;
  /** Revisions, that is incremental updates. */
  readonly revisions: number;
  /** Bytes that all decoded streams of the document may have together. */
  readonly decodedBytes: number;
  /** Bytes that one decoded stream may have. */
  readonly streamBytes: number;
  /** Pages. */
  readonly pages: number;
}

/** Bounds that fit documents of up to 50 MB. */
export const DEFAULT_LIMITS: PdfLimits = Object.freeze({
  objects: 4_000_000,
  crossReferences: 1_000_000,
  revisions: 256,
  decodedBytes: 256 * 1024 * 1024,
  streamBytes: 64 * 1024 * 1024,
  pages: 20_000,
});
