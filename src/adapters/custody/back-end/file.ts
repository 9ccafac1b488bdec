/** The file that says where keys are kept other than in a keystore, and which of them are used. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { fromUtf8 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { KEY_PURPOSES } from '../../../services/pki/index.ts';
import { readFileIfPresent } from '../../files/index.ts';

const MOST_KEYS = 10_000;
/** Most sessions with a device at once. */
export const MOST_SESSIONS = 64;

const text = z.string().min(1).max(1_024);
const key = {
  label: z.string().min(1).max(256),
  purposes: z.array(z.enum(KEY_PURPOSES)).min(1),
  createdAt: z.iso.datetime().transform((instant) => Date.parse(instant)),
};
const device = {
  /** Path of the C library. */
  library: text,
  /** Most sessions at once. */
  sessions: z.int().min(1).max(MOST_SESSIONS).default(4),
  /** How long a signature may take, ms: less than whoever waits for a signer is patient. */
  timeout: z.int().min(100).max(20_000).default(10_000),
  /** Folder of the keys' certificates. */
  certificates: text.default('certificates'),
};
const keys = <Reference extends z.ZodRawShape>(reference: Reference) =>
  z
    .array(z.strictObject({ ...key, ...reference }))
    .min(1)
    .max(MOST_KEYS);

const SDF = z.strictObject({
  kind: z.literal('sdf'),
  ...device,
  keys: keys({ index: z.int().min(1).max(0xffff), pinFile: text }),
});

const PKCS11 = z.strictObject({
  kind: z.literal('pkcs11'),
  ...device,
  /** Label of the token. */
  token: z.string().min(1).max(32),
  pinFile: text,
  keys: keys({
    keyLabel: z.string().min(1).max(256).optional(),
    /** CKA_ID. */
    keyIdentifier: z
      .string()
      .regex(/^([0-9a-f]{2}){1,64}$/)
      .optional(),
  }),
});

const REMOTE = z.strictObject({
  kind: z.literal('remote'),
  /** In the order in which they are tried. */
  servers: z
    .array(z.url({ protocol: /^https$/ }))
    .min(1)
    .max(8),
  /** PEM files: authorities of the servers, and what this client shows them. */
  authorities: text,
  certificate: text,
  privateKey: text,
  sessions: z.int().min(1).max(MOST_SESSIONS).default(8),
  timeout: device.timeout,
});

const CUSTODY_FILE = z.discriminatedUnion('kind', [SDF, PKCS11, REMOTE]);

/** Keys in a device of GM/T 0018. Paths are absolute. */
export type SdfFile = z.infer<typeof SDF>;

/** Keys of a PKCS#11 token. Paths are absolute. */
export type Pkcs11File = z.infer<typeof PKCS11>;

/** Keys that a custody server keeps. Paths are absolute. */
export type RemoteFile = z.infer<typeof REMOTE>;

/** What the file says, paths made absolute. */
export type CustodyFile = z.infer<typeof CUSTODY_FILE>;

/** Reads a custody file; its relative paths start from its folder. Rejects with CUSTODY_FILE_INVALID. */
export async function readCustodyFile(path: string): Promise<CustodyFile> {
  const invalid = (reason: Bilingual, cause?: unknown) => new YinzhengError('CUSTODY_FILE_INVALID', { path, reason }, { cause });
  const bytes = await readFileIfPresent(path);
  if (bytes === null) throw invalid(bilingual('there is no such file', '文件不存在'));
  let content: unknown;
  try {
    content = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw invalid(bilingual('it is not JSON', '不是 JSON'), cause);
  }
  const read = CUSTODY_FILE.safeParse(content);
  if (!read.success) {
    throw invalid(wrongPart(read.error), read.error);
  }
  return absolute(read.data, dirname(resolve(path)));
}

/** Paths of the files that a custody file names and nobody else may read: PINs, a client's key. Rejects with CUSTODY_FILE_INVALID. */
export async function secretsOf(path: string): Promise<readonly string[]> {
  const file = await readCustodyFile(path);
  if (file.kind === 'remote') return [file.privateKey];
  return file.kind === 'pkcs11' ? [file.pinFile] : file.keys.map(({ pinFile }) => pinFile);
}

function absolute(file: CustodyFile, folder: string): CustodyFile {
  const from = (path: string): string => resolve(folder, path);
  if (file.kind === 'remote') {
    const { authorities, certificate, privateKey } = file;
    return { ...file, authorities: from(authorities), certificate: from(certificate), privateKey: from(privateKey) };
  }
  const places = { library: from(file.library), certificates: from(file.certificates) };
  if (file.kind === 'pkcs11') return { ...file, ...places, pinFile: from(file.pinFile) };
  return {
    ...file,
    ...places,
    keys: file.keys.map((entry) => ({ ...entry, pinFile: from(entry.pinFile) })),
  };
}

/** Which part of a file that describes custody is not as it should be. */
export function wrongPart({ issues: [issue] }: z.ZodError): Bilingual {
  const at = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : (issue?.path ?? []);
  const name = at.join('.');
  return bilingual(`${name}: missing, or not as described`, `${name}：缺少或不合要求`);
}
