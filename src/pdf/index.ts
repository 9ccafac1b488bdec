export {
  createPaintCache,
  paintPdf,
  POINTS_PER_MM,
  type Attachment,
  type DocumentMetadata,
  type LayeredPage,
  type PaintCache,
  type PaintOptions,
} from './paint/index.ts';
export { readJpegHeader, type JpegHeader } from './paint/image/jpeg.ts';
export { DEFAULT_LIMITS, openPdf, type OpenOptions, type PdfDocument, type PdfLimits, type Revision } from './reader/index.ts';
export * from './sign/index.ts';
export * from './verify/index.ts';
