import { z } from 'zod';
import { fromBase64, fromHex, fromUtf8, utf8 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { equalSecret, hmacSm3 } from '../../../crypto/native/index.ts';
import { readPem } from '../../../pki/index.ts';
import { KEY_PURPOSES } from '../../../services/pki/index.ts';
import { MAX_ITERATIONS, MIN_ITERATIONS, SALT_LENGTH, type KeystoreDerivation, type KeystoreSecrets } from './derive.ts';
import { KEYSTORE_FORMAT, KEYSTORE_VERSION, MAX_KEYSTORE_BYTES, type Keystore } from './model.ts';

/** The end of a keystore file. Nothing else may follow or differ, letter case included: every byte of the file is accounted for. */
const TAIL = /,\n {2}"mac": "([0-9a-f]{64})"\n\}\n$/;
const TAIL_LENGTH = 80;

const HEAD = z.object({
  format: z.literal(KEYSTORE_FORMAT),
  version: z.literal(KEYSTORE_VERSION),
  derivation: z.object({
    function: z.literal('PBKDF2-HMAC-SHA256'),
    iterations: z.int().min(MIN_ITERATIONS).max(MAX_ITERATIONS),
    salt: z.base64(),
  }),
  passphraseCheck: z.string().regex(/^[0-9a-f]{32}$/),
});

const BODY = z.object({
  keys: z.array(
    z.object({
      keyId: z.string().min(1),
      label: z.string(),
      purposes: z.array(z.enum(KEY_PURPOSES)),
      createdAt: z.iso.datetime(),
      publicKey: z.string(),
      certificate: z.string().nullable(),
      privateKey: z.string(),
    }),
  ),
});

/** A keystore as read, with the secrets that opened it. */
export interface OpenedKeystore {
  readonly keystore: Keystore;
  readonly secrets: KeystoreSecrets;
}

/**
 * Opens a keystore file. Nothing of its keys is looked at before the authentication code of the whole file is right.
 * Rejects with KEYSTORE_MALFORMED, KEYSTORE_DAMAGED, KEYSTORE_PASSPHRASE_WRONG.
 */
export async function readKeystore(bytes: Uint8Array, derive: KeystoreDerivation): Promise<OpenedKeystore> {
  const { json, authenticated, mac } = splitFile(bytes);
  const parsed = HEAD.safeParse(json);
  if (!parsed.success) throw malformed(`its head: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const { derivation, passphraseCheck } = parsed.data;
  const head = { salt: fromBase64(derivation.salt), iterations: derivation.iterations };
  if (head.salt.length !== SALT_LENGTH) throw malformed('its salt');
  const secrets = await derive(head.salt, head.iterations);
  if (!equalSecret(hmacSm3(secrets.macKey, authenticated), mac)) {
    const passphraseRight = equalSecret(secrets.passphraseCheck, fromHex(passphraseCheck));
    throw new YinzhengError(passphraseRight ? 'KEYSTORE_DAMAGED' : 'KEYSTORE_PASSPHRASE_WRONG');
  }
  const body = BODY.safeParse(json);
  if (!body.success) throw malformed('its keys');
  const entries = body.data.keys.map(({ publicKey, certificate, privateKey, ...entry }) => ({
    ...entry,
    publicKey: block('PUBLIC KEY', publicKey),
    certificate: certificate === null ? null : block('CERTIFICATE', certificate),
    encryptedPrivateKey: block('ENCRYPTED PRIVATE KEY', privateKey),
  }));
  return { keystore: { head, entries }, secrets };
}

interface SplitFile {
  readonly json: unknown;
  readonly authenticated: Uint8Array;
  readonly mac: Uint8Array;
}

function splitFile(bytes: Uint8Array): SplitFile {
  if (bytes.length > MAX_KEYSTORE_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_KEYSTORE_BYTES });
  let text: string;
  let json: unknown;
  try {
    text = fromUtf8(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw new YinzhengError('KEYSTORE_MALFORMED', { technical: 'not JSON' }, { cause });
  }
  const mac = TAIL.exec(text.slice(-TAIL_LENGTH))?.[1];
  if (mac === undefined) throw malformed('its end');
  return { json, authenticated: utf8(text.slice(0, -TAIL_LENGTH)), mac: fromHex(mac) };
}

function block(label: string, text: string): Uint8Array {
  const [first, ...rest] = readPem(text, label);
  if (first === undefined || rest.length > 0) throw malformed(`a block ${label}`);
  return first;
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('KEYSTORE_MALFORMED', { technical });
}
