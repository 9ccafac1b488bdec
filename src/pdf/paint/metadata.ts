import { utf8 } from '../../base/bytes.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { dateText, textString } from '../writer/notation.ts';

/** What the file says about itself; the document information dictionary and the XMP packet say the same. */
export interface DocumentMetadata {
  readonly title: string;
  readonly author?: string;
  /** The system that made the original. */
  readonly creator?: string;
  readonly subject?: string;
}

/** Name of this software in `/Producer`. */
export const PRODUCER = 'Yinzheng';

const SHANGHAI_OFFSET = 8 * 3_600_000;

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\ufffd]/g, '');
}

/** Date and time in Chinese time, to the second, as XMP writes it. */
function xmpDate(instant: Instant): string {
  return `${isoInstant(instant + SHANGHAI_OFFSET).slice(0, 19)}+08:00`;
}

/** The document information dictionary's text (ISO 32000-1 §14.3.3). */
export function informationDictionary(metadata: DocumentMetadata, created: Instant): string {
  const { title, author, subject, creator } = metadata;
  let entries = `/Title ${textString(title)}`;
  if (author !== undefined) entries += ` /Author ${textString(author)}`;
  if (subject !== undefined) entries += ` /Subject ${textString(subject)}`;
  if (creator !== undefined) entries += ` /Creator ${textString(creator)}`;
  const date = dateText(created);
  return `<<${entries} /Producer ${textString(PRODUCER)} /CreationDate (${date}) /ModDate (${date})>>`;
}

/** The XMP packet (ISO 16684-1) with the PDF/A identification `part` B (ISO 19005-2 §6.6.4; part 3 allows any attachment). */
export function xmpPacket(metadata: DocumentMetadata, created: Instant, part: 2 | 3): Uint8Array {
  const { title, author, subject, creator } = metadata;
  const date = xmpDate(created);
  const language = (element: string, text: string): string =>
    `<dc:${element}><rdf:Alt><rdf:li xml:lang="x-default">${xml(text)}</rdf:li></rdf:Alt></dc:${element}>`;
  return utf8(
    `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
      ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
      ` xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` +
      `<pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><dc:format>application/pdf</dc:format>` +
      language('title', title) +
      (author === undefined ? '' : `<dc:creator><rdf:Seq><rdf:li>${xml(author)}</rdf:li></rdf:Seq></dc:creator>`) +
      (subject === undefined ? '' : language('description', subject)) +
      (creator === undefined ? '' : `<xmp:CreatorTool>${xml(creator)}</xmp:CreatorTool>`) +
      `<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate><pdf:Producer>${PRODUCER}</pdf:Producer>` +
      `</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>`,
  );
}
