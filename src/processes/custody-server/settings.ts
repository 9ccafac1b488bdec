import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { wrongPart } from '../../adapters/custody/index.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';

const text = z.string().min(1).max(1_024);
const SETTINGS = z
  .strictObject({
    host: text.default('127.0.0.1'),
    port: z.int().min(0).max(65_535),
    /** PEM files: what the server shows, and the authorities of its clients. */
    certificate: text,
    privateKey: text,
    clientAuthorities: text,
    /** The keys: a keystore with the file of its passphrase, or a custody file. */
    keystore: text.optional(),
    passphraseFile: text.optional(),
    custodyFile: text.optional(),
    /** Folder of the log of key uses. */
    audit: text.default('audit'),
  })
  .refine(
    ({ keystore, passphraseFile, custodyFile }) =>
      custodyFile === undefined ? keystore !== undefined && passphraseFile !== undefined : keystore === undefined,
    { path: ['keystore/passphraseFile/custodyFile'] },
  );

/** Settings of a custody server. Paths are absolute. */
export type CustodyServerSettings = z.infer<typeof SETTINGS>;

const PATHS = ['certificate', 'privateKey', 'clientAuthorities', 'keystore', 'passphraseFile', 'custodyFile', 'audit'] as const;

/** Reads the settings file; its relative paths start from its folder. Rejects with CUSTODY_FILE_INVALID. */
export async function readSettings(path: string): Promise<CustodyServerSettings> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw invalid(path, bilingual('there is no such file, or it is not JSON', '文件不存在，或不是 JSON'), cause);
  }
  const read = SETTINGS.safeParse(content);
  if (!read.success) {
    throw invalid(path, wrongPart(read.error), read.error);
  }
  const settings = { ...read.data };
  for (const name of PATHS) {
    const value = settings[name];
    if (value !== undefined) settings[name] = resolve(dirname(path), value);
  }
  return settings;
}

function invalid(path: string, reason: Bilingual, cause: unknown): YinzhengError {
  return new YinzhengError('CUSTODY_FILE_INVALID', { path, reason }, { cause });
}
