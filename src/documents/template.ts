import { readTemplate, type FaceTemplate } from '../drawing/index.ts';

/** Most templates kept ready at a time. */
const KEPT = 1_000;

/** Templates by their key, checked once. */
export type TemplateCache = Map<string, FaceTemplate>;

/** An empty cache. */
export function createTemplateCache(): TemplateCache {
  return new Map();
}

/**
 * A face template, checked.
 * @param key names the template and its version; the same key always comes with the same template
 * @throws {YinzhengError} TEMPLATE_INVALID
 */
export function readyTemplate(cache: TemplateCache, key: string, template: unknown): FaceTemplate {
  const known = cache.get(key);
  if (known) return known;
  const ready = readTemplate(template);
  if (cache.size >= KEPT) cache.clear();
  cache.set(key, ready);
  return ready;
}
