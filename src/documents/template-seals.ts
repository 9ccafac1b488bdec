import type { DocumentEngine } from './engine.ts';
import type { StampPlace } from './stamp.ts';
import { readyTemplate } from './template.ts';

/**
 * Where a face template has its seals, by their names, in the order of its pages.
 * @param key names the template and its version
 * @throws {YinzhengError} TEMPLATE_INVALID
 */
export function templateSeals(
  { templates }: Pick<DocumentEngine, 'templates'>,
  key: string,
  template: unknown,
): readonly (StampPlace & { readonly name: string })[] {
  return readyTemplate(templates, key, template).pages.flatMap(({ seals = [] }, index) =>
    seals.map(({ name, x, y }) => ({ name, page: index + 1, x, y })),
  );
}
