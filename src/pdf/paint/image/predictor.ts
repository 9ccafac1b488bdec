import type { PngHeader } from '../../../drawing/index.ts';

/** Size and encoding of an image that has the compressed data of a PNG (ISO 32000-1 §7.4.4.4: predictor 15 is PNG's own). */
export function dataEntries({ width, height, depth, channels }: Omit<PngHeader, 'colourType'>): string {
  const parameters = `/Predictor 15 /Colors ${channels} /BitsPerComponent ${depth} /Columns ${width}`;
  return `/Width ${width} /Height ${height} /BitsPerComponent ${depth} /Filter /FlateDecode /DecodeParms <<${parameters}>>`;
}
