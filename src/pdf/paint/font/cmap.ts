/** CMap files (ISO 32000-1 §9.7.5, §9.10.3): what text a code stands for, and which glyph it selects. */
import { utf16Hex } from '../../writer/notation.ts';

/** Entries a block may have at most (Adobe Technical Note 5014). */
const BLOCK = 100;

function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

function cmap(name: string, type: 1 | 2, mappings: string): string {
  const system = `/Registry (Adobe) def /Ordering (${type === 1 ? 'Identity' : 'UCS'}) def /Supplement 0 def`;
  return (
    `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo 3 dict dup begin ${system} end def\n` +
    `/CMapName /${name} def\n/CMapType ${type} def\n${type === 1 ? '/WMode 0 def\n' : ''}` +
    `1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n${mappings}endcmap\n` +
    `CMapName currentdict /CMap defineresource pop\nend\nend\n`
  );
}

function blocks(operator: string, lines: readonly string[]): string {
  let text = '';
  for (let start = 0; start < lines.length; start += BLOCK) {
    const block = lines.slice(start, start + BLOCK);
    text += `${block.length} begin${operator}\n${block.join('\n')}\nend${operator}\n`;
  }
  return text;
}

/** A ToUnicode CMap; codes without text are left out. Supplementary characters are written as surrogate pairs. */
export function toUnicodeCmap(texts: ReadonlyMap<number, string>): string {
  const lines: string[] = [];
  for (const [code, text] of texts) if (text !== '') lines.push(`<${hex4(code)}> <${utf16Hex(text)}>`);
  return cmap('Adobe-Identity-UCS', 2, blocks('bfchar', lines));
}

/** An encoding that is the identity up to code `last`, and maps the codes of `aliases` to the CID given. */
export function encodingCmap(name: string, last: number, aliases: ReadonlyMap<number, number>): string {
  const lines = Array.from(aliases, ([code, cid]) => `<${hex4(code)}> ${cid}`);
  return cmap(name, 1, `1 begincidrange\n<0000> <${hex4(last)}> 0\nendcidrange\n${blocks('cidchar', lines)}`);
}
