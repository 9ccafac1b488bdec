import { encodeName, type NameFields } from '../pki/index.ts';
import { usage } from './arguments.ts';

const FIELDS: Readonly<Record<string, keyof NameFields>> = {
  C: 'country',
  ST: 'province',
  L: 'locality',
  O: 'organisation',
  OU: 'organisationalUnit',
  CN: 'commonName',
  SERIALNUMBER: 'serialNumber',
};

/**
 * A name written `C=CN,O=某某局,CN=99010000000009`; a comma within a value is written `\,`, a backslash `\\`. Throws USAGE for other
 * attributes than C, ST, L, O, OU, CN, SERIALNUMBER and for one given twice, INPUT_INVALID for a value that cannot be written.
 */
export function readSubject(text: string): NameFields {
  const fields: Partial<Record<keyof NameFields, string>> = {};
  for (const part of text.match(/(?:\\.|[^,\\])+/gu) ?? []) {
    const [, key = '', value = ''] = /^\s*([A-Za-z]+)\s*=(.*)$/su.exec(part) ?? [];
    const field = FIELDS[key.toUpperCase()];
    if (field === undefined || fields[field] !== undefined) {
      throw usage(
        `--subject takes each of ${Object.keys(FIELDS).join(', ')} once, such as C=CN,O=…,CN=…`,
        `--subject 由 ${Object.keys(FIELDS).join('、')} 组成，各至多一次，例如 C=CN,O=…,CN=…`,
      );
    }
    fields[field] = value.replace(/\\(.)/gu, '$1').trim();
  }
  if (Object.keys(fields).length === 0) throw usage('--subject is empty', '--subject 为空');
  // Refused before a key is made for it.
  encodeName(fields);
  return fields;
}
