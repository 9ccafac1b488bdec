import type { Drawing, RasterImage } from '../../drawing/index.ts';
import type { EmbeddedImage } from './image/write.ts';
import type { PaintedLayer } from './content.ts';
import type { PackedStream } from './pack.ts';

/**
 * What painting remembers between documents: the compressed form of backgrounds and images, by the identity of the object painted.
 * Results never depend on it; whoever paints often with the same template holds one.
 */
export interface PaintCache {
  readonly backgrounds: WeakMap<Drawing, PaintedLayer>;
  readonly images: WeakMap<RasterImage, EmbeddedImage>;
  /** Seal pictures by their file's bytes. */
  readonly pictures: WeakMap<Uint8Array, EmbeddedImage>;
  /** Certificates, revocation lists and OCSP answers of security stores. */
  readonly evidence: WeakMap<Uint8Array, PackedStream>;
}

/** An empty cache. */
export function createPaintCache(): PaintCache {
  return Object.freeze({ backgrounds: new WeakMap(), images: new WeakMap(), pictures: new WeakMap(), evidence: new WeakMap() });
}
