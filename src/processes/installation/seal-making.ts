import { readFile } from 'node:fs/promises';
import { YinzhengError } from '../../base/errors/index.ts';
import { readEmblem, type SealFill } from '../../drawing/index.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import type { PreparedTrust } from '../../pki/index.ts';
import type { TrustStore } from '../../services/pki/index.ts';
import type { SealMakingDependencies } from '../../services/seals/index.ts';
import type { Ground } from './ground.ts';

/** What seals are made with in this process. Rejects with INPUT_UNREADABLE, EMBLEM_UNUSABLE. */
export async function sealMaking(
  { config, keys, store, relay, custody, clock, random, crypto, register }: Ground,
  parts: {
    readonly engine: Pick<DocumentEngine, 'fonts' | 'zlib'>;
    readonly trustStore: TrustStore;
    readonly trust: () => Promise<PreparedTrust>;
    /** Paints seals apart from this thread; absent: it paints them itself. */
    readonly paint?: SealMakingDependencies['paint'];
  },
): Promise<SealMakingDependencies> {
  const { engine, trustStore, trust, paint } = parts;
  return {
    ...{ records: store.records, journal: relay, custody, signer: custody, clock, random, crypto, register, trustStore, trust },
    grants: keys.room.grants,
    ...{ fonts: engine.fonts, zlib: engine.zlib, statusUrl: config.statusUrl, paint, emblem: await emblemOf(config.emblemFile) },
  };
}

async function emblemOf(path: string | null): Promise<readonly SealFill[] | null> {
  if (path === null) return null;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new YinzhengError('INPUT_UNREADABLE', { path }, { cause });
  }
  return readEmblem(text);
}
