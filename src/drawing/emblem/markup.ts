/** The little of XML 1.0 that drawings are written in: elements, attributes and comments; no entities, no document type. */
import { emblemFault } from './fault.ts';

/** An element with its attributes and child elements; text is left out. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
}

const DEEPEST = 32;
const MOST_ELEMENTS = 5_000;
const NAME = String.raw`[A-Za-z_][\w.:-]{0,63}`;
/** What may stand at a `<`: comment, declaration, end tag, or start tag with its attributes. */
const TAG = new RegExp(
  String.raw`<!--(?:(?!--)[^])*-->|<\?xml\s[^<>]*\?>|</(${NAME})\s*>|<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`,
  'y',
);
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');

/**
 * The root element of a document.
 * @throws {YinzhengError} EMBLEM_UNUSABLE when it is not well-formed, or uses more of XML than this
 */
export function readMarkup(text: string): Element {
  const root: OpenElement = { name: '', attributes: new Map(), children: [] };
  const open: OpenElement[] = [root];
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', TAG.lastIndex)) {
    TAG.lastIndex = at;
    const match = TAG.exec(text);
    if (!match) throw emblemFault(`what stands at character ${at} is not understood`, `第 ${at} 个字符处的内容无法识别`);
    const [, ended, started, attributes = '', empty] = match;
    if (ended !== undefined) {
      if (open.length === 1 || open.pop()?.name !== ended)
        throw emblemFault(`</${ended}> ends nothing`, `</${ended}> 没有对应的开始标记`);
    } else if (started !== undefined) {
      if (++count > MOST_ELEMENTS || open.length > DEEPEST) throw emblemFault('it has too many elements', '元素过多');
      const element: OpenElement = { name: started, attributes: readAttributes(attributes), children: [] };
      open.at(-1)?.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (only === undefined || more.length > 0 || open.length > 1)
    throw emblemFault('it is not one complete element', '不是一个完整的元素');
  return only;
}

interface OpenElement extends Element {
  readonly children: Element[];
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (attributes.has(name)) throw emblemFault(`attribute ${name} is given twice`, `属性 ${name} 重复`);
    if (value.includes('&')) throw emblemFault('entities are not supported', '不支持实体引用');
    attributes.set(name, value);
  }
  return attributes;
}
