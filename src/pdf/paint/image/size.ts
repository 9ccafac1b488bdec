import type { RasterImage } from '../../../drawing/model.ts';
import { readJpegHeader } from './jpeg.ts';
import { readPng } from './png.ts';

/**
 * Size of an image file in pixels.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is not a file of that format
 */
export function pixelSize(format: RasterImage['format'], file: Uint8Array): { readonly width: number; readonly height: number } {
  const { width, height } = format === 'png' ? readPng(file) : readJpegHeader(file);
  return { width, height };
}
