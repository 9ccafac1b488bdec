import {
  runsOf,
  type Colour,
  type Drawing,
  type FontFace,
  type ImageItem,
  type ModulesItem,
  type PathItem,
  type RasterImage,
  type TextItem,
} from '../../drawing/index.ts';
import { numberText } from '../writer/notation.ts';
import type { EmbeddedFont } from './font/embed.ts';
import type { PackedStream } from './pack.ts';
import { pathOperators, strokedSubpaths } from './path.ts';

/** The operators of a drawing (ISO 32000-1 §8, §9) and what they refer to; each name in `resources` begins with the prefix given. */
export interface Content {
  readonly operators: string;
  readonly fonts: ReadonlyMap<string, EmbeddedFont>;
  readonly images: ReadonlyMap<string, RasterImage>;
  /** Name of the graphics state → opacity in 255ths. */
  readonly opacities: ReadonlyMap<string, number>;
}

/** A drawing painted and compressed, not yet written. */
export interface PaintedLayer {
  readonly content: Content;
  /** The operators. */
  readonly packed: PackedStream;
}

/** How a drawing becomes operators: `prefix` begins all resource names, `fonts` has a font for each face in use. */
export interface ContentOptions {
  readonly prefix: string;
  readonly fonts: ReadonlyMap<FontFace, EmbeddedFont>;
}

/** PDF points to a millimetre. */
export const POINTS_PER_MM = 72 / 25.4;
/** A glyph out of its natural place by less than this many thousandths of the font size is left there. */
const SMALLEST_ADJUSTMENT = 0.5;
const OPAQUE = 255;
/** Segments from which a stroked path is worth being looked at for repetition. */
const LONG_PATH = 64;

/**
 * Turns a drawing into content operators. The first one makes mm, origin in the upper left corner and y downwards, the user space.
 * @throws {YinzhengError} INPUT_INVALID for coordinates that are not finite
 */
export function paintContent(drawing: Drawing, options: ContentOptions): Content {
  const painter = new Painter(options);
  const scale = numberText(POINTS_PER_MM, 6);
  painter.operators = `q ${scale} 0 0 -${scale} 0 ${numberText(drawing.height * POINTS_PER_MM)} cm\n`;
  for (const item of drawing.items) {
    if (item.kind === 'text') painter.text(item);
    else if (item.kind === 'path') painter.path(item);
    else if (item.kind === 'modules') painter.modules(item);
    else painter.image(item);
  }
  painter.operators += 'Q\n';
  return painter;
}

/** Remembers the graphics state, so that only changes are written. */
class Painter implements Content {
  operators = '';
  readonly fonts = new Map<string, EmbeddedFont>();
  readonly images = new Map<string, RasterImage>();
  readonly opacities = new Map<string, number>();
  readonly #options: ContentOptions;
  readonly #names = new Map<FontFace | RasterImage, string>();
  #fill = '0 g';
  #stroke = '0 G';
  #line = '1 w';
  #dash = '[] 0 d';
  #opacity = OPAQUE;

  constructor(options: ContentOptions) {
    this.#options = options;
  }

  text(item: TextItem): void {
    const font = this.#options.fonts.get(item.face);
    if (item.glyphs.length === 0 || !font || !(item.size > 0)) return;
    this.#setOpacity(item.opacity);
    this.#setFill(item.colour);
    const { size, face } = item;
    const { unitsPerEm } = face.metrics;
    let text = `BT ${this.#fontName(face, font)} ${numberText(size, 4)} Tf ${textMatrix(item)} Tm `;
    let open = '';
    let pen = 0;
    let rise = 0;
    for (const { glyph, x, y, text: stands } of item.glyphs) {
      const glyphRise = Math.round(-y * 1000) / 1000;
      if (glyphRise !== rise) {
        if (open !== '') text += `[${open}>] TJ `;
        open = '';
        text += `${numberText(glyphRise)} Ts `;
        rise = glyphRise;
      }
      const adjustment = ((pen - x) * 1000) / size;
      const code = font.code(glyph, stands);
      if (Math.abs(adjustment) < SMALLEST_ADJUSTMENT) {
        open += open === '' ? `<${code}` : code;
      } else {
        const rounded = Math.round(adjustment);
        open += `${open === '' ? '' : '>'}${numberText(rounded)}<${code}`;
        pen -= (rounded * size) / 1000;
      }
      pen += (face.advanceOf(glyph) * size) / unitsPerEm;
    }
    this.operators += `${text}[${open}>] TJ${rise === 0 ? '' : ' 0 Ts'} ET\n`;
  }

  path(item: PathItem): void {
    const { fill, stroke } = item;
    if (!fill && !stroke) return;
    this.#setOpacity(item.opacity);
    if (fill) this.#setFill(fill);
    if (stroke) this.#setStroke(stroke);
    if (item.path.length === 0) return;
    if (!fill && this.#opacity === OPAQUE && item.path.length >= LONG_PATH) {
      this.operators += strokedSubpaths(item.path);
    } else {
      const rule = fill && item.fillRule === 'evenodd' ? '*' : '';
      this.operators += `${pathOperators(item.path)}${fill ? (stroke ? 'B' : 'f') : 'S'}${rule}\n`;
    }
  }

  /** In a user space whose unit is a square: whole numbers take a fraction of the bytes. */
  modules(item: ModulesItem): void {
    this.#setOpacity();
    this.#setFill(item.fill);
    const unit = numberText(item.unit, 6);
    const squares = runsOf(item).map(({ row, start, length }) => `${start} ${row} ${length} 1 re\n`);
    if (squares.length > 0)
      this.operators += `q ${unit} 0 0 ${unit} ${numberText(item.x)} ${numberText(item.y)} cm\n${squares.join('')}f Q\n`;
  }

  image(item: ImageItem): void {
    this.#setOpacity(item.opacity);
    let name = this.#names.get(item.image);
    if (name === undefined) {
      name = `${this.#options.prefix}I${this.images.size}`;
      this.#names.set(item.image, name);
      this.images.set(name, item.image);
    }
    const { x, y, width, height } = item;
    const matrix = [width, 0, 0, -height, x, y + height].map((value) => numberText(value)).join(' ');
    this.operators += `q ${matrix} cm /${name} Do Q\n`;
  }

  #fontName(face: FontFace, font: EmbeddedFont): string {
    let name = this.#names.get(face);
    if (name === undefined) {
      name = `${this.#options.prefix}F${this.fonts.size}`;
      this.#names.set(face, name);
      this.fonts.set(name, font);
    }
    return `/${name}`;
  }

  #setFill(colour: Colour): void {
    const fill = `${components(colour)} rg`;
    if (fill !== this.#fill) this.operators += `${fill}\n`;
    this.#fill = fill;
  }

  #setStroke({ colour, width, dash = [] }: NonNullable<PathItem['stroke']>): void {
    const stroke = `${components(colour)} RG`;
    const line = `${numberText(width)} w`;
    const pattern = `[${dash.map((length) => numberText(length)).join(' ')}] 0 d`;
    if (stroke !== this.#stroke) this.operators += `${stroke}\n`;
    if (line !== this.#line) this.operators += `${line}\n`;
    if (pattern !== this.#dash) this.operators += `${pattern}\n`;
    this.#stroke = stroke;
    this.#line = line;
    this.#dash = pattern;
  }

  #setOpacity(opacity = 1): void {
    const level = Math.round(Math.min(1, Math.max(0, opacity)) * OPAQUE);
    if (level === this.#opacity) return;
    const name = `${this.#options.prefix}G${level}`;
    this.opacities.set(name, level);
    this.operators += `/${name} gs\n`;
    this.#opacity = level;
  }
}

function components({ red, green, blue }: Colour): string {
  return `${numberText(red / 255)} ${numberText(green / 255)} ${numberText(blue / 255)}`;
}

/** The text matrix: y points up in text space and down on the page; `rotation` is clockwise. */
function textMatrix({ x, y, rotation = 0 }: TextItem): string {
  const place = `${numberText(x)} ${numberText(y)}`;
  if (rotation === 0) return `1 0 0 -1 ${place}`;
  const angle = (rotation * Math.PI) / 180;
  const cosine = numberText(Math.cos(angle), 6);
  const sine = numberText(Math.sin(angle), 6);
  return `${cosine} ${sine} ${sine} ${numberText(-Math.cos(angle), 6)} ${place}`;
}
