/**
 * A program: the server over an installation in the working directory, its store flushed `always` or `never`, as the first argument
 * says; the product itself knows no way to leave flushing out. Prints its address.
 */
import { readerHere } from '../../src/adapters/isolation/index.ts';
import { pino } from 'pino';
import { readFileKey } from '../../src/adapters/blobs/index.ts';
import { openSoftwareCustody, readPassphrase } from '../../src/adapters/custody/index.ts';
import { openGrantLedger } from '../../src/adapters/custody/grants/index.ts';
import { dirname } from 'node:path';
import { createTrustFiles } from '../../src/adapters/trust/index.ts';
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { protectStore } from '../../src/adapters/protection/index.ts';
import { erasuresIn } from './protected.ts';
import { createSystemClock } from '../../src/adapters/platform/clock.ts';
import { createPasswordHasher } from '../../src/adapters/platform/password.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { prepareTrust } from '../../src/pki/index.ts';
import { openEngine } from '../../src/processes/installation/engine.ts';
import { keyPlaces } from '../../src/processes/installation/places.ts';
import { startServer } from '../../src/processes/server/start.ts';
import type { HttpDependencies } from '../../src/processes/server/bind/dependencies.ts';
import { createAttempts, USUAL_SESSIONS } from '../../src/services/access/index.ts';
import { createCertificateRegister } from '../../src/services/pki/index.ts';
import { createRelay } from '../../src/services/journal/index.ts';
import { createQuota } from '../../src/services/transients/index.ts';
import { sm3 } from './records.ts';

const flush = process.argv[2] === 'never' ? 'never' : 'always';
const config = parseConfig({ env: process.env, cwd: process.cwd(), readText: () => null });
const places = keyPlaces(config);
const passphrase = await readPassphrase(places.passphrase);
const clock = createSystemClock();
const random = createSystemRandom();
const crypto = createNativeProvider();
const fileKey = await readFileKey(places.fileKey, passphrase);
if (!fileKey || config.database.kind !== 'lmdb') throw new Error('there is no installation here');
const signer = await openSoftwareCustody({ path: places.keystore, passphrase, clock, crypto });
const grants = openGrantLedger({
  ...{ path: `${places.ledger}.test`, secret: random.bytes(32), mode: 'demonstration', operator: false, clock },
});
const store = await protectStore(await createEmbeddedStore({ folder: config.database.path, blobKeys: fileKey.blobKeys, flush }), {
  ...{ secrets: fileKey.protection, clock, use: 'served' },
});
const engine = await openEngine(config, crypto);
const relay = createRelay({ store, digest: sm3, clock, leaseOwner: 'server' });
relay.start();
const common = { journal: relay, clock, random };
const nothingKnown = prepareTrust({ anchors: [], intermediates: [], revocationLists: [], sealMakers: [] }, crypto);
const noTrust = (): never => {
  throw new Error('this server verifies nothing');
};
const noPackages = new Proxy({}, { get: noTrust }) as HttpDependencies['packages'];
const running = await startServer(config, {
  log: pino({ level: 'silent' }),
  webRoot: '/nowhere',
  open: () =>
    Promise.resolve({
      credentials: null,
      dependencies: {
        access: {
          ...{ ...common, records: store.records, crypto, hasher: createPasswordHasher(), demonstration: true },
          attempts: createAttempts({ ...store, crypto, clock: common.clock }),
          quota: createQuota({ records: store.records, clock: common.clock }),
          sessionRules: USUAL_SESSIONS,
          blobs: store.blobs,
        },
        providers: {},
        notices: { permits: () => false },
        packages: noPackages,
        seals: {
          ...{
            ...common,
            records: store.records,
            custody: signer,
            signer,
            grants,
            crypto,
            fonts: engine.fonts,
            zlib: engine.zlib,
          },
          ...{ statusUrl: null, emblem: null, trust: () => Promise.resolve(nothingKnown) },
          trustStore: createTrustFiles(config.trustDirectory, crypto),
          register: createCertificateRegister({ records: store.records, crypto, clock }),
        },
        reader: readerHere(engine),
        licences: {
          ...common,
          store,
          engine,
          ...{ signer, custody: signer, grants },
          publicUrl: config.publicUrl,
          demonstration: true,
          evidence: null,
          trust: () => Promise.resolve(nothingKnown),
          making: new Map(),
          reportSeal: null,
        },
        verification: {
          ...{ ...common, store, engine, policy: { revocation: 'require', acceptDemonstration: true } },
          trust: noTrust,
        },
        revoking: {
          custody: signer,
          signer,
          crypto,
          trustStore: createTrustFiles('/nowhere', crypto),
          register: { ofKey: noTrust },
        },
        revocation: { signer, custody: signer, register: { find: noTrust }, trust: noTrust, crypto, clock },
        timeStamping: { answer: noTrust, stamp: noTrust },
        reports: { records: store.records, retention: 0, clock, random },
        retention: {
          store,
          storeId: store.identity.id,
          journal: relay,
          clock,
          random,
          crypto,
          erasures: erasuresIn(dirname(places.fileKey)),
        },
        signerReady: () => Promise.resolve(true),
        custodyFigures: () => ({ signerStarts: 0, auditDifferences: null, ledger: null }),
        expiries: () => [],
        pendingEvidence: () => null,
        anchoring: () => null,
        objectionWorkingDays: 10,
      },
      timeStamper: { stamp: noTrust },
      async stop() {
        await relay.stop();
        await store.close();
      },
    }),
});
process.once('SIGTERM', () => void running.stop());
process.stdout.write(`http://127.0.0.1:${running.port} Ctrl+C\n`);
