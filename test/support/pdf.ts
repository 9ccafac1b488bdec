/** Makers of drawings, pictures and files for tests of PDF, and the outside tools they are judged by. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Colour, FontFace, TextItem } from '../../src/drawing/index.ts';

export const BLACK: Colour = { red: 0, green: 0, blue: 0 };
export const SEAL_RED: Colour = { red: 230, green: 0, blue: 18 };

/** A text on a base line at (x, y), set by the face's own shaping. Sizes in mm. */
export function textItem(
  face: FontFace,
  text: string,
  place: { readonly x: number; readonly y: number; readonly size: number },
): TextItem {
  const { x, y, size } = place;
  const scale = size / face.metrics.unitsPerEm;
  const shaped = face.shape(text);
  let pen = 0;
  const glyphs = shaped.map(({ glyph, cluster, advance, dx, dy }, index) => {
    const next = shaped.slice(index + 1).find((later) => later.cluster > cluster)?.cluster ?? text.length;
    const first = shaped.findIndex((other) => other.cluster === cluster) === index;
    const placed = {
      glyph,
      x: pen + dx * scale,
      y: -dy * scale,
      advance: advance * scale,
      text: first ? text.slice(cluster, next) : '',
    };
    pen += advance * scale;
    return placed;
  });
  return { kind: 'text', face, size, colour: BLACK, x, y, glyphs };
}

/** A PNG file of the given header and rows (without filter bytes). */
export function pngFile(
  header: { width: number; height: number; bitDepth: number; colourType: number; interlace?: number },
  rows: readonly Uint8Array[],
  chunks: readonly (readonly [string, Uint8Array])[] = [],
): Uint8Array {
  const { width, height, bitDepth, colourType, interlace = 0 } = header;
  const start = Buffer.alloc(13);
  start.writeUInt32BE(width, 0);
  start.writeUInt32BE(height, 4);
  start.set([bitDepth, colourType, 0, 0, interlace], 8);
  const data = deflateSync(Buffer.concat(rows.map((row) => Buffer.concat([Buffer.of(0), row]))));
  const all: (readonly [string, Uint8Array])[] = [['IHDR', start], ...chunks, ['IDAT', data], ['IEND', new Uint8Array()]];
  const parts = all.map(([type, body]) => {
    const chunk = Buffer.alloc(12 + body.length);
    chunk.writeUInt32BE(body.length, 0);
    chunk.write(type, 4, 'latin1');
    chunk.set(body, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
    return chunk;
  });
  return new Uint8Array(Buffer.concat([Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...parts]));
}

/** Palette and transparency chunks of a picture of one colour with 16 opacities. */
export function alphaPalette({ red, green, blue }: Colour): readonly (readonly [string, Uint8Array])[] {
  return [
    ['PLTE', Uint8Array.from({ length: 48 }, (_, index) => [red, green, blue][index % 3] ?? 0)],
    ['tRNS', Uint8Array.from({ length: 16 }, (_, index) => index * 17)],
  ];
}

/** A seal picture of one colour, 16 opacities: a ring with a mark near the top, so that orientation shows. `size` in pixels. */
export function sealPng(size: number, colour: Colour = SEAL_RED): Uint8Array {
  const rows = Array.from({ length: size }, (_, y) => {
    const row = new Uint8Array(Math.ceil(size / 2));
    for (let x = 0; x < size; x++) {
      const radius = Math.hypot(x - size / 2 + 0.5, y - size / 2 + 0.5) / (size / 2);
      const ring = Math.max(0, Math.min(15, Math.round((0.12 - Math.abs(radius - 0.87)) * size)));
      const mark = y > size * 0.25 && y < size * 0.4 && Math.abs(x - size / 2) < size * 0.06 ? 15 : 0;
      const level = Math.max(ring, mark);
      row[x >> 1] = (row[x >> 1] ?? 0) | (x % 2 === 0 ? level << 4 : level);
    }
    return row;
  });
  return pngFile({ width: size, height: size, bitDepth: 4, colourType: 3 }, rows, alphaPalette(colour));
}

/** What an outside tool says about a file. */
export interface ToolResult {
  readonly status: number | null;
  readonly output: string;
}

/** Runs `work` with the path of a temporary file that holds the bytes. */
export function withFile<Result>(bytes: Uint8Array, work: (path: string, folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'yinzheng-pdf-'));
  try {
    const path = join(folder, 'file.pdf');
    writeFileSync(path, bytes);
    return work(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a tool on a file; `{}` in the arguments stands for its path. */
export function runTool(bytes: Uint8Array, command: string, ...args: readonly string[]): ToolResult {
  return withFile(bytes, (path) => {
    const { status, stdout, stderr } = spawnSync(
      command,
      args.map((arg) => (arg === '{}' ? path : arg)),
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    return { status, output: stdout + stderr };
  });
}

/** Skips a test or suite with a reason where a tool is not installed. */
export function needTool(context: Mocha.Context, command: string): void {
  if (!spawnSync(command, ['--version']).error) return;
  if (context.test) context.test.title += ` (skipped: ${command} is not installed)`;
  context.skip();
}

/** Text of a PDF in reading order, as poppler extracts it, without the form feed at the end. */
export function extractText(bytes: Uint8Array, ...options: readonly string[]): string {
  const { status, output } = runTool(bytes, 'pdftotext', '-enc', 'UTF-8', ...options, '{}', '-');
  if (status !== 0) throw new Error(output);
  return output.replace(/\f$/, '').trimEnd();
}

/** Pixels of a page at the given resolution, as poppler paints it. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, row by row from the top. */
  readonly pixels: Uint8Array;
  /** Red, green, blue of the pixel at (x, y). */
  at(x: number, y: number): readonly [number, number, number];
}

/** Rasterises a page (1 for the first) with poppler. */
export function rasterise(bytes: Uint8Array, { page = 1, dpi = 72 } = {}): Raster {
  return withFile(bytes, (path) => {
    const run = spawnSync('pdftoppm', ['-cropbox', '-r', String(dpi), '-f', String(page), '-l', String(page), path], {
      maxBuffer: 1 << 28,
    });
    const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(run.stdout.toString('latin1', 0, 40));
    if (!header) throw new Error(`pdftoppm: ${run.stderr.toString()}`);
    const [width, height] = [Number(header[1]), Number(header[2])];
    const pixels = run.stdout.subarray(header[0].length);
    return {
      width,
      height,
      pixels,
      at: (x, y) => {
        const offset = (Math.floor(y) * width + Math.floor(x)) * 3;
        return [pixels[offset] ?? 0, pixels[offset + 1] ?? 0, pixels[offset + 2] ?? 0];
      },
    };
  });
}
