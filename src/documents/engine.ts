import type { Zlib } from '../base/zlib.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import { createPaintCache, type PaintCache } from '../pdf/index.ts';
import type { FontSet } from '../drawing/index.ts';
import { createSealCache, type SealCache } from './seal.ts';
import { createTemplateCache, type TemplateCache } from './template.ts';

/** What making and verifying documents takes; its caches hold nothing that a result depends on. */
export interface DocumentEngine {
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
  readonly fonts: FontSet;
  readonly paintCache: PaintCache;
  readonly templates: TemplateCache;
  readonly seals: SealCache;
}

/** An engine with empty caches. */
export function createDocumentEngine(parts: Pick<DocumentEngine, 'crypto' | 'zlib' | 'fonts'>): DocumentEngine {
  return Object.freeze({ ...parts, paintCache: createPaintCache(), templates: createTemplateCache(), seals: createSealCache() });
}
