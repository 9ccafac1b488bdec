/** Fonts for tests: the bundled faces, and faces of Debian packages where they are installed. */
import { existsSync } from 'node:fs';
import { bundledFaces, bundledReserve, loadFonts, loadHarfBuzz, type FontFile } from '../../src/adapters/fonts/index.ts';
import type { FontSet, HarfBuzz } from '../../src/drawing/index.ts';

/** Debian packages fonts-noto-core and fonts-urw-base35; the face of the latter has CFF outlines. */
export const DEBIAN_FACES = {
  tibetan: { id: 'tibetan', path: '/usr/share/fonts/truetype/noto/NotoSerifTibetan-Bold.ttf' },
  nimbus: { id: 'nimbus', path: '/usr/share/fonts/opentype/urw-base35/NimbusRoman-Regular.otf' },
  yi: { id: 'yi', path: '/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf' },
} as const satisfies Record<string, FontFile>;

let harfbuzz: Promise<HarfBuzz> | undefined;
let bundled: Promise<FontSet> | undefined;

export function testHarfBuzz(): Promise<HarfBuzz> {
  harfbuzz ??= loadHarfBuzz();
  return harfbuzz;
}

/** The bundled faces `song` and `song-bold` and the bundled reserve, opened once for all tests. */
export function bundledFonts(): Promise<FontSet> {
  bundled ??= testHarfBuzz().then((loaded) =>
    loadFonts(loaded, { faces: bundledFaces(), fallbacks: [], reserve: bundledReserve(loaded) }),
  );
  return bundled;
}

/** The bundled faces with the given fallback faces; skips the test with a reason where one of their files is not installed. */
export async function needFallbacks(context: Mocha.Context, ...fallbacks: readonly FontFile[]): Promise<FontSet> {
  for (const fallback of fallbacks) needFace(context, fallback);
  const { faces, reserve } = await bundledFonts();
  const loaded = await loadFonts(await testHarfBuzz(), { faces: [], fallbacks });
  return { faces, fallbacks: loaded.fallbacks, reserve };
}

/** Skips the test with a reason where the file of a face is not installed. */
export function needFace(context: Mocha.Context, { path }: FontFile): void {
  if (existsSync(path)) return;
  if (context.test) context.test.title += ` (skipped: ${path} is not installed)`;
  context.skip();
}
