export { writeRgbPng } from './write-rgb.ts';
export { writeMonoPng, type AlphaLevels } from './write.ts';
export { readPng, readPngParts, type PngHeader, type PngParts, type RgbaBitmap } from './read.ts';
