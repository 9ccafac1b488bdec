/** Where what is shared comes from: the register, or the sandbox's samples, never both. */
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { readFeed } from './feed.ts';
import type { SharingDependencies } from './ports.ts';
import { sampleSource } from './samples.ts';
import type { SharedSource } from './shapes.ts';

/** The source of a system: the sandbox has its own. */
export function sourceOf(deps: SharingDependencies, { sandbox }: { readonly sandbox: boolean }): SharedSource {
  return sandbox ? sampleSource(deps) : registerSource(deps);
}

function registerSource({ store, crypto }: SharingDependencies): SharedSource {
  const { records, blobs } = store;
  return {
    records,
    sample: false,
    async file({ blob, key, digest }) {
      const bytes = await blobs.get(blob, key);
      if (toHex(crypto.digest('sm3', bytes)) !== digest) throw new YinzhengError('BLOB_DAMAGED');
      return bytes;
    },
    changes: (page) => readFeed(records, page),
  };
}
