/** The file of a sample licence: a page that says so, without any seal, the same octets each time. */
import { concatBytes, latin1 } from '../../base/bytes.ts';

/** A PDF (ISO 32000-1) of one page with the identifier on it. */
export function sampleFile(identifier: string): Uint8Array {
  const text = identifier.replace(/[^0-9A-Za-z.-]/g, '');
  const content = `BT /F1 24 Tf 60 760 Td (SAMPLE - VOID) Tj 0 -40 Td /F1 9 Tf (${text}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const parts = ['%PDF-1.4\n'];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    offsets.push(length);
    const part = `${index + 1} 0 obj\n${object}\nendobj\n`;
    length += part.length;
    parts.push(part);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  parts.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`);
  parts.push(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`);
  return concatBytes(...parts.map(latin1));
}
