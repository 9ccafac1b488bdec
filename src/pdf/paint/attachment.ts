import type { Instant } from '../../base/time.ts';
import type { Zlib } from '../../base/zlib.ts';
import { dateText, nameText, textString } from '../writer/notation.ts';
import { addObject, addStream, type ObjectSink } from '../writer/sink.ts';

/** A file carried by the document, for example the licence's data as JSON. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
  readonly description?: string;
  /** What it is to the document (ISO 32000-2 §7.11.3), `Data` when absent. */
  readonly relationship?: 'Source' | 'Data' | 'Alternative' | 'Supplement' | 'Unspecified';
}

/** Writes attachments; returns the catalog entries that lead to them (`/AF`, `/Names`), empty when there are none. */
export function writeAttachments(
  sink: ObjectSink,
  attachments: readonly Attachment[],
  { zlib, modified }: { readonly zlib: Zlib; readonly modified: Instant },
): string {
  if (attachments.length === 0) return '';
  const sorted = [...attachments].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const files = sorted.map(({ name, mediaType, data, description, relationship = 'Data' }) => {
    const parameters = `/Params <</Size ${data.length} /ModDate (${dateText(modified)})>>`;
    const entries = `/Type /EmbeddedFile /Subtype ${nameText(mediaType)} ${parameters} /Filter /FlateDecode`;
    const file = addStream(sink, entries, zlib.deflate(data));
    const text = textString(name);
    const about = description === undefined ? '' : ` /Desc ${textString(description)}`;
    const embedded = `/EF <</F ${file} 0 R /UF ${file} 0 R>> /AFRelationship /${relationship}`;
    return { text, number: addObject(sink, `<</Type /Filespec /F ${text} /UF ${text} ${embedded}${about}>>`) };
  });
  const names = files.map(({ text, number }) => `${text} ${number} 0 R`).join(' ');
  return ` /AF [${files.map(({ number }) => `${number} 0 R`).join(' ')}] /Names <</EmbeddedFiles <</Names [${names}]>>>>`;
}
