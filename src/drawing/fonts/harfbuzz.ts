/** What the core needs of HarfBuzz: two WebAssembly modules that a process has loaded and hands in. */
import type * as Shaping from 'harfbuzzjs';

/** Exports of the subsetting WebAssembly module that are used here; pointers and flags are numbers (C API of hb-subset). */
export interface SubsetExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_length(blob: number): number;
  hb_blob_get_data(blob: number, length: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_or_fail(face: number, input: number): number;
}

/**
 * HarfBuzz, loaded: `shaping` is the module `harfbuzzjs`; `openSubsetting` gives the exports of a fresh, initialised instance of its
 * `harfbuzz-subset.wasm`. Such an instance has 65 MB of memory that cannot grow, hence one is opened for each face with CFF outlines.
 */
export interface HarfBuzz {
  readonly shaping: typeof Shaping;
  readonly openSubsetting: () => SubsetExports;
}
