/** Examining an installation, also one that cannot be opened: that is what is found then. */
import { existsSync } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { secretsOf } from '../../adapters/custody/index.ts';
import { readHeadLines } from '../../adapters/files/index.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import { takeForecast } from '../../services/forecast/index.ts';
import {
  examineExpiry,
  examineIssued,
  examineErasures,
  examineHeads,
  examineGrants,
  examineKeyUses,
  examineProtection,
  examineStore,
  examineTrust,
  finding,
  type Finding,
} from '../../services/maintenance/index.ts';
import { keptHeads, type HeadLine } from '../../services/journal/heads/index.ts';
import { unregisteredKeys } from '../../services/pki/index.ts';
import { openGround, retentionDependencies, type Ground } from '../installation/ground.ts';
import { reconcileOver } from '../installation/reconcile.ts';
import { keyPlaces } from '../installation/places.ts';
import { headTermsOf, type Opening } from './installation.ts';

const GIGABYTE = 1024 ** 3;

/** Everything that is missing or wrong, and what is right; times are told in the time zone. */
export async function examine(
  config: Config,
  { timeZone, ...opening }: Opening & { readonly timeZone: string },
): Promise<readonly Finding[]> {
  const machine = [
    await attempt('self-test', () => {
      runNativeSelfTest();
      return Promise.resolve(finding('self-test', 'ok', 'SM2, SM3 and SM4 give their known answers', 'SM2、SM3、SM4 自检通过'));
    }),
    await attempt('key-files', () => examineModes(config)),
    await attempt('disk', () => examineDisk(config)),
  ].flat();
  let ground: Ground;
  try {
    ground = await openGround(config, { create: false, older: 'examined', ...opening });
  } catch (error) {
    return [...machine, told('installation', error)];
  }
  try {
    const { store, custody, mark, clock, crypto, register } = ground;
    const opened = finding('installation', 'ok', 'Keys and data belong together', '密钥与数据相符');
    const sm3 = (bytes: Uint8Array): Uint8Array => crypto.digest('sm3', bytes);
    const { mode } = config;
    const trustStore = createTrustFiles(config.trustDirectory, crypto);
    const trust = await attempt('trust', async () =>
      examineTrust({ keys: await custody.list(), material: await trustStore.load(), mode, now: clock.now() }),
    );
    const expiry = await attempt('expiry', async () => {
      const expiries = await takeForecast({ custody, trustStore, records: store.records, crypto, mode });
      return examineExpiry({ expiries, now: clock.now(), timeZone });
    });
    return [
      ...machine,
      opened,
      ...trust,
      ...expiry,
      ...(await attempt('issued-certificates', async () => examineIssued(await unregisteredKeys({ custody, register, crypto })))),
      ...(await attempt('key-uses', async () => examineKeyUses(await reconcileOver(ground, { remember: false })))),
      ...(await attempt('grants', () => examineGrants({ records: store.records, grants: ground.keys.room.grants, crypto }))),
      ...(await attempt('journal-heads', async () => {
        const lines = headLines(config.journalHeadFile, store);
        return examineHeads({ store, lines, terms: { ...(await headTermsOf(config, ground)), sm3 }, timeZone });
      })),
      ...(await attempt('erasures', () => examineErasures(retentionDependencies(ground)))),
      ...(await attempt('data-keys', () => examineProtection(store.protection))),
      ...(await attempt('store', () => examineStore({ store, mark, clock, crypto, timeZone, mode }))),
    ];
  } finally {
    await ground.close();
  }
}

/** The heads of the file outside, where it is here, and those that the store keeps. */
async function* headLines(path: string, { records }: Pick<Ground['store'], 'records'>): AsyncIterable<HeadLine> {
  if (existsSync(path)) yield* readHeadLines(path);
  yield* keptHeads(records);
}

/** A finding in place of what could not be examined. */
async function attempt(id: string, examination: () => Promise<Finding | readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return [await examination()].flat();
  } catch (error) {
    return [told(id, error)];
  }
}

function told(id: string, error: unknown): Finding {
  if (isYinzhengError(error)) return finding(id, 'fault', error.message, error.chinese);
  throw error;
}

/** Nobody but the owner may read keys; the root's keystore should not be here at all. */
async function examineModes(config: Config): Promise<readonly Finding[]> {
  const { keysDirectory, custodyFile } = config;
  const { passphrase, rootKeystore } = keyPlaces(config);
  const entries = await readdir(keysDirectory, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter(({ name }) => name !== 'README.md').map(({ parentPath, name }) => join(parentPath, name));
  const open: string[] = [];
  // What is wrong with the file itself is found where its keys are opened.
  const elsewhere = custodyFile === null ? [] : await secretsOf(custodyFile).catch(() => []);
  for (const path of new Set([...paths, passphrase, ...elsewhere])) if (await isOpen(path, 0o077)) open.push(path);
  // Whoever may put files into the folder may put other keys in place of these; a group of one's own is usual.
  if (await isOpen(keysDirectory, 0o002)) open.push(keysDirectory);
  // It names a library that is run.
  if (custodyFile !== null && (await isOpen(custodyFile, 0o022))) open.push(custodyFile);
  const modes =
    open.length === 0
      ? finding('key-files', 'ok', 'Nobody else has access to the keys', '密钥仅属主可访问')
      : finding(
          'key-files',
          'fault',
          `Others have access to these: ${open.join(', ')}`,
          `以下文件或目录可被他人访问：${open.join('、')}`,
        );
  if (!paths.includes(rootKeystore)) return [modes];
  return [
    modes,
    finding(
      'root-key',
      config.mode === 'production' ? 'fault' : 'warning',
      'The root’s keystore is still here: take the folder offline away',
      '根密钥库仍在此处：请将 offline 目录移至离线介质',
    ),
  ];
}

async function isOpen(path: string, modes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && (found.mode & modes) !== 0;
}

async function examineDisk({ database, dataDirectory }: Config): Promise<Finding> {
  const found = await statfs(database.kind === 'lmdb' ? database.path : dataDirectory).catch(() => null);
  if (!found) return finding('disk', 'warning', 'There is no data folder yet', '数据目录尚不存在');
  const free = found.bavail * found.bsize;
  const gigabytes = (free / GIGABYTE).toFixed(1);
  return free < GIGABYTE
    ? finding('disk', 'warning', `Only ${gigabytes} GB are free for data`, `数据所在磁盘仅剩 ${gigabytes} GB`)
    : finding('disk', 'ok', `${gigabytes} GB are free for data`, `数据所在磁盘剩余 ${gigabytes} GB`);
}
