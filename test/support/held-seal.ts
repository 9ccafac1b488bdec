/** Seals whose key is not in custody: the tests have it, as a holder has his UKey. */
import { assembleSigned, encodeName, SM2_WITH_SM3, tbsRequest } from '../../src/pki/index.ts';
import { generateSm2Key, loadSm2Key, signSm2 } from '../../src/adapters/custody/sm2-key.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import type { SealRecord } from '../../src/domain/seal/index.ts';
import type { JournalDesk } from '../../src/services/platform.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { createCertificateRegister } from '../../src/services/pki/index.ts';
import { makeHeldSeal, type HeldSealDependencies } from '../../src/services/seals/index.ts';
import type { Store } from '../../src/services/storage/index.ts';
import { ISSUER, sharedInstallation } from './http.ts';
import { crypto } from './pki.ts';

/** A key that signs for its holder. */
export interface HeldKeyPair {
  /** Request for its certificate, DER. */
  readonly request: Uint8Array;
  /** SM2 over a message with the default user ID, DER. */
  sign(message: Uint8Array): Uint8Array;
}

/** A new key. */
export async function newHeldKey(): Promise<HeldKeyPair> {
  const key = loadSm2Key(await generateSm2Key(), crypto);
  const tbs = tbsRequest({ subject: encodeName({ commonName: 'UKey' }), publicKey: key.publicKey, extensions: [] });
  return { request: assembleSigned(tbs, SM2_WITH_SM3, signSm2(key, tbs)), sign: (message) => signSm2(key, message) };
}

/** What making such seals in a store takes, by the shared custody. */
export async function heldSealDependencies(store: Pick<Store, 'records'>, journal: JournalDesk): Promise<HeldSealDependencies> {
  const { custody, grants, engine, trust } = await sharedInstallation();
  return {
    ...{ records: store.records, journal, custody, grants, signer: custody, crypto, random: createSystemRandom() },
    ...{ clock: { now: () => Date.now() }, fonts: engine.fonts, zlib: engine.zlib, statusUrl: null },
    trust: () => Promise.resolve(trust),
    register: createCertificateRegister({ records: store.records, crypto, clock: { now: () => Date.now() } }),
  };
}

let seals = 0;

/** A new seal of the issuer in a store, for a request. */
export async function newHeldSeal(
  store: Pick<Store, 'records'>,
  journal: JournalDesk,
  request: Uint8Array,
  changes: Partial<Parameters<typeof makeHeldSeal>[2]> = {},
): Promise<SealRecord> {
  seals++;
  const { seal } = await makeHeldSeal(await heldSealDependencies(store, journal), SERVER_ACTOR, {
    ...{ code: `9901009${String(seals).padStart(7, '0')}`, owner: ISSUER, kind: 'special-purpose', lowerLine: '合同专用章' },
    key: { kind: 'request', request },
    ...changes,
  });
  return seal;
}
