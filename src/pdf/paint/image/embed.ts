import { YinzhengError } from '../../../base/errors/index.ts';
import { toHex } from '../../../base/bytes.ts';
import type { Zlib } from '../../../base/zlib.ts';
import type { RasterImage } from '../../../drawing/model.ts';
import type { PaintCache } from '../cache.ts';
import { readJpegHeader } from './jpeg.ts';
import { embedAlphaPalette } from './palette.ts';
import { channelsOf, inflatePng, readPng, unfilterPng, type PngParts } from './png.ts';
import type { EmbeddedImage } from './write.ts';

/** Level for the planes of images that have to be compressed anew. */
const PLANE_LEVEL = 6;
/** PNG's filter Up, which suits smooth planes. */
const FILTER_UP = 2;

/**
 * Prepares an image: JPEG as it is, PNG with its own compressed data where PDF can express it, else split into colour and opacity.
 * @throws {YinzhengError} IMAGE_UNUSABLE when it is damaged, of an unsupported kind, or its size is not the one stated
 */
export function embedImage(image: RasterImage, zlib: Zlib, cache: PaintCache): EmbeddedImage {
  let embedded = cache.images.get(image);
  if (!embedded) {
    embedded = image.format === 'jpeg' ? embedJpeg(image) : embedPng(image, zlib);
    cache.images.set(image, embedded);
  }
  return embedded;
}

function requireSize(image: RasterImage, { width, height }: { readonly width: number; readonly height: number }): string {
  if (image.width !== width || image.height !== height) {
    throw new YinzhengError('IMAGE_UNUSABLE', {
      reason: `it has ${width} × ${height} pixels, not ${image.width} × ${image.height}`,
    });
  }
  return `/Width ${width} /Height ${height}`;
}

function embedJpeg(image: RasterImage): EmbeddedImage {
  const header = readJpegHeader(image.file);
  const space = header.components === 1 ? '/DeviceGray' : '/DeviceRGB';
  return {
    entries: `${requireSize(image, header)} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`,
    data: image.file,
  };
}

function embedPng(image: RasterImage, zlib: Zlib): EmbeddedImage {
  const png = readPng(image.file);
  const size = requireSize(image, png);
  const palette = embedAlphaPalette(image.file, zlib);
  if (palette) return palette;
  const rows = inflatePng(png, zlib);
  if (png.colourType === 4 || png.colourType === 6) return splitAlpha(png, unfilterPng(png, rows), zlib);
  const parameters = `/DecodeParms <</Predictor 15 /Colors ${channelsOf(png)} /BitsPerComponent ${png.bitDepth} /Columns ${png.width}>>`;
  const space = png.colourType === 3 ? indexedSpace(png) : png.colourType === 2 ? '/DeviceRGB' : '/DeviceGray';
  const entries = `${size} /ColorSpace ${space} /BitsPerComponent ${png.bitDepth} /Filter /FlateDecode ${parameters}`;
  if (!png.transparency) return { entries, data: png.data };
  if (png.colourType !== 3) return { entries: `${entries} /Mask [${colourKey(png.transparency)}]`, data: png.data };
  return { entries, data: png.data, softMask: paletteMask(png, unfilterPng(png, rows), zlib) };
}

function indexedSpace({ palette }: PngParts): string {
  return `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${toHex(palette)}>]`;
}

/** The transparent colour of a tRNS chunk, 16 bits a sample, as a range of each component (ISO 32000-1 §8.9.6.4). */
function colourKey(transparency: Uint8Array): string {
  const parts: number[] = [];
  for (let index = 0; index + 1 < transparency.length; index += 2) {
    const sample = (transparency[index] ?? 0) * 256 + (transparency[index + 1] ?? 0);
    parts.push(sample, sample);
  }
  return parts.join(' ');
}

/** The opacity of each pixel by its palette entry. */
function paletteMask(png: PngParts, samples: Uint8Array, zlib: Zlib): EmbeddedImage {
  const { width, height, bitDepth, transparency } = png;
  const alpha = new Uint8Array(width * height);
  const stride = samples.length / height;
  const perByte = 8 / bitDepth;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = samples[y * stride + Math.floor(x / perByte)] ?? 0;
      const index = (byte >> (8 - bitDepth * ((x % perByte) + 1))) & (2 ** bitDepth - 1);
      alpha[y * width + x] = transparency?.[index] ?? 255;
    }
  }
  return plane({ width, height, channels: 1, samples: alpha }, zlib);
}

/** Colour and opacity of a PNG with an alpha channel, 8 bits each. */
function splitAlpha(png: PngParts, samples: Uint8Array, zlib: Zlib): EmbeddedImage {
  const { width, height } = png;
  const bytes = png.bitDepth / 8;
  const channels = channelsOf(png) - 1;
  const colour = new Uint8Array(width * height * channels);
  const alpha = new Uint8Array(width * height);
  for (let pixel = 0; pixel < alpha.length; pixel++) {
    const source = pixel * (channels + 1) * bytes;
    for (let channel = 0; channel < channels; channel++) {
      colour[pixel * channels + channel] = samples[source + channel * bytes] ?? 0;
    }
    alpha[pixel] = samples[source + channels * bytes] ?? 0;
  }
  const softMask = plane({ width, height, channels: 1, samples: alpha }, zlib);
  return { ...plane({ width, height, channels, samples: colour }, zlib), softMask };
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: Uint8Array;
}

/** Samples of 8 bits as a grey or RGB image. */
function plane({ width, height, channels, samples }: Plane, zlib: Zlib): EmbeddedImage {
  const stride = width * channels;
  const rows = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const target = row * (stride + 1);
    rows[target] = FILTER_UP;
    for (let index = 0; index < stride; index++) {
      const up = row > 0 ? (samples[(row - 1) * stride + index] ?? 0) : 0;
      rows[target + 1 + index] = (samples[row * stride + index] ?? 0) - up;
    }
  }
  const space = channels === 1 ? '/DeviceGray' : '/DeviceRGB';
  const parameters = `/DecodeParms <</Predictor 15 /Colors ${channels} /BitsPerComponent 8 /Columns ${width}>>`;
  return {
    entries: `/Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8 /Filter /FlateDecode ${parameters}`,
    data: zlib.deflate(rows, PLANE_LEVEL),
  };
}
