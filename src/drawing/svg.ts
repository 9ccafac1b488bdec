import { toBase64 } from '../base/bytes.ts';
import { hexOf } from './colour.ts';
import type { Drawing, DrawingItem, ImageItem, ModulesItem, PathItem, PathSegment, TextItem } from './model.ts';
import { runsOf } from './modules.ts';

/**
 * A drawing as an SVG 1.1 document, 1 unit = 1 mm. Texts become outlines, each glyph defined once, so that it looks the same without
 * the fonts; `title` is what screen readers say.
 */
export function paintSvg(drawing: Drawing, { title }: { readonly title?: string } = {}): string {
  const glyphs = new GlyphDefinitions();
  const body = drawing.items.map((item) => paintItem(item, glyphs)).join('');
  const [width, height] = [number(drawing.width), number(drawing.height)];
  const label = title === undefined ? '' : `<title>${escapeXml(title)}</title>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}mm" height="${height}mm" ` +
    `viewBox="0 0 ${width} ${height}">${label}${glyphs.toString()}${body}</svg>`
  );
}

/** Text made safe for XML content and attribute values; characters that XML 1.0 forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (ESCAPED.includes(character)) return `&#${code};`;
    const allowed =
      code >= 0x20 ? !(code >= 0xd800 && code < 0xe000) && code !== 0xfffe && code !== 0xffff : [9, 10, 13].includes(code);
    return allowed ? character : '\ufffd';
  }).join('');
}

const ESCAPED = '&<>"\'';

class GlyphDefinitions {
  readonly #ids = new Map<object, Map<number, string>>();
  readonly #definitions: string[] = [];

  idOf({ face }: TextItem, glyph: number): string {
    const ofFace = this.#ids.get(face) ?? new Map<number, string>();
    this.#ids.set(face, ofFace);
    let id = ofFace.get(glyph);
    if (id === undefined) {
      id = `g${this.#definitions.length}`;
      ofFace.set(glyph, id);
      this.#definitions.push(`<path id="${id}" d="${pathData(face.outlineOf(glyph))}"/>`);
    }
    return id;
  }

  toString(): string {
    return this.#definitions.length === 0 ? '' : `<defs>${this.#definitions.join('')}</defs>`;
  }
}

function paintItem(item: DrawingItem, glyphs: GlyphDefinitions): string {
  if (item.kind === 'path') return paintPath(item);
  if (item.kind === 'modules') return paintModules(item);
  return item.kind === 'text' ? paintText(item, glyphs) : paintImage(item);
}

function paintPath({ path, fill, fillRule, stroke, opacity }: PathItem): string {
  const rule = fillRule === 'evenodd' ? ' fill-rule="evenodd"' : '';
  const dash = stroke?.dash ? ` stroke-dasharray="${stroke.dash.map(number).join(' ')}"` : '';
  const line = stroke ? ` stroke="${hexOf(stroke.colour)}" stroke-width="${number(stroke.width)}"${dash}` : '';
  return `<path d="${pathData(path)}" fill="${fill ? hexOf(fill) : 'none'}"${rule}${line}${opaque(opacity)}/>`;
}

function paintModules(item: ModulesItem): string {
  const data = runsOf(item).map(({ row, start, length }) => `M${start} ${row}h${length}v1h${-length}z`);
  const place = `translate(${number(item.x)} ${number(item.y)}) scale(${number(item.unit, 6)})`;
  return `<path d="${data.join('')}" fill="${hexOf(item.fill)}" transform="${place}" shape-rendering="crispEdges"/>`;
}

function paintText(item: TextItem, glyphs: GlyphDefinitions): string {
  const scale = item.size / item.face.metrics.unitsPerEm;
  const turn = item.rotation ? ` rotate(${number(item.rotation)})` : '';
  const uses = item.glyphs.map(({ glyph, x, y }) => {
    const [left, top] = [number(x / scale), number(y === 0 ? 0 : -y / scale)];
    return `<use xlink:href="#${glyphs.idOf(item, glyph)}" x="${left}" y="${top}"/>`;
  });
  const place = `translate(${number(item.x)} ${number(item.y)})${turn} scale(${number(scale, 6)} ${number(-scale, 6)})`;
  return `<g fill="${hexOf(item.colour)}"${opaque(item.opacity)} transform="${place}">${uses.join('')}</g>`;
}

function paintImage({ image, x, y, width, height, opacity }: ImageItem): string {
  const place = `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`;
  const source = `data:image/${image.format};base64,${toBase64(image.file)}`;
  return `<image ${place} preserveAspectRatio="none"${opaque(opacity)} xlink:href="${source}"/>`;
}

function pathData(path: readonly PathSegment[]): string {
  let data = '';
  for (const segment of path) {
    if (segment.op === 'z') data += 'Z';
    else if (segment.op === 'c') {
      const { x1, y1, x2, y2, x, y } = segment;
      data += `C${[x1, y1, x2, y2, x, y].map((value) => number(value)).join(' ')}`;
    } else data += `${segment.op === 'm' ? 'M' : 'L'}${number(segment.x)} ${number(segment.y)}`;
  }
  return data;
}

function opaque(opacity: number | undefined): string {
  return opacity === undefined || opacity === 1 ? '' : ` opacity="${number(opacity)}"`;
}

function number(value: number, digits = 3): string {
  return String(Number(value.toFixed(digits)));
}
