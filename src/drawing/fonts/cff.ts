/**
 * Cutting faces with CFF outlines down to a few glyphs, by HarfBuzz. The face kept in WebAssembly has only the tables that outlines
 * need: without a character map and layout tables there is nothing to walk through, so that a subset takes a fraction of a millisecond
 * and the same glyphs always give the same bytes.
 */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { SubsetExports } from './harfbuzz.ts';
import { keepTables, type SfntTable } from './sfnt.ts';
import type { Subsetter } from './subsetter.ts';

const OUTLINE_TABLES = ['head', 'hhea', 'hmtx', 'maxp', 'CFF '];
const READ_ONLY = 1; // HB_MEMORY_MODE_READONLY
const NO_HINTING = 0x1;
const NO_LAYOUT_CLOSURE = 0x200;

/** The outlines of a face, `length` bytes at `data`, in the memory of a WebAssembly instance of its own. */
interface OpenOutlines {
  readonly wasm: SubsetExports;
  readonly data: number;
  readonly length: number;
  readonly face: number;
}

const TRIES = 2;

/**
 * Puts the outlines of a face into the memory of a WebAssembly instance of its own, and gives the function that cuts subsets from
 * them. An instance that failed is given up with whatever was half made in it, and a fresh one tried.
 * @throws {YinzhengError} FONT_UNUSABLE when the face is too large; the function itself when a glyph is not in the face or its subset
 * takes more memory than an instance has
 */
export function openCffSubsetter(
  openSubsetting: () => SubsetExports,
  file: Uint8Array,
  tables: ReadonlyMap<string, SfntTable>,
): Subsetter {
  let open = openOutlines(openSubsetting(), keepTables(file, tables, OUTLINE_TABLES));
  const maxp = tables.get('maxp')?.offset ?? 0;
  const count = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint16(maxp + 4);
  const subset: Subsetter['subset'] = (glyphs) => {
    const closed = [...new Set([0, ...glyphs])].sort((left, right) => left - right);
    const glyphMap = new Map(closed.map((glyph, index) => [glyph, index]));
    for (const glyph of closed) {
      if (!Number.isInteger(glyph) || glyph < 0 || glyph >= count)
        throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual(`it has no glyph ${glyph}`, `没有字形 ${glyph}`) });
    }
    let cause: unknown;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        return { file: cutGlyphs(open, closed), glyphMap };
      } catch (error) {
        cause = error;
        open = openOutlines(openSubsetting(), outlinesOf(open));
      }
    }
    throw new YinzhengError(
      'FONT_UNUSABLE',
      {
        reason: bilingual(
          `a subset of ${closed.length} of its glyphs cannot be made`,
          `无法取出其中 ${closed.length} 个字形的子集`,
        ),
      },
      { cause },
    );
  };
  return { subset, exact: subset };
}

function openOutlines(wasm: SubsetExports, outlines: Uint8Array): OpenOutlines {
  const data = wasm.malloc(outlines.length);
  if (data === 0)
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('there is not enough memory for it', '内存不足，无法载入') });
  new Uint8Array(wasm.memory.buffer).set(outlines, data);
  const blob = wasm.hb_blob_create(data, outlines.length, READ_ONLY, 0, 0);
  const face = wasm.hb_face_create(blob, 0);
  wasm.hb_blob_destroy(blob);
  return { wasm, data, length: outlines.length, face };
}

function outlinesOf({ wasm, data, length }: OpenOutlines): Uint8Array {
  return new Uint8Array(wasm.memory.buffer, data, length);
}

function cutGlyphs({ wasm, face }: OpenOutlines, glyphs: readonly number[]): Uint8Array {
  const input = wasm.hb_subset_input_create_or_fail();
  if (input === 0)
    throw new YinzhengError('FONT_UNUSABLE', {
      reason: bilingual('there is not enough memory for a subset', '内存不足，无法生成子集'),
    });
  wasm.hb_subset_input_set_flags(input, NO_HINTING | NO_LAYOUT_CLOSURE);
  const set = wasm.hb_subset_input_glyph_set(input);
  for (const glyph of glyphs) wasm.hb_set_add(set, glyph);
  const subset = wasm.hb_subset_or_fail(face, input);
  wasm.hb_subset_input_destroy(input);
  if (subset === 0)
    throw new YinzhengError('FONT_UNUSABLE', { reason: bilingual('its outlines cannot be cut down', '轮廓无法缩减') });
  const blob = wasm.hb_face_reference_blob(subset);
  const data = wasm.hb_blob_get_data(blob, 0);
  const file = new Uint8Array(wasm.memory.buffer, data, wasm.hb_blob_get_length(blob)).slice();
  wasm.hb_blob_destroy(blob);
  wasm.hb_face_destroy(subset);
  return file;
}
