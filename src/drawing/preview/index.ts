export { markPreview, previewMark, type PixelBox, type RgbaPicture } from './mark.ts';
