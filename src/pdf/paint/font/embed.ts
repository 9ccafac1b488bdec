import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { utf8 } from '../../../base/bytes.ts';
import type { FontFace } from '../../../drawing/index.ts';
import type { Zlib } from '../../../base/zlib.ts';
import { nameText } from '../../writer/notation.ts';
import { addObject, addStream, type ObjectSink } from '../../writer/sink.ts';
import { cffTable, characterIdentifiers } from './cff.ts';
import { packStream, type Compression } from '../pack.ts';
import { encodingCmap, toUnicodeCmap } from './cmap.ts';
import { aliasKey, type GlyphUse } from './use.ts';

/** A subset ready to be written, and the character codes of its glyphs. */
export interface EmbeddedFont {
  readonly face: FontFace;
  /** Code of a glyph as it stands for a text: four hexadecimal digits. */
  code(glyph: number, text: string): string;
  /** Writes the font and what it refers to; returns the object number of the Type 0 font dictionary. */
  write(sink: ObjectSink): number;
}

/** Numbers of CIDs and codes end here: codes have two bytes (ISO 32000-1 §9.7.6.2). */
const CODE_LIMIT = 0x10000;
/** Code 0 is .notdef; it is never painted. */
const FIRST_CODE = 1;
const SYMBOLIC = 4;
const IDENTITY = '/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>';

/**
 * Cuts a face down to the glyphs used and prepares it as a Type 0 font (ISO 32000-1 §9.7) with Identity-H, or, where a glyph
 * stands for several texts, with an embedded encoding that has a code for each.
 * @throws {YinzhengError} FONT_UNUSABLE when the face cannot be cut down to these glyphs
 */
export function embedFont(use: GlyphUse, zlib: Zlib, compression: Compression): EmbeddedFont {
  const { face } = use;
  const glyphs = [...use.texts.keys()];
  const { file, glyphMap } = face.subset(glyphs);
  const cff = face.outlines === 'cff' ? cffTable(file) : undefined;
  const cidOf = cff ? characterIdentifiers(cff) : (index: number): number => index;

  const cids = new Map<number, number>();
  let last = 0;
  for (const glyph of glyphs) {
    const index = glyphMap.get(glyph);
    if (index === undefined)
      throw new YinzhengError('FONT_UNUSABLE', {
        reason: bilingual(`${face.id}: glyph ${glyph} is not in its subset`, `${face.id}：字形 ${glyph} 不在子集中`),
      });
    const cid = cidOf(index);
    cids.set(glyph, cid);
    last = Math.max(last, cid);
  }
  const codes = new Map<string, number>();
  const unicode = new Map<number, string>();
  for (const [glyph, text] of use.texts) unicode.set(cids.get(glyph) ?? 0, text);
  const aliases = new Map<number, number>();
  let next = last + FIRST_CODE;
  for (const [key, { glyph, text }] of use.aliases) {
    codes.set(key, next);
    unicode.set(next, text);
    aliases.set(next++, cids.get(glyph) ?? 0);
  }
  if (next > CODE_LIMIT)
    throw new YinzhengError('FONT_UNUSABLE', {
      reason: bilingual(`${face.id}: more than ${CODE_LIMIT} glyphs`, `${face.id}：字形多于 ${CODE_LIMIT} 个`),
    });

  const name = `${subsetTag(face.id, glyphs)}+${face.postScriptName}`;
  const program = packStream(cff ?? file, zlib, compression);
  const toUnicode = packStream(utf8(toUnicodeCmap(unicode)), zlib, compression);
  const widths = widthArray(face, cids);
  return {
    face,
    code(glyph, text) {
      const code = use.texts.get(glyph) === text ? cids.get(glyph) : codes.get(aliasKey(glyph, text));
      return (code ?? 0).toString(16).toUpperCase().padStart(4, '0');
    },
    write(sink) {
      const fontFile = cff
        ? `/FontFile3 ${addStream(sink, `/Subtype /CIDFontType0C${program.filter}`, program.data)} 0 R`
        : `/FontFile2 ${addStream(sink, `/Length1 ${file.length}${program.filter}`, program.data)} 0 R`;
      const descriptor = addObject(sink, `<<${descriptorEntries(face, name)} ${fontFile}>>`);
      const kind = cff ? '/CIDFontType0' : '/CIDFontType2 /CIDToGIDMap /Identity';
      const descendant = addObject(
        sink,
        `<</Type /Font /Subtype ${kind} /BaseFont ${nameText(name)} ${IDENTITY} /FontDescriptor ${descriptor} 0 R ${widths}>>`,
      );
      const cmap = addStream(sink, toUnicode.filter, toUnicode.data);
      let encoding = '/Identity-H';
      if (aliases.size > 0) {
        const cmapName = `${subsetTag(face.id, glyphs)}-H`;
        const text = utf8(encodingCmap(cmapName, last, aliases));
        encoding = `${addStream(sink, `/Type /CMap /CMapName /${cmapName} ${IDENTITY} /WMode 0`, text)} 0 R`;
      }
      const baseFont = nameText(cff && encoding === '/Identity-H' ? `${name}-Identity-H` : name);
      return addObject(
        sink,
        `<</Type /Font /Subtype /Type0 /BaseFont ${baseFont} /Encoding ${encoding} /DescendantFonts [${descendant} 0 R] /ToUnicode ${cmap} 0 R>>`,
      );
    },
  };
}

/** Six capital letters that depend on the face and its glyphs alone (§9.6.4), FNV-1a: several faces may have one PostScript name. */
function subsetTag(face: string, glyphs: readonly number[]): string {
  let hash = 0x811c9dc5;
  for (const value of [...utf8(face), ...glyphs]) hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
  let tag = '';
  for (let letter = 0; letter < 6; letter++) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
  }
  return tag;
}

function thousandths(face: FontFace, value: number): number {
  return Math.round((value * 1000) / face.metrics.unitsPerEm);
}

function descriptorEntries(face: FontFace, name: string): string {
  const { ascent, descent, capHeight, boundingBox, italicAngle, weight } = face.metrics;
  const box = boundingBox.map((value) => thousandths(face, value)).join(' ');
  const heights = `/Ascent ${thousandths(face, ascent)} /Descent ${thousandths(face, descent)} /CapHeight ${thousandths(face, capHeight)}`;
  const stem = Math.round(50 + (weight / 65) ** 2);
  return (
    `/Type /FontDescriptor /FontName ${nameText(name)} /Flags ${SYMBOLIC} /FontBBox [${box}]` +
    ` /ItalicAngle ${Math.round(italicAngle)} ${heights} /StemV ${stem}`
  );
}

/** `/DW` and `/W` (§9.7.4.3): widths of 1000, the width of ideographs, are the default and left out. */
function widthArray(face: FontFace, cids: ReadonlyMap<number, number>): string {
  const entries = [...cids]
    .map(([glyph, cid]) => ({ cid, width: thousandths(face, face.advanceOf(glyph)) }))
    .filter(({ width }) => width !== 1000)
    .sort((left, right) => left.cid - right.cid);
  let text = '';
  let expected = -1;
  for (const { cid, width } of entries) {
    text += cid === expected ? ` ${width}` : `${expected < 0 ? '' : '] '}${cid} [${width}`;
    expected = cid + 1;
  }
  return text === '' ? '/DW 1000' : `/DW 1000 /W [${text}]]`;
}
