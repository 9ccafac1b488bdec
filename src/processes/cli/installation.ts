/** The installation as commands open it: what a server made, never a new one. Heavy parts are loaded with this file alone. */
import { createPasswordHasher } from '../../adapters/platform/password.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import type { Accounts, Custody, Examination, Opened, Organisations, Protection } from '../../cli/context.ts';
import type { Config } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import { prepareTrust, type PreparedTrust } from '../../pki/index.ts';
import type { SignatureKeyRecord } from '../../domain/signature/index.ts';
import type { PackageDependencies } from '../../services/evidence-packages/index.ts';
import { compareLedger, grantKeyInDemonstration, type GrantDependencies } from '../../services/grants/index.ts';
import type { ExportDependencies, HeadTerms } from '../../services/journal/heads/index.ts';
import { certifiedKeys } from '../../services/pki/index.ts';
import type { MaintenanceDependencies } from '../../services/maintenance/index.ts';
import { placeEarlierOrganisations } from '../../services/organisations/index.ts';
import type { RetentionDependencies } from '../../services/retention/index.ts';
import { revokeSealCertificates, type SealMakingDependencies } from '../../services/seals/index.ts';
import type { ReportSealing } from '../../services/verification/index.ts';
import { openEngine } from '../installation/engine.ts';
import { openGround, retentionDependencies, type Ground } from '../installation/ground.ts';
import { sealMaking } from '../installation/seal-making.ts';
import { licenceDependencies, verificationPolicy } from '../installation/use-cases.ts';
import { commandEvidence } from './evidence.ts';

/** How commands open what a server made. */
export interface Opening {
  /** Told what went wrong beside the command's own work. */
  readonly onError: (error: unknown) => void;
  /** Program of the signer; the keys are in this process when absent. */
  readonly signer: string | undefined;
}

/** What issuing, stamping and printing reports take, with evidence from the same sources as a server has. */
export function openService(config: Config, opening: Opening): Promise<Opened<ReportSealing>> {
  return openOn(config, opening, async (ground) => {
    // Custody then refuses by itself to use a ledger that was left behind; without keys there is none.
    await compareLedger({ records: ground.store.records, grants: ground.keys.room.grants }).catch(() => undefined);
    const engine = await openEngine(config, ground.crypto);
    const evidence = commandEvidence(ground, { engine, onError: opening.onError });
    return licenceDependencies(ground, { engine, evidence, trust: trustIn(config, ground) });
  });
}

/** Keys and their journal. */
export function openCustody(config: Config, opening: Opening): Promise<Opened<Custody>> {
  return openOn(config, opening, ({ custody, keys, store, relay, clock, random, crypto, register }) => {
    const { grants } = keys.room;
    const granting = { records: store.records, journal: relay, clock, random, grants };
    return Promise.resolve({
      ...{ custody, grants, journal: relay, records: store.records, clock, random, crypto, register },
      trustStore: createTrustFiles(config.trustDirectory, crypto),
      ...(config.mode === 'demonstration' && {
        grantAtOnce: (key: SignatureKeyRecord) => grantKeyInDemonstration(granting, key),
      }),
    });
  });
}

/** Organisations and their journal. */
export function openOrganisations(config: Config, opening: Opening): Promise<Opened<Organisations>> {
  return openOn(config, opening, async ({ store, relay, clock, crypto, custody, register }) => {
    const { records } = store;
    await placeEarlierOrganisations(records);
    const trustStore = createTrustFiles(config.trustDirectory, crypto);
    const revoking = { custody, signer: custody, journal: relay, clock, crypto, register, trustStore };
    return {
      ...{ records, journal: relay, clock, demonstration: config.mode === 'demonstration' },
      retireSeal: (actor, seal) => revokeSealCertificates(revoking, actor, seal),
    };
  });
}

/** Grants of seals, and custody's ledger of them. */
export function openGrants(config: Config, opening: Opening): Promise<Opened<GrantDependencies>> {
  return openOn(config, opening, ({ store, keys, relay, clock, random }) =>
    Promise.resolve({ records: store.records, journal: relay, clock, random, grants: keys.room.grants }),
  );
}

/** Accounts and their journal. */
export function openAccounts(config: Config, opening: Opening): Promise<Opened<Accounts>> {
  return openOn(config, opening, ({ store, keys, relay, clock, random }) =>
    Promise.resolve({
      ...{ records: store.records, blobs: store.blobs, journal: relay, clock, random, grants: keys.room.grants },
      hasher: createPasswordHasher(),
    }),
  );
}

/** Keys, register, fonts: what seals are made with. */
export function openSealMaking(config: Config, opening: Opening): Promise<Opened<SealMakingDependencies>> {
  return openOn(config, opening, async (ground) => {
    const engine = await openEngine(config, ground.crypto);
    const trustStore = createTrustFiles(config.trustDirectory, ground.crypto);
    return sealMaking(ground, { engine, trustStore, trust: trustIn(config, ground) });
  });
}

function trustIn({ trustDirectory }: Config, { crypto }: Ground): () => Promise<PreparedTrust> {
  const trustStore = createTrustFiles(trustDirectory, crypto);
  return async () => prepareTrust(await trustStore.load(), crypto);
}

/** Register, journal, keys and time stamps: what packages of evidence are made with. */
export function openPackages(config: Config, opening: Opening): Promise<Opened<PackageDependencies>> {
  return openOn(config, opening, async (ground) => {
    const { store, custody, clock, crypto, relay: journal } = ground;
    const engine = await openEngine(config, crypto);
    const { timeStamps: timeStamper } = commandEvidence(ground, { engine, onError: opening.onError });
    const trustStore = createTrustFiles(config.trustDirectory, crypto);
    return {
      ...{ store, journal, clock, custody, signer: custody, crypto, timeStamper, engine },
      ...{ trust: () => trustStore.load(), policy: verificationPolicy(config) },
    };
  });
}

/** What destroying records takes. */
export function openRetention(config: Config, opening: Opening): Promise<Opened<RetentionDependencies>> {
  return openOn(config, opening, (ground) => Promise.resolve(retentionDependencies(ground)));
}

/** Keys of the data and their journal. */
export function openProtection(config: Config, opening: Opening): Promise<Opened<Protection>> {
  return openOn(config, opening, ({ store, relay, clock }) =>
    Promise.resolve({ protection: store.protection, journal: relay, clock }),
  );
}

/** What keeping the installation in order takes. */
export function openMaintenance(config: Config, opening: Opening): Promise<Opened<MaintenanceDependencies>> {
  return openOn(config, opening, ({ store, relay, mark, clock, random, crypto }) =>
    Promise.resolve({ store, journal: relay, mark, clock, random, crypto }),
  );
}

/** Does a work on an installation and closes it. */
export async function withGround<T>(config: Config, opening: Opening, work: (ground: Ground) => Promise<T>): Promise<T> {
  const opened = await openOn(config, opening, (ground) => Promise.resolve(ground));
  try {
    return await work(opened.value);
  } finally {
    await opened.close();
  }
}

/** Journal, audit key and time stamps: what an export takes. */
export function openJournalExport(config: Config, opening: Opening): Promise<Opened<ExportDependencies>> {
  return openOn(config, opening, async (ground) => {
    const { store, custody, clock, crypto, relay: desk } = ground;
    const engine = await openEngine(config, crypto);
    const { timeStamps: timeStamper } = commandEvidence(ground, { engine, onError: opening.onError });
    const sm3 = (bytes: Uint8Array): Uint8Array => crypto.digest('sm3', bytes);
    return { store, custody, signer: custody, timeStamper, crypto, clock, sm3, desk };
  });
}

/** By what heads of the journal are judged now. Rejects with TRUST_STORE_INVALID, and as custody does. */
export async function headTermsOf(config: Config, ground: Ground): Promise<HeadTerms> {
  const { clock, crypto, custody } = ground;
  return {
    trust: await trustIn(config, ground)(),
    ...{ policy: verificationPolicy(config), crypto, at: clock.now() },
    known: (await certifiedKeys(custody, 'journal-head')).map(({ certificate }) => certificate.raw),
  };
}

/** The same, to be looked at: nothing is written, not even what waits for the journal. */
export async function openExamination(config: Config, opening: Opening): Promise<Opened<Examination>> {
  runNativeSelfTest();
  const ground = await openGround(config, { create: false, older: 'examined', ...opening });
  const { store, mark, clock, crypto } = ground;
  const headTerms = (): Promise<HeadTerms> => headTermsOf(config, ground);
  return {
    value: { store, mark, clock, crypto, headTerms, pseudonyms: ground.store.pseudonyms.everyOf },
    close: () => ground.close(),
  };
}

async function openOn<T>(config: Config, opening: Opening, open: (ground: Ground) => Promise<T>): Promise<Opened<T>> {
  runNativeSelfTest();
  const ground = await openGround(config, { create: false, ...opening });
  try {
    const value = await open(ground);
    return {
      value,
      async close() {
        try {
          // No server may be running that would bring what this command did into the journal.
          await ground.relay.drain();
        } finally {
          await ground.close();
        }
      },
    };
  } catch (error) {
    await ground.close();
    throw error;
  }
}
