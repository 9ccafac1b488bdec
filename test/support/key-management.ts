/** An installation's keys, seals and trust over a store of their own, with one seal made by the product itself. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { createTrustFiles } from '../../src/adapters/trust/index.ts';
import type { Instant } from '../../src/base/time.ts';
import type { DomainEvent } from '../../src/domain/journal/index.ts';
import { currentVersion, type SealRecord, type SealVersion } from '../../src/domain/seal/index.ts';
import type { KeyManagement } from '../../src/services/keys/index.ts';
import {
  createCertificateRegister,
  certifySigner,
  makeHierarchy,
  makeSeal,
  type CertifiedKey,
  type Hierarchy,
} from '../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { newSealRecord } from '../../src/services/seals/index.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from './custody.ts';
import { crypto, day } from './pki.ts';
import { BLOB_KEYS } from './records.ts';
import { testLedger } from './grants.ts';
import { temporaryFolder } from './temporary.ts';

export const SEAL = '33010600000001';
const OWNER = '11330106MB0000000X';
const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };

/** What the tests work on; the clock can be moved. */
export interface TestKeys {
  readonly deps: KeyManagement;
  readonly store: OpenStore;
  readonly online: TestCustody;
  readonly hierarchy: Hierarchy;
  readonly signer: CertifiedKey;
  readonly events: DomainEvent[];
  now(instant: Instant): void;
  seal(): Promise<{ readonly record: SealRecord; readonly version: SealVersion }>;
  /** Every event of seals and journal about what was done, in order of their making. */
  kinds(): readonly string[];
  close(): Promise<void>;
}

/** Root, CAs, maker, one signer with one seal; everything begins at day 0. */
export async function openTestKeys(): Promise<TestKeys> {
  const offline = await makeTestCustody();
  const online = await makeTestCustody();
  const folder = temporaryFolder();
  const store = await createEmbeddedStore({ folder: join(folder, 'data'), blobKeys: BLOB_KEYS });
  const trustStore = createTrustFiles(join(folder, 'trust'), crypto);
  const order = { trustClass: 'production', from: day(0), crlBase: null, authorisation: AUTHORISATION } as const;
  const register = createCertificateRegister({ records: store.records, crypto, clock: { now: () => day(0) } });
  const tools = { crypto, random, register, offline: offline.custody, online: online.custody };
  const hierarchy = await makeHierarchy(tools, { ...order, name: '测试' });
  for (const list of hierarchy.revocationLists) await trustStore.putRevocationList(list.raw);
  const organisation = { creditCode: OWNER, name: '某局', sealCode: SEAL };
  const signer = await certifySigner(tools, { ...order, issuer: hierarchy.signersCa, organisation });
  const made = await makeSeal(
    { signer: online.custody },
    {
      ...{ maker: hierarchy.maker, esId: SEAL, name: '某局', type: 1, authorisation: AUTHORISATION },
      signerCertificates: [signer.certificate.raw],
      ...{ createdAt: day(0), validFrom: day(0), validTo: signer.certificate.notAfter },
      picture: { type: 'png', data: Uint8Array.of(1, 2, 3), width: 42, height: 42 },
    },
  );
  const common = { owner: OWNER, kind: 'statutory-name', demonstration: false, actor: SERVER_ACTOR, madeAt: day(0) } as const;
  await store.records.insert('seals', {
    ...newSealRecord(crypto, { ...common, seal: made, signer }),
    outbox: [],
    pending: false,
  });
  const events: DomainEvent[] = [];
  const ledger = testLedger({ mode: 'demonstration' });
  await ledger.enter({ kind: 'begin', grants: [] });
  let now = day(1000);
  const deps: KeyManagement = {
    ...{ custody: online.custody, records: store.records, trustStore, register, crypto, random, clock: { now: () => now } },
    grants: ledger,
    journal: { record: (added) => Promise.resolve(void events.push(...added)), poke: () => undefined },
  };
  return {
    ...{ deps, store, online, hierarchy, signer, events },
    now: (instant) => void (now = instant),
    async seal() {
      const record = await store.records.get('seals', SEAL);
      const version = record && currentVersion(record);
      if (!version) throw new TypeError('no seal');
      return { record, version };
    },
    kinds: () => events.map(({ kind }) => kind),
    async close() {
      await store.close();
      await ledger.close();
      offline.remove();
      online.remove();
    },
  };
}
