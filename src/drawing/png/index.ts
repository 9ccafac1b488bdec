export { writeMonoPng, type AlphaLevels } from './write.ts';
export { readPng, type RgbaBitmap } from './read.ts';
