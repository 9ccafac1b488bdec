import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { readFileIfPresent } from '../../files/index.ts';
import { certificateFolder } from '../devices/certificates.ts';
import {
  createDeviceCustody,
  type DeviceCustody,
  type DeviceCustodyOptions,
  type DeviceEntry,
} from '../devices/device-custody.ts';
import type { KeyDevice } from '../devices/device.ts';
import { openPkcs11Device } from '../devices/pkcs11/device.ts';
import { lookingNowAndThen } from '../devices/looking.ts';
import { openSdfDevice } from '../devices/sdf/device.ts';
import type { GuardTools } from '../guard.ts';
import { firstLine } from '../passphrase.ts';
import { openRemoteCustody } from '../remote/custody.ts';
import { readCustodyFile, type Pkcs11File, type RemoteFile, type SdfFile } from './file.ts';

/**
 * Opens the custody that a custody file describes. Rejects with CUSTODY_FILE_INVALID, KEY_DEVICE_UNUSABLE, KEY_DEVICE_UNAVAILABLE,
 * KEY_DEVICE_REFUSED, KEYSTORE_KEY_MISMATCH.
 */
export async function openCustodyFile(path: string, tools: GuardTools): Promise<DeviceCustody> {
  const file = await readCustodyFile(path);
  switch (file.kind) {
    case 'sdf':
      return openSdf(file, tools);
    case 'pkcs11':
      return openPkcs11(path, file, tools);
    case 'remote':
      return openRemote(file, tools);
  }
}

async function openRemote(
  { authorities, certificate, privateKey, ...rest }: RemoteFile,
  tools: GuardTools,
): Promise<DeviceCustody> {
  const settings = {
    ...rest,
    authorities: await readNamed(authorities),
    certificate: await readNamed(certificate),
    privateKey: await readNamed(privateKey),
  };
  return openRemoteCustody(settings, tools);
}

async function openSdf({ keys, certificates, ...settings }: SdfFile, tools: GuardTools): Promise<DeviceCustody> {
  const device = await openSdfDevice(settings, tools.crypto);
  return custodyOver(device, { ...tools, certificates }, async () => {
    const entries: DeviceEntry[] = [];
    for (const { index, pinFile, ...said } of keys)
      entries.push({ ...said, key: await device.openKey({ index, pin: firstLine(await readNamed(pinFile)) }) });
    return entries;
  });
}

async function openPkcs11(
  path: string,
  { keys, certificates, pinFile, ...rest }: Pkcs11File,
  tools: GuardTools,
): Promise<DeviceCustody> {
  const device = await openPkcs11Device({ ...rest, pin: firstLine(await readNamed(pinFile)) });
  const openNamed = async (named: Pkcs11File['keys']): Promise<readonly DeviceEntry[]> => {
    const entries: DeviceEntry[] = [];
    for (const { keyLabel, keyIdentifier, ...said } of named)
      entries.push({ ...said, key: await device.openKey({ keyLabel, keyIdentifier }) });
    return entries;
  };
  const look = lookingNowAndThen(async () => {
    const now = await readCustodyFile(path);
    if (now.kind === 'pkcs11') return openNamed(now.keys);
    const reason = bilingual('another kind of custody is there after the next start', '更换密钥保管方式须重新启动服务');
    throw new YinzhengError('CUSTODY_FILE_INVALID', { path, reason });
  });
  return custodyOver(device, { ...tools, certificates, look }, () => openNamed(keys));
}

async function custodyOver<Reference>(
  device: KeyDevice<Reference>,
  { certificates, ...tools }: GuardTools & { readonly certificates: string } & Pick<DeviceCustodyOptions, 'look'>,
  openKeys: () => Promise<readonly DeviceEntry[]>,
): Promise<DeviceCustody> {
  try {
    const entries = await openKeys();
    return await createDeviceCustody({ ...tools, entries, certificates: certificateFolder(certificates), close: device.close });
  } catch (error) {
    await device.close();
    throw error;
  }
}

/** A file that the custody file names. */
async function readNamed(path: string): Promise<Uint8Array> {
  const bytes = await readFileIfPresent(path);
  if (bytes === null)
    throw new YinzhengError('CUSTODY_FILE_INVALID', { path, reason: bilingual('there is no such file', '文件不存在') });
  return bytes;
}
