export { openPdf, type OpenOptions } from './document.ts';
export { DEFAULT_LIMITS, type PdfLimits } from './limits.ts';
export type { Anomaly, AnomalyCode, CrossReference, Page, PdfDocument, Revision } from './model.ts';
