/** Examining an installation, also one that cannot be opened: that is what is found then. */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import { examineStore, examineTrust, finding, type Finding } from '../../services/maintenance/index.ts';
import { openGround, type Ground } from '../installation/ground.ts';
import { keyPlaces } from '../installation/places.ts';

const GIGABYTE = 1024 ** 3;

/** Everything that is missing or wrong, and what is right. */
export async function examine(config: Config, onError: (error: unknown) => void): Promise<readonly Finding[]> {
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
    ground = await openGround(config, { create: false, onError });
  } catch (error) {
    return [...machine, told('installation', error)];
  }
  try {
    const { store, custody, clock, crypto } = ground;
    const opened = finding(
      'installation',
      'ok',
      'Keys and data belong together and are not older than they were',
      '密钥与数据相符，数据未回退',
    );
    const trust = await attempt('trust', async () =>
      examineTrust({
        keys: await custody.list(),
        material: await createTrustFiles(config.trustDirectory, crypto).load(),
        mode: config.mode,
        now: clock.now(),
      }),
    );
    return [...machine, opened, ...trust, ...(await attempt('store', () => examineStore({ store, clock, crypto })))];
  } finally {
    await ground.close();
  }
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
  const { keysDirectory } = config;
  const entries = await readdir(keysDirectory, { recursive: true, withFileTypes: true }).catch(() => []);
  const open: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name !== 'README.md' && ((await stat(path)).mode & 0o077) !== 0) open.push(path);
  }
  const modes =
    open.length === 0
      ? finding('key-files', 'ok', 'Nobody else can read the keys folder', '密钥目录仅属主可读')
      : finding('key-files', 'fault', `Others can read these: ${open.join(', ')}`, `以下文件可被他人读取：${open.join('、')}`);
  const root = entries.some(({ parentPath, name }) => join(parentPath, name) === keyPlaces(config).rootKeystore);
  if (!root) return [modes];
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

async function examineDisk({ dataDirectory }: Config): Promise<Finding> {
  const found = await statfs(dataDirectory).catch(() => null);
  if (!found) return finding('disk', 'warning', 'There is no data folder yet', '数据目录尚不存在');
  const free = found.bavail * found.bsize;
  const gigabytes = (free / GIGABYTE).toFixed(1);
  return free < GIGABYTE
    ? finding('disk', 'warning', `Only ${gigabytes} GB are free for data`, `数据所在磁盘仅剩 ${gigabytes} GB`)
    : finding('disk', 'ok', `${gigabytes} GB are free for data`, `数据所在磁盘剩余 ${gigabytes} GB`);
}
