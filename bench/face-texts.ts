/** The texts of a licence's face with their places, for the libraries of the baseline, which lay nothing out. */
import type { FaceTemplate, TextStyle } from '../src/drawing/index.ts';

/** A line of text: beginning of its base line in mm from the upper left corner of the page, font size in points. */
export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
}

const MM_PER_POINT = 25.4 / 72;

/** Every fixed text and every value of the first page, in lines as wide as their boxes. */
export function textsOf(template: FaceTemplate, values: Readonly<Record<string, string>>): readonly PlacedText[] {
  const [page] = template.pages;
  const fixed = page?.texts ?? [];
  const fields = (page?.fields ?? []).map((field) => ({ ...field, text: values[field.name] ?? '' }));
  return [...fixed, ...fields].flatMap(linesOf);
}

function linesOf(
  box: TextStyle & { readonly x: number; readonly y: number; readonly width: number; readonly text: string },
): PlacedText[] {
  const characters = [...box.text];
  const perLine = Math.max(1, Math.floor(box.width / (box.size * MM_PER_POINT)));
  const lines: PlacedText[] = [];
  for (let start = 0; start < characters.length; start += perLine) {
    const y = box.y + box.size * MM_PER_POINT * (1 + 1.25 * lines.length);
    lines.push({ x: box.x, y, size: box.size, text: characters.slice(start, start + perLine).join('') });
  }
  return lines;
}
