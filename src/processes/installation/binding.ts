/** That keys, data and mode belong together: a store remembers the key of its files and the mode it was made in. */
import type { FileKey } from '../../adapters/blobs/index.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import { isDemonstrationCertificate, parseCertificate } from '../../pki/index.ts';
import type { KeyCustody } from '../../services/pki/index.ts';
import type { RecordStore } from '../../services/storage/index.ts';

/** `_id` of the binding in `settings`. */
const BINDING = 'installation';

/** To which file key a store belongs, and in which mode it was made. */
export interface Binding {
  readonly fileKey: string;
  readonly mode: Config['mode'];
}

/** The binding of a store, null for a new one. */
export async function readBinding(records: Pick<RecordStore, 'get'>): Promise<Binding | null> {
  const record = await records.get('settings', BINDING);
  if (!record) return null;
  const { fileKey, mode } = record.value;
  return { fileKey: String(fileKey), mode: mode === 'demonstration' ? 'demonstration' : 'production' };
}

/** Binds a new store. Of two processes that do it at once one is first, and the other starts again. Rejects with ALREADY_EXISTS. */
export async function bindInstallation(records: RecordStore, { fileKey, mode }: Binding): Promise<void> {
  await records.insert('settings', { _id: BINDING, schema: 1, version: 1, value: { fileKey, mode } });
}

/** Says that a store is under the newest file key now. Rejects with VERSION_CONFLICT when another process says so at this moment. */
export async function rebindInstallation(records: Pick<RecordStore, 'get' | 'replace'>, fileKey: string): Promise<void> {
  const record = await records.get('settings', BINDING);
  if (!record || record.value['fileKey'] === fileKey) return;
  await records.replace('settings', { ...record, version: record.version + 1, value: { ...record.value, fileKey } });
}

/**
 * Sees that a store is opened with its own keys and in its own mode.
 * @returns the file key that the store was under last, which is the present one or one from before a rotation
 * @throws {YinzhengError} KEYS_MISSING, DEMONSTRATION_INSTALLATION, PRODUCTION_INSTALLATION
 */
export function checkBinding(
  binding: Binding,
  { config, fileKey, keys }: { readonly config: Config; readonly fileKey: FileKey; readonly keys: boolean },
): Pick<FileKey, 'fingerprint' | 'protection'> {
  checkMode(binding, config);
  const bound = [fileKey, ...fileKey.earlier].find(({ fingerprint }) => fingerprint === binding.fileKey);
  if (!keys || !bound) throw new YinzhengError('KEYS_MISSING', { path: config.keysDirectory });
  return bound;
}

/**
 * Sees that a store is opened in its own mode.
 * @throws {YinzhengError} DEMONSTRATION_INSTALLATION, PRODUCTION_INSTALLATION
 */
export function checkMode({ mode }: Pick<Binding, 'mode'>, config: Config): void {
  if (mode === config.mode) return;
  if (config.mode === 'production') throw new YinzhengError('DEMONSTRATION_INSTALLATION', { found: config.dataDirectory });
  throw new YinzhengError('PRODUCTION_INSTALLATION', { path: config.dataDirectory });
}

/**
 * Sees that production uses no key that was certified for demonstration. Rejects with DEMONSTRATION_INSTALLATION.
 */
export async function checkKeys(custody: KeyCustody, config: Config): Promise<void> {
  if (config.mode !== 'production') return;
  const demonstration = (await custody.list()).some(({ certificate }) => certificate !== null && demonstrates(certificate));
  if (demonstration) throw new YinzhengError('DEMONSTRATION_INSTALLATION', { found: config.keysDirectory });
}

function demonstrates(certificate: Uint8Array): boolean {
  try {
    return isDemonstrationCertificate(parseCertificate(certificate));
  } catch (error) {
    if (isYinzhengError(error)) return true;
    throw error;
  }
}
