export type { Attachment } from './attachment.ts';
export { createPaintCache, type PaintCache } from './cache.ts';
export { POINTS_PER_MM } from './content.ts';
export { paintPdf, type LayeredPage, type PaintOptions } from './document.ts';
export { writeForm, type FormOptions, type PageRotation } from './form.ts';
export type { DocumentMetadata } from './metadata.ts';
