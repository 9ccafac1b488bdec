/** The packed form of TrueType outlines (W3C WOFF 2.0 §5.1), back to the tables glyf and loca (ISO/IEC 14496-22 §5.3). */
import { concatBytes } from '../../../base/bytes.ts';
import { writeSteps } from '../glyf/points.ts';
import { readPoints } from './points.ts';
import { ByteReader, damagedFont } from './reader.ts';

/** Tables of outlines; `loca` has the long format, four bytes an offset. */
export interface OutlineTables {
  readonly glyf: Uint8Array;
  readonly loca: Uint8Array;
}

interface Streams {
  readonly contours: ByteReader;
  readonly pointCounts: ByteReader;
  readonly flags: ByteReader;
  readonly glyphs: ByteReader;
  readonly boxed: Uint8Array;
  readonly boxes: ByteReader;
}

const BOX_BYTES = 8;

/**
 * Rebuilds the tables glyf and loca, without hinting instructions.
 * @throws {YinzhengError} FONT_UNUSABLE when a stream ends too early, a glyph is malformed or put together from others
 */
export function unpackOutlines(packed: Uint8Array): OutlineTables {
  const reader = new ByteReader(packed);
  reader.bytes(4);
  const count = reader.uint16();
  reader.bytes(2);
  const streams = openStreams(reader, count);
  const parts: Uint8Array[] = [];
  const loca = new DataView(new ArrayBuffer(4 * (count + 1)));
  let offset = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const bytes = Uint8Array.from(unpackGlyph(streams, glyph));
    const padded = new Uint8Array((bytes.length + 3) & ~3);
    padded.set(bytes);
    parts.push(padded);
    offset += padded.length;
    loca.setUint32(4 * (glyph + 1), offset);
  }
  return { glyf: concatBytes(...parts), loca: new Uint8Array(loca.buffer) };
}

function openStreams(reader: ByteReader, count: number): Streams {
  const lengths = Array.from({ length: 7 }, () => reader.uint32());
  const [contours, pointCounts, flags, glyphs, , boxes] = lengths.map((length) => reader.bytes(length));
  const bitmap = 4 * ((count + 31) >> 5);
  if (!contours || !pointCounts || !flags || !glyphs || !boxes || boxes.length < bitmap)
    throw damagedFont('its bounding boxes are missing', '缺少边界框');
  return {
    contours: new ByteReader(contours),
    pointCounts: new ByteReader(pointCounts),
    flags: new ByteReader(flags),
    glyphs: new ByteReader(glyphs),
    boxed: boxes.subarray(0, bitmap),
    boxes: new ByteReader(boxes.subarray(bitmap)),
  };
}

function unpackGlyph(streams: Streams, glyph: number): readonly number[] {
  const contours = streams.contours.int16();
  const boxed = ((streams.boxed[glyph >> 3] ?? 0) & (0x80 >> (glyph & 7))) !== 0;
  const box = boxed ? [...streams.boxes.bytes(BOX_BYTES)] : undefined;
  if (contours === 0) {
    if (box) throw damagedFont(`glyph ${glyph} is empty and has a bounding box`, `字形 ${glyph} 为空却有边界框`);
    return [];
  }
  if (contours < 0) throw damagedFont('packed composite glyphs are not supported', '不支持打包的复合字形');
  return unpackSimple(streams, contours, box);
}

function unpackSimple(streams: Streams, contours: number, box: readonly number[] | undefined): readonly number[] {
  const ends: number[] = [];
  let last = -1;
  for (let contour = 0; contour < contours; contour++) {
    last += streams.pointCounts.packedUint16();
    ends.push(...word(last));
  }
  if (last > 0xffff) throw damagedFont('a glyph has too many points', '字形的点过多');
  const points = readPoints(streams.flags, streams.glyphs, last + 1);
  streams.glyphs.packedUint16(); // length of the instructions, which are in a stream of their own
  const { bounds, bytes } = writeSteps(points);
  return [...word(contours), ...(box ?? bounds.flatMap(word)), ...ends, ...word(0), ...bytes];
}

function word(value: number): [number, number] {
  return [(value >> 8) & 0xff, value & 0xff];
}
