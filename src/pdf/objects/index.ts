export * from './access.ts';
export { differingKeys, equalObjects } from './equal.ts';
export * from './make.ts';
export type {
  ByteSpan,
  PdfArray,
  PdfBoolean,
  PdfDictionary,
  PdfInteger,
  PdfName,
  PdfNull,
  PdfObject,
  PdfReal,
  PdfReference,
  PdfStream,
  PdfString,
} from './model.ts';
