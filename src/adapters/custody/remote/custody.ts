/** Custody of keys that a custody server keeps. The gate is passed twice: here, and there. */
import type { z } from 'zod';
import { toBase64 } from '../../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { readDer } from '../../../asn1/index.ts';
import { parsePublicKey, usualScheme } from '../../../pki/index.ts';
import type { SignRequest } from '../../../services/pki/index.ts';
import { createDeviceCustody, type DeviceCustody, type DeviceEntry } from '../devices/device-custody.ts';
import type { DeviceKey } from '../devices/device.ts';
import type { GuardTools } from '../guard.ts';
import { createRemoteClient, type RemoteClient, type RemoteSettings } from './client.ts';
import { KEYS_ANSWER, PATHS, SIGN_ANSWER } from './messages.ts';

/** How often the keys of the servers are asked for, at most, ms. */
const LOOK_EVERY = 1_500;
const NOTHING = new Uint8Array(0);

/**
 * Opens custody over servers, with the keys they list now. Rejects with KEY_DEVICE_UNAVAILABLE, KEY_DEVICE_UNUSABLE,
 * KEYSTORE_KEY_MISMATCH.
 */
export async function openRemoteCustody(settings: RemoteSettings, tools: GuardTools): Promise<DeviceCustody> {
  const client = connected(settings);
  try {
    let keys: z.infer<typeof KEYS_ANSWER>['keys'] = [];
    let looked = 0;
    const ask = async (): Promise<void> => {
      looked = Date.now();
      ({ keys } = read(KEYS_ANSWER, await client.ask({ method: 'GET', path: PATHS.keys }), PATHS.keys));
    };
    const certificateOf = (keyId: string): string => toBase64(keys.find((key) => key.keyId === keyId)?.certificate ?? NOTHING);
    /** What the server refuses may be right by the keys as they were asked for last: then they are asked for again, and so should be the signature. */
    const sign = async (request: SignRequest): Promise<Uint8Array> => {
      const { keyId } = request;
      const former = certificateOf(keyId);
      try {
        return await signWith(client, request);
      } catch (error) {
        if (!isYinzhengError(error, 'KEY_PURPOSE_REFUSED', 'KEY_NOT_FOUND')) throw error;
        if (certificateOf(keyId) === former) await ask();
        if (keys.some((key) => key.keyId === keyId) && certificateOf(keyId) === former) throw error;
        const technical = 'the key was changed at the custody server';
        throw new YinzhengError('KEY_DEVICE_UNAVAILABLE', { operation: PATHS.signatures, technical }, { cause: error });
      }
    };
    const look = async (): Promise<readonly DeviceEntry[]> => {
      if (Date.now() - looked >= LOOK_EVERY) await ask();
      return keys.map((key) => entryOf(key, sign));
    };
    return await createDeviceCustody({
      ...tools,
      entries: await look(),
      look,
      certificates: {
        read: (keyId) => Promise.resolve(keys.find((key) => key.keyId === keyId)?.certificate ?? null),
        stamp: certificateOf,
        write: async (keyId, certificate) => {
          await client.ask({
            method: 'PUT',
            path: `${PATHS.keys}/${keyId}/certificate`,
            body: { certificate: toBase64(certificate) },
          });
          keys = keys.map((key) => (key.keyId === keyId ? { ...key, certificate: new Uint8Array(certificate) } : key));
        },
      },
      close: () => {
        client.close();
        return Promise.resolve();
      },
    });
  } catch (error) {
    client.close();
    throw error;
  }
}

function entryOf(
  { label, purposes, createdAt, keyId, publicKey }: z.infer<typeof KEYS_ANSWER>['keys'][number],
  sign: DeviceKey['sign'],
): DeviceEntry {
  return {
    ...{ label, purposes, createdAt },
    key: {
      publicKey,
      scheme: usualScheme(parsePublicKey(readDer(publicKey))),
      sign: (request) => sign({ ...request, keyId }),
    },
  };
}

function connected(settings: RemoteSettings): RemoteClient {
  try {
    return createRemoteClient(settings);
  } catch (cause) {
    const reason = bilingual('certificate, key or authorities are no PEM', '证书、私钥或 CA 证书不是 PEM 格式');
    throw new YinzhengError('KEY_DEVICE_UNUSABLE', { reason }, { cause });
  }
}

async function signWith(client: RemoteClient, request: SignRequest): Promise<Uint8Array> {
  // The grant is judged here; custody servers know of none.
  const {
    keyId,
    purpose,
    tbs,
    content,
    padding,
    authorisation: { actor, reference },
  } = request;
  const more = { ...(content && purpose !== 'seal-signature' && { content: toBase64(content) }), ...(padding && { padding }) };
  const body = { keyId, purpose, tbs: toBase64(tbs), ...more, actor, reference };
  const answer = await client.ask({ method: 'POST', path: PATHS.signatures, body });
  return read(SIGN_ANSWER, answer, PATHS.signatures).signature;
}

function read<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new YinzhengError('KEY_DEVICE_UNAVAILABLE', { operation, technical: 'the answer is not one of the protocol' });
}
