import type { Logger } from 'pino';
import { createReaderPool, createVerifierPool, readerHere } from '../../adapters/isolation/index.ts';
import { openProviders } from '../../adapters/oidc/index.ts';
import { createPasswordHasher } from '../../adapters/platform/password.ts';
import { createRevocationClient } from '../../adapters/revocation/index.ts';
import { createTrustFiles } from '../../adapters/trust/index.ts';
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isPublicAlone, type Config } from '../../config/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import { createVerificationCache } from '../../pki/index.ts';
import { createAttempts } from '../../services/access/index.ts';
import { hasDemonstration } from '../../services/demonstration/index.ts';
import { isoInstant } from '../../base/time.ts';
import { sweepHolderSessions } from '../../services/federation/index.ts';
import { sweepDemands } from '../../services/duty/index.ts';
import { followQuality } from '../../services/quality/index.ts';
import { followStatistics } from '../../services/statistics/index.ts';
import { followNotices, sweepNotices } from '../../services/inbox/index.ts';
import { followUseObjections, sweepObjections, type ObjectionKeeping } from '../../services/objections/index.ts';
import { followUses, sweepUses } from '../../services/uses/index.ts';
import { sweepPresentations } from '../../services/presentation/index.ts';
import type { DueExpiry } from '../../services/forecast/index.ts';
import { workOnCompromises } from '../../services/compromise/index.ts';
import {
  accountFollower,
  beginGrants,
  beginKeyGrants,
  claimLedger,
  createLedgerWatch,
  followEnded,
  followPlannedEnds,
  followStops,
  joinStops,
  type LedgerFitness,
} from '../../services/grants/index.ts';
import { settleReservations } from '../../services/licences/index.ts';
import {
  carryOutEnds,
  carryOutNames,
  placeEarlierOrganisations,
  type OrganisationDependencies,
} from '../../services/organisations/index.ts';
import type { Reconciliation } from '../../services/maintenance/index.ts';
import { ensureResponders, enterKnownCertificates, renewRevocationLists, type KeyStanding } from '../../services/pki/index.ts';
import type { AlarmRecord } from '../../services/storage/index.ts';
import { sweepPlans } from '../../services/countersigning/index.ts';
import { createBatchWorker, forgetOverdueBatches } from '../../services/stamping/batches/index.ts';
import { createIssueBatchWorker, forgetOverdueIssueBatches } from '../../services/licences/batches/index.ts';
import { eraseWithdrawnDrafts } from '../../services/licences/drafts/index.ts';
import { forgetOverdueDrafts } from '../../services/stamping/index.ts';
import { createQuota, sweepTransients } from '../../services/transients/index.ts';
import { resumeDestructions } from '../../services/retention/index.ts';
import { revokeSealCertificates } from '../../services/seals/index.ts';
import { sweepReports, type ReportKeeping, type VerificationDependencies } from '../../services/verification/index.ts';
import { serverCollecting } from './collecting.ts';
import { followChanges } from '../../services/sharing/index.ts';
import { sharingDependencies } from '../server/bind/sharing.ts';
import type { Installation, OpenInstallation } from '../server/installation.ts';
import { backgroundErrors } from './background.ts';
import { createServerAlarms } from './alarms.ts';
import { createServerAnchoring } from './anchoring.ts';
import { startChores } from './chores.ts';
import { ensureDemonstration } from './demonstration.ts';
import { openEngine } from './engine.ts';
import { dutiesOf } from './duties.ts';
import { createEvidence } from './evidence.ts';
import { createForecast } from './forecast.ts';
import { followKeys } from './follow-keys.ts';
import { openGround, retentionDependencies, type Ground } from './ground.ts';
import { openPublicInstallation } from './open-public.ts';
import { reconcileOver } from './reconcile.ts';
import { sealMaking } from './seal-making.ts';
import { createServerNotices } from './notices.ts';
import { createServerStatusLists } from './status-lists.ts';
import { openSystems } from './systems.ts';
import { createTimeStamping } from './time-stamping.ts';
import { followTrust } from './trust.ts';
import { licenceDependencies, REMEMBERED_SIGNATURES, verificationPolicy } from './use-cases.ts';

/** On one lmdb file there is one server, so that what is unfinished at its start was left by a crash. */
const ABANDONED_AT_ONCE = 0;
/** Where several servers share a database, what is unfinished for so long was left by a crash, ms. */
const ABANDONED_AFTER = 60_000;

/** Files of the programs that a server starts. */
export interface Programs {
  /** Thread that verifies documents. */
  readonly verifier: string;
  /** Thread that reads documents to be stamped; without it the serving thread does. */
  readonly reader?: string;
  /** Process that holds the keys; without it this one does. */
  readonly signer?: string;
  /** Thread that encrypts files; without it the serving thread does. */
  readonly sealer?: string;
}

/** Opens what a server needs by what it is there for: without a key where it is there for the public alone. */
export function zoneOpener(programs: Programs): OpenInstallation {
  const open = installationOpener(programs);
  return (config, log) => (isPublicAlone(config.roles) ? openPublicInstallation(config, log, programs) : open(config, log));
}

/**
 * Opens the installation of a server: keys and data, the demonstration at the first start, then everything a crash left is settled
 * before the first request. Rejects as {@link openGround} does, and with TRUST_STORE_INVALID, FONT_UNUSABLE.
 */
export function installationOpener(programs: Programs): (config: Config, log: Logger) => Promise<Installation> {
  return (config, log) => openInstallation(config, log, programs);
}

async function openInstallation(config: Config, log: Logger, programs: Programs): Promise<Installation> {
  const onError = backgroundErrors(log);
  const { signer } = dutiesOf(config);
  const opening = openGround(config, {
    create: signer,
    keystore: signer ? 'here' : 'elsewhere',
    onError,
    onKeyUse: (use) => log.info({ keyUse: use }, 'key used'),
    signer: programs.signer,
    sealer: programs.sealer,
  });
  // Loading the fonts keeps this process busy while the signer opens its keys.
  const loading = openEngine(config, createNativeProvider());
  loading.catch(() => undefined);
  const ground = await opening;
  try {
    return await openOn(ground, {
      engine: await loading,
      programs,
      onError,
      alarm: ({ differences, listed }) => log.error({ differences, listed }, 'key uses and register differ'),
      tellCarriedOver: (seals) =>
        log.warn({ seals }, 'seals were granted to their owners, as they were used before there were grants'),
      tellLedger: (found) => log.error({ alarm: { code: 'GRANT_LEDGER_UNFIT', found } }, 'custody admits no use of a seal'),
      tellKeysCarriedOver: (keys) =>
        log.warn(
          { keys },
          'keys that sign documents were granted to their organisations, as they were used before custody wanted grants',
        ),
      tellKeys: (keys) => log.info({ keys }, 'keys in custody changed'),
      keysUnusable: (fault) => log.error({ fault }, 'keys in custody changed and cannot be used; those of before stay in use'),
      tellAlarm: ({ rule, subject, count, most, within }) =>
        log.warn({ alarm: { code: 'ABNORMAL_USE', rule, subject, count, most, seconds: within / 1000 } }, 'abnormal use'),
      tellEnd: ({ kind, id, name, ends, stage }) =>
        log.warn({ expiry: { kind, id, name, ends: isoInstant(ends), stage } }, 'ends soon or has ended'),
    });
  } catch (error) {
    await ground.close();
    throw error;
  }
}

interface Parts {
  readonly engine: DocumentEngine;
  readonly programs: Programs;
  readonly onError: (error: unknown) => void;
  /** Told when custody's log and the register differ. */
  readonly alarm: (found: Reconciliation) => void;
  /** Told why custody admits no use of a seal. */
  readonly tellLedger: (found: Exclude<LedgerFitness, 'fit'>) => void;
  /** Told how many keys there are when they or their certificates changed. */
  readonly tellKeys: (keys: number) => void;
  /** Told how many seals were granted to their owners, once. */
  readonly tellCarriedOver: (seals: number) => void;
  /** Told how many keys that sign documents were granted to their organisations, once. */
  readonly tellKeysCarriedOver: (keys: number) => void;
  /** Told why keys that others changed cannot be used. */
  readonly keysUnusable: (fault: NonNullable<KeyStanding['fault']>) => void;
  /** Told of each alarm of abnormal use. */
  readonly tellAlarm: (alarm: AlarmRecord) => void;
  /** Told of what ends soon or has ended, once a day. */
  readonly tellEnd: (due: DueExpiry) => void;
}

async function openOn(ground: Ground, parts: Parts): Promise<Installation> {
  const { engine, programs, onError, alarm, tellEnd } = parts;
  const { config, store, relay, clock, random, crypto, custody, register } = ground;
  const trustStore = createTrustFiles(config.trustDirectory, crypto);
  // What is configured wrongly is said before anything is begun.
  const systems = await openSystems(config, { crypto, clock, onError });
  const hasher = createPasswordHasher();
  const demonstration = config.mode === 'demonstration';
  const duties = dutiesOf(config);
  if (demonstration && !duties.signer && !(await hasDemonstration(store.records)))
    throw new YinzhengError('INSTALLATION_MISSING', { path: config.dataDirectory });
  const credentials =
    demonstration && duties.signer
      ? await ensureDemonstration(ground, { engine, trustStore, hasher }, { signer: programs.signer, onError })
      : null;
  await placeEarlierOrganisations(store.records);
  const grants = { records: store.records, journal: relay, clock, random, grants: ground.keys.room.grants };
  const keysCarriedOver = duties.signer ? await beginKeyGrants({ ...grants, custody }, { demonstration }) : null;
  const carriedOver = duties.signer ? await beginGrants(grants, { demonstration }) : null;
  if (keysCarriedOver !== null && keysCarriedOver > 0 && !demonstration) parts.tellKeysCarriedOver(keysCarriedOver);
  if (carriedOver !== null && carriedOver > 0 && !demonstration) parts.tellCarriedOver(carriedOver);
  if (duties.keys) await claimLedger(grants, ground.places.ledger);
  if (duties.signer) await joinStops(grants);
  const renew = () =>
    renewRevocationLists(
      { signer: custody, custody, trustStore, crypto },
      { now: clock.now(), authorisation: { actor: 'server', reference: 'renewal of revocation lists' } },
    );
  const responders = () =>
    ensureResponders(
      { signer: custody, custody, crypto, random, register },
      { now: clock.now(), authorisation: { actor: 'server', reference: 'certification of OCSP responders' } },
    );
  if (duties.keyChores) {
    await renew();
    await enterKnownCertificates({ custody, records: store.records, register, crypto, clock }).catch(onError);
    // Of several servers that share the keys one makes them; the others hear of it within a second.
    await responders().catch(onError);
  }
  const trust = await followTrust({ folder: config.trustDirectory, store: trustStore, crypto, onError });
  const timeStamping = createTimeStamping(ground, { trust: trust.current, trustStore, onError });
  if (duties.keyChores) await timeStamping.renew();
  else if (duties.keys) await timeStamping.find();
  await timeStamping.askAboutClock();
  const anchoring = createServerAnchoring(ground, { timeStamper: timeStamping.stamper, onError });
  if (duties.keyChores) await anchoring.renewKey().catch(onError);
  const statusLists = createServerStatusLists(ground, { trust: trust.current });
  if (duties.keyChores) await statusLists.renewKeys().catch(onError);
  const evidence = createEvidence(ground, { engine, timeStamps: timeStamping.stamper, trust: trust.current, onError });
  const retention = retentionDependencies(ground);
  const reader = programs.reader === undefined ? null : createReaderPool({ program: programs.reader, crypto });
  const licences = {
    ...licenceDependencies(ground, { engine, evidence: evidence.dependencies, trust: trust.latest }),
    ...(reader && { reader }),
  };
  const alone = config.database.kind === 'lmdb';
  const settle = (olderThan: number) => settleReservations(licences, { olderThan });
  if (duties.keyChores) await settle(alone ? ABANDONED_AT_ONCE : ABANDONED_AFTER);

  const seals = await sealMaking(ground, { engine, trustStore, trust: trust.latest, paint: reader?.paintSeal });

  const organisations: OrganisationDependencies = {
    ...{ records: store.records, journal: relay, clock, demonstration },
    retireSeal: (by, seal) => revokeSealCertificates(seals, by, seal),
  };
  const reports: ReportKeeping = { records: store.records, retention: config.reportRetention, clock, random };
  if (duties.chores) await sweepReports(reports);
  const objections: ObjectionKeeping = {
    ...{ ...store, journal: relay, crypto, clock, random, workingDays: config.objectionWorkingDays },
  };

  let auditDifferences: number | null = null;
  const reconcile = async (): Promise<void> => {
    const found = await reconcileOver(ground, { remember: true });
    auditDifferences = found.differences;
    if (found.differences > 0) alarm(found);
  };
  const alarms = createServerAlarms(ground, { tell: parts.tellAlarm });
  const forecast = createForecast(ground, { trustStore, tell: tellEnd });
  const keys = await followKeys(custody, {
    async onChange() {
      await Promise.all([trust.reload(), timeStamping.find()]);
      parts.tellKeys((await custody.list()).length);
    },
    onFault: parts.keysUnusable,
  });
  // The next server on one lmdb file takes up at once what the last had in hand.
  const owner = alone ? 'server' : `server-${toHex(random.bytes(8))}`;
  const batches = createBatchWorker(licences, { owner });
  const issueBatches = createIssueBatchWorker(licences, { owner });
  const policy = verificationPolicy(config);
  const isolated = createVerifierPool({
    program: programs.verifier,
    settings: { trustFolder: config.trustDirectory, policy },
  });
  const verification: VerificationDependencies = {
    ...{ store, journal: relay, engine, clock, random },
    trust: trust.current,
    policy,
    cache: createVerificationCache(REMEMBERED_SIGNATURES),
    isolated,
    ...(config.revocationHosts.length > 0 && {
      revocation: createRevocationClient({ hosts: config.revocationHosts, clock }),
    }),
  };
  const access = {
    ...{ records: store.records, journal: relay, clock, random, crypto, hasher, demonstration },
    attempts: createAttempts({ ...store, crypto, clock }),
    quota: createQuota({ records: store.records, clock }),
    sessionRules: config.sessions,
    blobs: store.blobs,
    addressPseudonym: store.protection.addressPseudonym,
  };
  const notices = createServerNotices(ground, sharingDependencies({ access, licences, verification }));
  if (duties.keyChores) await notices.renewKey().catch(onError);
  const collecting = serverCollecting({ licences, verification }, config);
  const ledgerWatch = createLedgerWatch(grants, parts.tellLedger);
  const chores = startChores(
    duties,
    {
      askAboutClock: timeStamping.askAboutClock,
      keys: {
        look: keys.look,
        followStops: () => Promise.all([followStops(grants), followEnded(grants)]),
        watchLedger: () => ledgerWatch.round(),
        followAccounts: accountFollower(grants),
        followPlannedEnds: () => followPlannedEnds(grants),
        reconcile: programs.signer === undefined ? null : reconcile,
      },
      records: {
        resumeDestructions: () => resumeDestructions(retention),
        reseal: (pages) => store.protection.reseal({ pages }),
        watchUse: () => alarms.round(),
        followChanges: () => followChanges(store),
        sweepReports: () => sweepReports(reports),
        followUses: () => followUses({ store }),
        sweepDemands: () => sweepDemands({ records: store.records, clock }),
        followStatistics: () => followStatistics({ store }),
        followQuality: () => followQuality({ store, journal: relay, clock }),
        sweepUses: () => sweepUses({ records: store.records, clock }),
        followNotices: () => followNotices({ store, crypto, clock }),
        sweepNotices: () => sweepNotices({ store, crypto, clock }),
        followObjections: () => followUseObjections({ ...objections, store }),
        sweepObjections: () => sweepObjections(objections),
        sweepPresentations: () => sweepPresentations({ ...store, clock }),
        sweepHolderSessions: () => sweepHolderSessions({ ...store, clock, sessionRules: config.sessions }),
        sweepTransients: () => sweepTransients({ records: store.records, clock }),
        forgetDrafts: () => forgetOverdueDrafts(licences),
        sweepPlans: () => sweepPlans(licences),
        forgetBatches: async () => {
          await forgetOverdueBatches(licences);
          await forgetOverdueIssueBatches(licences);
        },
        eraseDrafts: () => eraseWithdrawnDrafts(licences),
        ...collecting,
      },
      signing: {
        forecast: forecast.look,
        certifyResponders: responders,
        renewTimeStampUnits: timeStamping.renew,
        renewAnchorKey: anchoring.renewKey,
        renewClaimKeys: statusLists.renewKeys,
        publishStatusLists: statusLists.round,
        renewStatementKey: notices.renewKey,
        sendNotices: notices.round,
        renewHeads: anchoring.renewHeads,
        anchor: anchoring.round,
        anchorEvery: config.journalHeadInterval,
        renewLists: async () => ((await renew()) > 0 ? trust.reload() : undefined),
        stampBatches: () => batches.round(),
        issueBatches: () => issueBatches.round(),
        compromises: () => workOnCompromises(licences),
        organisationChanges: async () => {
          await carryOutNames(organisations);
          await carryOutEnds(organisations);
        },
        settle: () => settle(ABANDONED_AFTER),
        completeEvidence: () => evidence.complete(),
        renewEvidence: evidence.renew,
      },
    },
    onError,
  );
  const providers = await openProviders(config.identityFile, {
    publicUrl: config.publicUrl,
    production: config.mode === 'production',
    clock,
  });
  relay.start();
  return {
    credentials,
    dependencies: {
      access,
      providers,
      systems,
      licences,
      seals,
      reader: reader ?? readerHere(engine),
      verification,
      notices: notices.sender,
      packages: {
        ...{ store, journal: relay, clock, custody, signer: custody, crypto, timeStamper: timeStamping.stamper, engine, policy },
        trust: () => trustStore.load(),
      },
      pseudonymsOf: ground.pseudonyms.everyOf,
      objectionWorkingDays: config.objectionWorkingDays,
      revoking: { custody, signer: custody, trustStore, register, crypto },
      revocation: { signer: custody, custody, register, trust: trust.current, crypto, clock },
      timeStamping: timeStamping.authority,
      reports,
      retention,
      // A new installation has no keys yet, and verifies all the same; custody that does not answer rejects.
      signerReady: () => custody.list().then(() => true),
      withoutKeys: !duties.keys,
      custodyFigures: () => ({
        ...{ signerStarts: ground.keys.signerStarts(), auditDifferences, ledger: ledgerWatch.fitness() },
      }),
      expiries: forecast.first,
      pendingEvidence: evidence.pending,
      anchoring: anchoring.figures,
      alarmsRaised: alarms.raised,
    },
    timeStamper: timeStamping.stamper,
    async stop() {
      for (const chore of chores) chore.stop();
      await batches.stop();
      await issueBatches.stop();
      trust.stop();
      await isolated.close();
      await reader?.close();
      await alarms.stop().catch(onError);
      await statusLists.stop().catch(onError);
      await notices.stop().catch(onError);
      await anchoring.stop().catch(onError);
      await ground.close();
    },
  };
}
