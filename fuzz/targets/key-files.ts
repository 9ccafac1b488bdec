/** Keys of others: key files that are imported, and what devices and custody servers answer. */
import { ecdsaDer } from '../../src/adapters/custody/devices/pkcs11/ecdsa.ts';
import { readError } from '../../src/adapters/custody/remote/messages.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { parseAuthenticatedSafe, parsePkcs12, parseSafeContents } from '../../src/pki/index.ts';
import { writeKeyFile } from '../../test/support/pkcs12.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';

function keyFileOf({ chain: { signer } }: World, form: 'der' | 'ber'): Uint8Array {
  return writeKeyFile({ keys: [signer], certificates: [signer], passphrase: 'a passphrase', form });
}

/** The layers of key files, from the outside in. */
function layersOf(world: World): Readonly<Record<'files' | 'safes' | 'contents', readonly Uint8Array[]>> {
  const files = [keyFileOf(world, 'der'), keyFileOf(world, 'ber')];
  const safes = files.map((file) => parsePkcs12(file).content);
  const contents = safes
    .flatMap((safe) => parseAuthenticatedSafe(safe))
    .flatMap((part) => (part.kind === 'plain' ? [part.content] : []));
  return { files, safes, contents };
}

/** Deriving a key takes as long as the file says, within bounds; what is read before and after is here. */
const keyFile: Target = {
  name: 'key-file',
  form: 'der',
  covers: ['pki/pkcs12/parse.ts#parsePkcs12', 'pki/pkcs12/read.ts#checkedSalt'],
  open: (world) => ({ seeds: layersOf(world).files, run: (input) => parsePkcs12(input).content.length > 0 }),
};

const keyFileParts: Target = {
  name: 'key-file-parts',
  form: 'der',
  covers: ['pki/pkcs12/parse.ts#parseAuthenticatedSafe'],
  open: (world) => ({ seeds: layersOf(world).safes, run: (input) => parseAuthenticatedSafe(input).length > 0 }),
};

const keyFileBags: Target = {
  name: 'key-file-bags',
  form: 'der',
  covers: ['pki/pkcs12/parse.ts#parseSafeContents'],
  open: (world) => ({ seeds: layersOf(world).contents, run: (input) => parseSafeContents(input).length > 0 }),
};

const custodyAnswer: Target = {
  name: 'custody-answer',
  form: 'json',
  covers: ['adapters/custody/remote/messages.ts#readError', 'adapters/custody/devices/pkcs11/ecdsa.ts#ecdsaDer'],
  open: () => ({
    seeds: [
      utf8('{"error":{"code":"KEY_NOT_FOUND","details":{"keyId":"k1"}}}'),
      utf8('{"error":{"code":"INPUT_INVALID","details":{"reason":{"en":"a","zh":"b"}}}}'),
    ],
    run(input) {
      attempt(() => ecdsaDer(input));
      let answer: unknown = null;
      try {
        answer = JSON.parse(Buffer.from(input).toString('utf8'));
      } catch {
        // what is no JSON is answered as nothing, as the client does
      }
      return readError('sign', 422, answer).code !== 'KEY_DEVICE_UNAVAILABLE';
    },
  }),
};

export const KEY_FILE_TARGETS: readonly Target[] = [keyFile, keyFileParts, keyFileBags, custodyAnswer];
