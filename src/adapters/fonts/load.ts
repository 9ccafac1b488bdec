import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { YinzhengError } from '../../base/errors/index.ts';
import { createFontSet, openFace, type FaceFinder, type FontFace, type FontSet, type HarfBuzz } from '../../drawing/index.ts';

/** A font file of the configuration: `path` of a TrueType or OpenType file, `index` of the face in a collection (0 when absent). */
export interface FontFile {
  readonly id: string;
  readonly path: string;
  readonly index?: number;
}

/** Which fonts to load: faces that templates name, and fallback faces in the order in which they are tried; `reserve` is asked last. */
export interface FontsConfig {
  readonly faces: readonly FontFile[];
  readonly fallbacks: readonly FontFile[];
  readonly reserve?: FaceFinder;
}

/** The faces that come with the product: Noto Serif SC (SIL OFL 1.1) as `song` and `song-bold` (宋体). */
export function bundledFaces(): readonly FontFile[] {
  const { resolve } = createRequire(import.meta.url);
  const family = '@expo-google-fonts/noto-serif-sc';
  return [
    { id: 'song', path: resolve(`${family}/400Regular/NotoSerifSC_400Regular.ttf`) },
    { id: 'song-bold', path: resolve(`${family}/700Bold/NotoSerifSC_700Bold.ttf`) },
  ];
}

/**
 * Reads and opens the fonts of the configuration, all of them or none.
 * @throws {YinzhengError} INPUT_UNREADABLE naming the path of a file that cannot be read, FONT_UNUSABLE when one is no usable font
 */
export async function loadFonts(harfbuzz: HarfBuzz, config: FontsConfig): Promise<FontSet> {
  const open = async (file: FontFile): Promise<FontFace> => openFace(harfbuzz, { ...file, bytes: await readFont(file.path) });
  const faces: FontFace[] = [];
  for (const file of config.faces) faces.push(await open(file));
  const fallbacks: FontFace[] = [];
  for (const file of config.fallbacks) fallbacks.push(await open(file));
  return createFontSet(faces, fallbacks, config.reserve);
}

async function readFont(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
}
