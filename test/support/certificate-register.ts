/** A register of issued certificates for tests: a real store, one for each test process, for serial numbers never meet. */
import { join } from 'node:path';
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { createCertificateRegister, type CertificateRegister } from '../../src/services/pki/index.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import { crypto } from './pki.ts';
import { BLOB_KEYS } from './records.ts';
import { temporaryFolder } from './temporary.ts';

let store: Promise<OpenStore> | null = null;

/** The register that all tests of this process share; its store is opened with the first use. */
export const sharedRegister: CertificateRegister = {
  enter: async (...entry) => (await register()).enter(...entry),
  find: async (...question) => (await register()).find(...question),
  ofKey: async (...question) => (await register()).ofKey(...question),
};

async function register(): Promise<CertificateRegister> {
  store ??= createEmbeddedStore({ folder: join(temporaryFolder(), 'register'), blobKeys: BLOB_KEYS });
  const { records } = await store;
  return createCertificateRegister({ records, crypto, clock: { now: () => Date.now() } });
}
