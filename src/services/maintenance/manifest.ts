/** The manifest of a backup: what it is a copy of, its parts by digest, and an authentication code over all of it. */
import { z } from 'zod';
import { fromUtf8, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';

/** Path of the manifest in a backup; it is written last, and without it there is no backup. */
/** Where a backup says what is in it. */
export const MANIFEST = 'manifest.json';

const HEX_32 = z.string().regex(/^[0-9a-f]{64}$/);
/** A path below the backup, with `/`. */
const PATH = z.string().regex(/^(?!.*(^|\/)\.{0,2}(\/|$))[^\0\\]+$/);
const BODY = z.strictObject({
  format: z.literal('yinzheng-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  store: z.strictObject({ id: z.string().min(1), schema: z.int().min(1), createdAt: z.string() }),
  head: z.strictObject({ sequence: z.int().min(0), hash: HEX_32 }),
  /** Records and files in it. */
  records: z.int().min(0),
  files: z.int().min(0),
  parts: z.array(z.strictObject({ path: PATH, size: z.int().min(0), sm3: HEX_32 })),
});

/** What a backup says of itself. */
export type BackupManifest = z.infer<typeof BODY>;

/** The end of a manifest: nothing else may follow or differ. */
const TAIL = /,\n {2}"mac": "([0-9a-f]{64})"\n\}\n$/;
const TAIL_LENGTH = 80;

/** The bytes of a manifest: JSON whose last member is the authentication code of everything before it. */
export function writeManifest(manifest: BackupManifest, authenticate: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const body = JSON.stringify(BODY.parse(manifest), null, 2).slice(0, -'\n}'.length);
  return utf8(`${body},\n  "mac": "${toHex(authenticate(utf8(body)))}"\n}\n`);
}

/**
 * Reads a manifest that was made under the same file key.
 * @throws {YinzhengError} BACKUP_DAMAGED when it was changed or is another installation's
 */
export function readManifest(bytes: Uint8Array, authenticate: (bytes: Uint8Array) => Uint8Array): BackupManifest {
  try {
    const text = fromUtf8(bytes);
    const mac = TAIL.exec(text.slice(-TAIL_LENGTH))?.[1];
    // Which code would be right is no secret: whoever holds the backup has the manifest already.
    if (mac === undefined || toHex(authenticate(utf8(text.slice(0, -TAIL_LENGTH)))) !== mac) throw new RangeError('its code');
    return BODY.parse(JSON.parse(`${text.slice(0, -TAIL_LENGTH)}\n}`));
  } catch (cause) {
    throw new YinzhengError('BACKUP_DAMAGED', { path: MANIFEST }, { cause });
  }
}
