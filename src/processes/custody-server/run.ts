import { readFile } from 'node:fs/promises';
import { createAuditLog, type AuditLog } from '../../adapters/custody/audit/index.ts';
import {
  openCustodyFile,
  openSoftwareCustody,
  readPassphrase,
  serveCustody,
  type ServedCustody,
} from '../../adapters/custody/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { createNativeProvider, runNativeSelfTest } from '../../crypto/native/index.ts';
import type { FollowingCustody, KeyCustody, KeyUse, Signer } from '../../services/pki/index.ts';
import { followKeys } from '../installation/follow-keys.ts';
import { repeat } from '../installation/repeat.ts';
import { readSettings, type CustodyServerSettings } from './settings.ts';

type Custody = KeyCustody & Signer & FollowingCustody & { readonly close?: () => Promise<void> };

/** How soon it is known what others did to the keys, ms. */
const FOLLOW_EVERY = 1_000;

/**
 * Serves until told to end. Each use of a key is in the log of key uses, and a line of JSON on the standard output, before the signature
 * goes out.
 */
export async function runCustodyServer(path: string, process: NodeJS.Process): Promise<void> {
  const line = (fields: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);
  try {
    runNativeSelfTest();
    const settings = await readSettings(path);
    const log = openLog(settings);
    const custody = await openCustody(settings, async (use) => {
      await log.record(use);
      line({ keyUse: use });
    });
    const onError = (error: unknown): void =>
      void process.stderr.write(`custody-server: ${error instanceof Error ? (error.stack ?? error.name) : typeof error}\n`);
    const served = await serve(settings, custody, onError);
    const keys = await followKeys(custody, {
      onChange: async () => line({ keysChanged: { keys: (await custody.list()).length } }),
      onFault: (fault) => line({ keysUnusable: fault }),
    });
    const following = repeat(FOLLOW_EVERY, keys.look, onError);
    line({ listening: { host: settings.host, port: served.port } });
    const end = async (): Promise<void> => {
      following.stop();
      await served.close();
      await custody.close?.();
      await log.close();
    };
    process.once('SIGTERM', () => void end()).once('SIGINT', () => void end());
  } catch (error) {
    process.stderr.write(`${isYinzhengError(error) ? `${error.chinese}\n${error.message}` : String(error)}\n`);
    process.exitCode = 3;
  }
}

function openLog({ audit }: CustodyServerSettings): AuditLog {
  const crypto = createNativeProvider();
  return createAuditLog({ folder: audit, sm3: (...parts) => crypto.digest('sm3', ...parts), clock: createSystemClock() });
}

async function openCustody(
  { custodyFile, keystore, passphraseFile }: CustodyServerSettings,
  onUse: (use: KeyUse) => Promise<void>,
): Promise<Custody> {
  const tools = { clock: createSystemClock(), crypto: createNativeProvider(), onUse };
  if (custodyFile !== undefined) return openCustodyFile(custodyFile, tools);
  return openSoftwareCustody({ ...tools, path: keystore ?? '', passphrase: await readPassphrase(passphraseFile ?? '') });
}

async function serve(
  { host, port, certificate, privateKey, clientAuthorities }: CustodyServerSettings,
  custody: Custody,
  onError: (error: unknown) => void,
): Promise<ServedCustody> {
  try {
    return await serveCustody({
      ...{ custody, host, port, onError },
      certificate: await readFile(certificate),
      privateKey: await readFile(privateKey),
      clientAuthorities: await readFile(clientAuthorities),
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    const reason = bilingual(`the custody server does not start: ${why}`, `密钥托管服务无法启动：${why}`);
    throw new YinzhengError('KEY_DEVICE_UNUSABLE', { reason }, { cause });
  }
}
