import { bundledFaces, bundledReserve, loadFonts, loadHarfBuzz } from '../../adapters/fonts/index.ts';
import { createZlib } from '../../adapters/platform/zlib.ts';
import type { Config } from '../../config/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { createDocumentEngine, type DocumentEngine } from '../../documents/index.ts';

/** What makes and reads documents, with the fonts of the configuration. Rejects with INPUT_UNREADABLE, FONT_UNUSABLE. */
export async function openEngine(config: Config, crypto: CryptoProvider): Promise<DocumentEngine> {
  const fallbacks = config.fontFallbacks.map((path, index) => ({ id: `fallback-${index + 1}`, path }));
  const harfbuzz = await loadHarfBuzz();
  const fonts = await loadFonts(harfbuzz, { faces: bundledFaces(), fallbacks, reserve: bundledReserve(harfbuzz) });
  return createDocumentEngine({ crypto, zlib: createZlib(), fonts });
}
