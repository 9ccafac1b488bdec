/** Custody in this process: the keys of one keystore file, decrypted in memory, signing with OpenSSL. */
import { randomBytes } from 'node:crypto';
import { equalBytes, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type {
  FollowingCustody,
  ForeignKey,
  KeyCustody,
  KeyDescription,
  KeyImporter,
  KeyStanding,
  Signer,
  SignRequest,
} from '../../services/pki/index.ts';
import { MIN_ITERATIONS, passphraseDerivation, SALT_LENGTH } from './keystore/derive.ts';
import { createFile, fileStamp, readFileIfPresent, replaceFile } from '../files/index.ts';
import { signGuarded, type GuardTools } from './guard.ts';
import type { KeystoreEntry } from './keystore/model.ts';
import { encryptPrivateKey } from './keystore/pkcs8.ts';
import { readKeystore } from './keystore/read.ts';
import { writeKeystore } from './keystore/write.ts';
import { loadKey, ownCertificate, type LoadedKey, type OpenedWith } from './loaded-key.ts';
import { checkedPassphrase } from './passphrase.ts';
import { generatePrivateKey, loadPrivateKey } from './private-key.ts';

/** Where a keystore lies and what opens it. */
export interface SoftwareCustodyOptions extends GuardTools {
  readonly path: string;
  readonly passphrase: Uint8Array;
}

/** Custody that also signs. */
export interface SoftwareCustody extends KeyCustody, Signer, KeyImporter, FollowingCustody {}

interface State {
  with: OpenedWith;
  readonly keys: Map<string, LoadedKey>;
  /** The bytes of the file as last read or written. */
  bytes: Uint8Array;
  /** What the file looked like when it was last read; null: it is to be looked at. */
  stamp: string | null;
  fault: KeyStanding['fault'];
}

/**
 * Makes an empty keystore file and opens it. Rejects with KEYSTORE_EXISTS, KEYSTORE_PASSPHRASE_INVALID, FILE_UNWRITABLE.
 */
export async function createSoftwareCustody(options: SoftwareCustodyOptions): Promise<SoftwareCustody> {
  const passphrase = checkedPassphrase(options.passphrase);
  if ((await readFileIfPresent(options.path)) !== null) throw new YinzhengError('KEYSTORE_EXISTS', { path: options.path });
  const head = { salt: new Uint8Array(randomBytes(SALT_LENGTH)), iterations: MIN_ITERATIONS };
  const secrets = await passphraseDerivation(passphrase)(head.salt, head.iterations);
  const bytes = writeKeystore({ head, entries: [] }, secrets);
  if (!(await createFile(options.path, bytes))) throw new YinzhengError('KEYSTORE_EXISTS', { path: options.path });
  return custodyOf(options, {
    with: { head, secrets, crypto: options.crypto },
    keys: new Map(),
    bytes,
    stamp: null,
    fault: null,
  });
}

/**
 * Opens a keystore file: one derivation, the authentication code of the whole file, then every key against its certificate.
 * Rejects with KEYSTORE_NOT_FOUND, KEYSTORE_MALFORMED, KEYSTORE_DAMAGED, KEYSTORE_PASSPHRASE_WRONG, KEYSTORE_KEY_MISMATCH.
 */
export async function openSoftwareCustody(options: SoftwareCustodyOptions): Promise<SoftwareCustody> {
  const stamp = fileStamp(options.path);
  const bytes = await readFileIfPresent(options.path);
  if (bytes === null) throw new YinzhengError('KEYSTORE_NOT_FOUND', { path: options.path });
  const { keystore, secrets } = await readKeystore(bytes, passphraseDerivation(options.passphrase));
  const opened = { head: keystore.head, secrets, crypto: options.crypto };
  const keys = new Map(keystore.entries.map((entry) => [entry.keyId, loadKey(entry, opened)]));
  return custodyOf(options, { with: opened, keys, bytes, stamp, fault: null });
}

function custodyOf(options: SoftwareCustodyOptions, state: State): SoftwareCustody {
  const changes = inTurn();
  const follow = async (): Promise<void> => {
    if (fileStamp(options.path) !== state.stamp) await changes(() => takeChanges(options, state));
  };
  return Object.freeze({
    async sign(request: SignRequest) {
      await follow();
      return sign(options, state, request);
    },
    async list() {
      await follow();
      return [...state.keys.values()].map(describe);
    },
    async standing() {
      await follow();
      return { generation: toHex(options.crypto.digest('sm3', state.bytes)), fault: state.fault };
    },
    generate: (specification: Parameters<KeyCustody['generate']>[0]) =>
      changes(async () => {
        const key = await newKey(options, state, specification);
        await save(options, state, new Map([...state.keys, [key.entry.keyId, key]]));
        return describe(key);
      }),
    importKey: (foreign: ForeignKey) =>
      changes(async () => {
        const key = foreignKey(options, state, foreign);
        await save(options, state, new Map([...state.keys, [key.entry.keyId, key]]));
        return describe(key);
      }),
    attachCertificate: (keyId: string, bytes: Uint8Array) =>
      changes(async () => {
        const key = keyOf(state, keyId);
        const certificate = ownCertificate(keyId, key.entry.publicKey, bytes);
        const changed = { ...key, certificate, entry: { ...key.entry, certificate: certificate.raw } };
        await save(options, state, new Map([...state.keys, [keyId, changed]]));
      }),
    destroy: (keyId: string) =>
      changes(async () => {
        keyOf(state, keyId);
        await save(options, state, new Map([...state.keys].filter(([id]) => id !== keyId)));
      }),
  });
}

function sign(options: SoftwareCustodyOptions, state: State, request: SignRequest): Promise<Uint8Array> {
  const key = keyOf(state, request.keyId);
  const { keyId, purposes, publicKey } = key.entry;
  const guarded = { keyId, purposes, publicKey, certificate: key.certificate };
  return signGuarded(request, guarded, options, () => {
    const signature = key.privateKey.sign(request.tbs, request.padding);
    key.signatures++;
    return signature;
  });
}

async function newKey(
  options: SoftwareCustodyOptions,
  state: State,
  specification: Parameters<KeyCustody['generate']>[0],
): Promise<LoadedKey> {
  const privateKeyInfo = await generatePrivateKey(specification.algorithm ?? 'sm2');
  return keep(options, state, { ...specification, privateKeyInfo, certificate: null });
}

function foreignKey(options: SoftwareCustodyOptions, state: State, foreign: ForeignKey): LoadedKey {
  const key = keep(options, state, foreign);
  const { keyId } = key.entry;
  if (!state.keys.has(keyId)) return key;
  throw new YinzhengError('KEY_NOT_IMPORTABLE', { reason: bilingual(`it is in custody as ${keyId}`, `已在保管中：${keyId}`) });
}

/** A private key as the keystore keeps it, encrypted; what came in is filled with zeros. */
function keep(
  { clock }: SoftwareCustodyOptions,
  state: State,
  made: Omit<ForeignKey, 'certificate'> & { readonly certificate: Uint8Array | null },
): LoadedKey {
  const { head, secrets, crypto } = state.with;
  const { label, purposes, privateKeyInfo, certificate } = made;
  try {
    const { publicKey } = loadPrivateKey(privateKeyInfo, crypto);
    const entry: KeystoreEntry = {
      keyId: toHex(crypto.digest('sm3', publicKey).subarray(0, 10)),
      label,
      purposes: [...purposes],
      createdAt: isoInstant(clock.now()),
      publicKey,
      certificate: certificate && new Uint8Array(certificate),
      encryptedPrivateKey: encryptPrivateKey(privateKeyInfo, { ...head, encryptionKey: secrets.encryptionKey }, randomBytes(16)),
    };
    return loadKey(entry, state.with);
  } finally {
    privateKeyInfo.fill(0);
  }
}

/**
 * Takes the keystore as somebody else left it, all of it or nothing: where it cannot be used, what was there stays in use, and the standing
 * says why. A file that is the same again is not read twice.
 */
async function takeChanges(options: SoftwareCustodyOptions, state: State): Promise<void> {
  const { path, passphrase, crypto } = options;
  // Before it is read: what comes meanwhile shows the next time.
  const stamp = fileStamp(path);
  if (stamp === state.stamp) return;
  try {
    const bytes = await readFileIfPresent(path);
    if (bytes === null) throw new YinzhengError('KEYSTORE_NOT_FOUND', { path });
    if (!equalBytes(bytes, state.bytes)) {
      const { head, secrets } = state.with;
      const { keystore, secrets: opened } = await readKeystore(bytes, (salt, iterations) =>
        iterations === head.iterations && equalBytes(salt, head.salt)
          ? Promise.resolve(secrets)
          : passphraseDerivation(passphrase)(salt, iterations),
      );
      const next = { head: keystore.head, secrets: opened, crypto };
      const keys = keystore.entries.map((entry) => loadChanged(entry, state.keys.get(entry.keyId), next));
      state.with = next;
      state.bytes = bytes;
      state.keys.clear();
      for (const key of keys) state.keys.set(key.entry.keyId, key);
    }
    state.fault = null;
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    state.fault = { code: error.code, details: error.details };
  }
  state.stamp = stamp;
}

/** A key as the keystore has it now; one that is the same is not decrypted again. */
function loadChanged(entry: KeystoreEntry, present: LoadedKey | undefined, opened: OpenedWith): LoadedKey {
  if (!present || !equalBytes(entry.encryptedPrivateKey, present.entry.encryptedPrivateKey)) return loadKey(entry, opened);
  const { certificate } = entry;
  const former = present.entry.certificate;
  // The same bytes, so that whoever parsed them knows them again.
  if (certificate && former && equalBytes(certificate, former)) return { ...present, entry: { ...entry, certificate: former } };
  return { ...present, entry, certificate: certificate && ownCertificate(entry.keyId, entry.publicKey, certificate) };
}

/** Writes first and changes memory after, so that a failure leaves both as they were. */
async function save({ path }: SoftwareCustodyOptions, state: State, keys: Map<string, LoadedKey>): Promise<void> {
  const present = await readFileIfPresent(path);
  if (present === null || !equalBytes(present, state.bytes)) throw new YinzhengError('KEYSTORE_CHANGED', { path });
  const bytes = writeKeystore(
    { head: state.with.head, entries: [...keys.values()].map(({ entry }) => entry) },
    state.with.secrets,
  );
  await replaceFile(path, bytes);
  // Somebody else may have been as fast: the file is looked at before the next use.
  state.stamp = null;
  state.bytes = bytes;
  state.keys.clear();
  for (const [keyId, key] of keys) state.keys.set(keyId, key);
}

function keyOf({ keys }: State, keyId: string): LoadedKey {
  const key = keys.get(keyId);
  if (key === undefined) throw new YinzhengError('KEY_NOT_FOUND', { keyId: keyId.slice(0, 64) });
  return key;
}

function describe({ entry, signatures }: LoadedKey): KeyDescription {
  const { keyId, label, purposes, publicKey, certificate, createdAt } = entry;
  return { keyId, label, purposes, publicKey, certificate, createdAt: Date.parse(createdAt), signatures };
}

/** Runs changes one after another. */
function inTurn(): <T>(change: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change, change);
    last = next;
    return next;
  };
}
