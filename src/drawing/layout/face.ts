import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { colourOf } from '../colour.ts';
import type { FontSet } from '../fonts/index.ts';
import type { Drawing, DrawingItem, ImageItem, RasterImage } from '../model.ts';
import { rectangle } from '../path/shapes.ts';
import { qrItems, qrModules } from '../qr.ts';
import { figureItems } from './figure-items.ts';
import { borderItems, guillocheItem, watermarkItem } from './ornament.ts';
import { overlayItems, type FaceOverlay } from './overlay.ts';
import { tableItems, tableRules, type TableValues } from './table.ts';
import type { Box, FaceTemplate, PageTemplate } from './template.ts';
import { layoutText } from './text.ts';

/** What a licence puts on its face besides its values: pictures by name, the text of the QR code. */
export interface FaceMaterial {
  readonly fonts: FontSet;
  readonly images?: ReadonlyMap<string, RasterImage>;
  /** Rows of tables by the name of the table. */
  readonly tables?: ReadonlyMap<string, readonly TableValues[]>;
  readonly qr?: string;
  /** What is drawn over every page; nothing when absent. */
  readonly overlay?: FaceOverlay;
}

/** A page in two layers of one size: `background` is the same object for every licence of the template, `drawing` is this licence's. */
export interface FacePage {
  readonly background: Drawing;
  readonly drawing: Drawing;
}

/** A place on a page; pages count from 0, mm. */
export interface PlacedField extends Box {
  readonly name: string;
  readonly page: number;
}

/** Centre of a seal on a page; pages count from 0, mm. */
export interface PlacedSeal {
  readonly name: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** A licence's face, laid out. */
export interface LaidOutFace {
  readonly pages: readonly FacePage[];
  readonly sealPlaces: readonly PlacedSeal[];
  readonly fields: readonly PlacedField[];
}

/** Backgrounds already made, by font set and template; their content depends on nothing else. */
const backgrounds = new WeakMap<FontSet, WeakMap<FaceTemplate, readonly Drawing[]>>();

/**
 * Lays out a licence's face: values go into the fields of their names; a field without a value stays empty.
 * @throws {YinzhengError} TEXT_DOES_NOT_FIT naming the field, GLYPH_MISSING naming the character, TEMPLATE_INVALID when the template
 * asks for a background picture that is not given, FONT_UNUSABLE for a face that is not in the font set
 */
export function layoutFace(
  template: FaceTemplate,
  values: Readonly<Record<string, string>>,
  material: FaceMaterial,
): LaidOutFace {
  const fixed = backgroundsOf(template, material);
  const given = new Map(Object.entries(values));
  return {
    pages: template.pages.map((page, index) => {
      const { width, height } = page;
      const background = fixed[index] ?? { width, height, items: [] };
      return { background, drawing: { width, height, items: variableItems(page, given, material) } };
    }),
    sealPlaces: template.pages.flatMap((page, index) => (page.seals ?? []).map((seal) => ({ ...seal, page: index }))),
    fields: template.pages.flatMap((page, index) =>
      (page.fields ?? []).map(({ name, x, y, width, height }) => ({ name, page: index, x, y, width, height })),
    ),
  };
}

/** Both layers of a page as one drawing. */
export function mergeLayers({ background, drawing }: FacePage): Drawing {
  return { ...drawing, items: [...background.items, ...drawing.items] };
}

function backgroundsOf(template: FaceTemplate, { fonts, images }: FaceMaterial): readonly Drawing[] {
  // A background picture belongs to the licence type but is handed in; what has one is made anew.
  const cacheable = template.pages.every(({ background }) => background?.image === undefined);
  let ofFonts = backgrounds.get(fonts);
  if (!ofFonts) backgrounds.set(fonts, (ofFonts = new WeakMap()));
  const known = ofFonts.get(template);
  if (known && cacheable) return known;
  const made = template.pages.map((page): Drawing => ({
    width: page.width,
    height: page.height,
    items: fixedItems(page, fonts, images),
  }));
  if (cacheable) ofFonts.set(template, made);
  return made;
}

function fixedItems(page: PageTemplate, fonts: FontSet, images: FaceMaterial['images']): readonly DrawingItem[] {
  const { width, height, background, figures = [], borders = [], rules = [], watermark, texts = [], tables = [] } = page;
  const items: DrawingItem[] = [];
  if (background?.colour !== undefined) {
    items.push({ kind: 'path', path: rectangle({ x: 0, y: 0 }, width, height), fill: colourOf(background.colour) });
  }
  if (background?.image !== undefined) {
    const image = images?.get(background.image);
    if (!image)
      throw new YinzhengError('TEMPLATE_INVALID', {
        path: 'background.image',
        reason: bilingual(`the picture ${background.image} is not given`, `未提供图像 ${background.image}`),
      });
    items.push({ kind: 'image', image, x: 0, y: 0, width, height });
  }
  if (background?.pattern) items.push(guillocheItem(background.pattern, page));
  for (const figure of figures) items.push(...figureItems(figure, page));
  if (watermark) items.push(watermarkItem(watermark, page, fonts));
  for (const border of borders) items.push(...borderItems(border, page));
  for (const { x1, y1, x2, y2, width: lineWidth, colour } of rules) {
    const path = [
      { op: 'm', x: x1, y: y1 },
      { op: 'l', x: x2, y: y2 },
    ] as const;
    items.push({ kind: 'path', path, stroke: { colour: colourOf(colour), width: lineWidth } });
  }
  for (const table of tables) items.push(...tableRules(table, fonts));
  for (const entry of texts) items.push(...layoutText(fonts, entry, { text: entry.text, field: entry.text.slice(0, 20) }));
  return items;
}

function variableItems(
  page: PageTemplate,
  values: ReadonlyMap<string, string>,
  { fonts, images, tables, qr, overlay }: FaceMaterial,
): readonly DrawingItem[] {
  const items: DrawingItem[] = [];
  for (const picture of page.pictures ?? []) {
    const image = images?.get(picture.name);
    if (image) items.push(contain(image, picture));
  }
  for (const field of page.fields ?? []) {
    const text = values.get(field.name);
    if (text !== undefined && text !== '') items.push(...layoutText(fonts, field, { text, field: field.name }));
  }
  for (const table of page.tables ?? []) items.push(...tableItems(table, tables?.get(table.name) ?? [], fonts));
  if (page.qr && qr !== undefined) {
    const { colour, ...square } = page.qr;
    items.push(...qrItems(qrModules(qr), colour === undefined ? square : { ...square, colour: colourOf(colour) }));
  }
  if (overlay) items.push(...overlayItems(fonts, overlay, page));
  return items;
}

function contain(image: RasterImage, box: Box): ImageItem {
  const scale = Math.min(box.width / image.width, box.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  return { kind: 'image', image, x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
