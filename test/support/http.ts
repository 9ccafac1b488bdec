/**
 * The real application over a real embedded store with the demonstration set up once for the test process. Each opening has its own
 * limits, clock and log, which is kept so that tests can search it.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Express } from 'express';
import { pino } from 'pino';
import request, { type Response } from 'supertest';
import { createSoftwareCustody, type SoftwareCustody } from '../../src/adapters/custody/index.ts';
import { openGrantLedger, type GatedUse, type GrantLedger } from '../../src/adapters/custody/grants/index.ts';
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { readerHere } from '../../src/adapters/isolation/index.ts';
import { createNoticeSender } from '../../src/adapters/notices/index.ts';
import { bundledFaces, bundledReserve, loadFonts, loadHarfBuzz } from '../../src/adapters/fonts/index.ts';
import { createPasswordHasher } from '../../src/adapters/platform/password.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { createTrustFiles } from '../../src/adapters/trust/index.ts';
import type { ErrorCode } from '../../src/base/errors/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { createDocumentEngine, type DocumentEngine } from '../../src/documents/index.ts';
import { createApp } from '../../src/http/app.ts';
import { ERROR_STATUS } from '../../src/http/error-map.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { HttpServices } from '../../src/http/services.ts';
import type { HttpSettings } from '../../src/http/settings.ts';
import { prepareTrust, type PreparedTrust, type TrustMaterial } from '../../src/pki/index.ts';
import { bindHttpServices } from '../../src/processes/server/http-services.ts';
import type { HttpDependencies } from '../../src/processes/server/bind/dependencies.ts';
import {
  createAttempts,
  USUAL_SESSIONS,
  type AccessDependencies,
  type AttemptDependencies,
  type Attempts,
} from '../../src/services/access/index.ts';
import { REPORT_SEAL, setUpDemonstration, type DemonstrationCredentials } from '../../src/services/demonstration/index.ts';
import type { EvidenceDependencies } from '../../src/services/evidence/index.ts';
import { createRelay, type Relay } from '../../src/services/journal/index.ts';
import { createQuota } from '../../src/services/transients/index.ts';
import { createCertificateRegister, type TrustStore } from '../../src/services/pki/index.ts';
import type { SealMakingDependencies } from '../../src/services/seals/index.ts';
import type { Clock } from '../../src/services/platform.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import {
  createTimeStampAuthority,
  createTrustedTime,
  ensureTimeStampUnits,
  findTimeStampUnits,
  type TimeStampAuthority,
} from '../../src/services/time-stamping/index.ts';
import { OID } from '../../src/asn1/index.ts';
import { pseudonymOf } from '../../src/adapters/protection/index.ts';
import { erasuresIn, PROTECTION_SECRETS } from './protected.ts';
import { foundationOf, type Foundation } from './foundation.ts';
import { BLOB_KEYS } from './records.ts';
import { temporaryFolder } from './temporary.ts';

export const ISSUER = '11990100MB0000027F';

interface Installation {
  readonly folder: string;
  readonly store: OpenStore;
  readonly relay: Relay;
  readonly custody: SoftwareCustody;
  readonly grants: GrantLedger;
  readonly engine: DocumentEngine;
  readonly trustStore: TrustStore;
  readonly material: TrustMaterial;
  readonly trust: PreparedTrust;
  readonly credentials: DemonstrationCredentials;
  /** What is in use from the beginning, as it was before any test. */
  readonly foundation: Foundation;
}

const crypto = createNativeProvider();
const random = createSystemRandom();
/** Real scrypt at a cost that keeps tests quick. */
const hasher = createPasswordHasher({ ln: 8, r: 8, p: 1 });
let installation: Promise<Installation> | null = null;

async function install(): Promise<Installation> {
  const folder = temporaryFolder();
  const clock = { now: () => Date.now() };
  const passphrase = new TextEncoder().encode('a passphrase for tests only');
  const grants = openGrantLedger({
    ...{ path: join(folder, 'grants', 'ledger'), secret: random.bytes(32), mode: 'demonstration', operator: false, clock },
  });
  const admit = (use: GatedUse) => grants.admit(use);
  const custodyAt = (name: string) => createSoftwareCustody({ path: join(folder, name), passphrase, clock, crypto, admit });
  const [custody, offline] = await Promise.all([custodyAt('online'), custodyAt('offline')]);
  const store = await createEmbeddedStore({ folder: join(folder, 'data'), blobKeys: BLOB_KEYS });
  const relay = createRelay({
    store,
    digest: (bytes) => crypto.digest('sm3', bytes),
    clock,
    leaseOwner: 'test',
    pseudonym: (number) => pseudonymOf({ secret: PROTECTION_SECRETS.pseudonyms }, number),
    onError: (error) => {
      throw error;
    },
  });
  relay.start();
  const harfbuzz = await loadHarfBuzz();
  const fonts = await loadFonts(harfbuzz, { faces: bundledFaces(), fallbacks: [], reserve: bundledReserve(harfbuzz) });
  const trustStore = createTrustFiles(join(folder, 'trust'), crypto);
  const zlib = createZlib({ smallest: false });
  const credentials = await setUpDemonstration({
    records: store.records,
    journal: relay,
    clock,
    random,
    crypto,
    hasher,
    online: custody,
    grants,
    offline,
    trustStore,
    register: createCertificateRegister({ records: store.records, crypto, clock }),
    fonts,
    zlib,
  });
  await relay.drain();
  const engine = createDocumentEngine({ crypto, zlib, fonts });
  const material = await trustStore.load();
  return {
    folder,
    store,
    relay,
    custody,
    grants,
    engine,
    material,
    trustStore,
    trust: prepareTrust(material, crypto),
    credentials,
    foundation: await foundationOf(store.records),
  };
}

/** The installation that all tests of this process share. */
export function sharedInstallation(): Promise<Installation> {
  return (installation ??= install());
}

// At the top level this is a hook of the whole run, or, where files run beside each other, of the first file of a process: the next makes its own.
after(async () => {
  if (!installation) return;
  const { store, relay } = await installation;
  installation = null;
  await relay.stop();
  await store.close();
});

/** An application that listens on a free port. */
export interface OpenApp {
  readonly app: Express;
  readonly server: Server;
  readonly url: string;
  readonly store: OpenStore;
  readonly access: AccessDependencies;
  readonly credentials: DemonstrationCredentials;
  /** Moves the clock of this application on, ms. */
  advance(milliseconds: number): void;
  /** Everything logged so far. */
  log(): string;
  close(): Promise<void>;
}

export interface OpenAppOptions {
  readonly settings?: Partial<HttpSettings>;
  readonly demonstration?: boolean;
  /** Where evidence of what is sealed comes from; none when absent. */
  readonly evidence?: EvidenceDependencies;
  /** What OCSP answers from; the installation's own when absent. */
  readonly trust?: PreparedTrust;
  /** Rules of sessions that are not the usual ones. */
  readonly sessionRules?: Partial<AccessDependencies['sessionRules']>;
  /** Identity providers; none when absent. */
  readonly providers?: HttpDependencies['providers'];
  /** By which systems prove themselves besides registered keys; nothing when absent. */
  readonly systems?: HttpDependencies['systems'];
  /** Replaces use cases, to make them fail. */
  readonly change?: (services: HttpServices) => HttpServices;
}

/** What the server's HTTP interface works with, over the shared installation. */
export async function sharedDependencies(
  options: Pick<OpenAppOptions, 'demonstration' | 'evidence' | 'trust' | 'providers' | 'sessionRules' | 'systems'> & {
    readonly clock?: Clock;
  } = {},
): Promise<HttpDependencies> {
  const { folder, store, relay, custody, grants, engine, trust, trustStore } = await sharedInstallation();
  const demonstration = options.demonstration ?? true;
  const clock = options.clock ?? { now: () => Date.now() };
  const shared = { store, journal: relay, engine, clock, random };
  return {
    access: {
      records: store.records,
      journal: relay,
      clock,
      random,
      crypto,
      hasher,
      attempts: attemptsOf({ ...store, crypto, clock }),
      quota: createQuota({ records: store.records, clock }),
      sessionRules: { ...USUAL_SESSIONS, perMinute: 100_000, ...options.sessionRules },
      blobs: store.blobs,
      demonstration,
    },
    providers: options.providers ?? {},
    ...(options.systems && { systems: options.systems }),
    licences: {
      ...shared,
      ...{ signer: custody, custody, grants },
      publicUrl: 'https://licence.example',
      demonstration,
      evidence: options.evidence ?? null,
      trust: () => Promise.resolve(options.evidence?.trust() ?? trust),
      making: new Map(),
      reportSeal: REPORT_SEAL,
    },
    seals: await sharedSealMaking(clock),
    verification: {
      ...shared,
      trust: () => options.trust ?? trust,
      policy: { revocation: 'if-known', acceptDemonstration: demonstration },
    },
    revoking: {
      ...{ custody, signer: custody, crypto, trustStore: createTrustFiles(join(folder, 'trust'), crypto) },
      register: createCertificateRegister({ records: store.records, crypto, clock }),
    },
    revocation: {
      signer: custody,
      custody,
      register: createCertificateRegister({ records: store.records, crypto, clock }),
      trust: () => options.trust ?? trust,
      crypto,
      clock,
    },
    timeStamping: await sharedAuthority(clock),
    notices: createNoticeSender({ hosts: ['127.0.0.1/32', 'hooks.example'] }),
    packages: {
      ...{ store, journal: relay, clock, custody, signer: custody, crypto, engine, timeStamper: await sharedAuthority(clock) },
      trust: () => trustStore.load(),
      policy: { revocation: 'if-known', acceptDemonstration: demonstration },
    },
    reader: readerHere(engine),
    reports: { records: store.records, retention: 30 * 86_400_000, clock, random },
    retention: {
      store,
      storeId: store.identity.id,
      journal: relay,
      clock,
      random,
      crypto,
      erasures: erasuresIn(temporaryFolder()),
    },
    signerReady: async () => (await custody.list()).length > 0,
    custodyFigures: () => ({ signerStarts: 2, auditDifferences: null, ledger: null }),
    expiries: () => [{ kind: 'seal', seconds: 86_400.5 }],
    objectionWorkingDays: 10,
    anchoring: () => ({ sequence: 7, waitingSince: clock.now() - 90_000 }),
    pendingEvidence: () => ({ waiting: 3, oldest: clock.now() - 90_000 }),
  };
}

let openings = 0;

/** Failures of one opening: clocks of others are elsewhere, and the store is the same. */
function attemptsOf(deps: AttemptDependencies): Attempts {
  const attempts = createAttempts(deps);
  const opening = `opening ${++openings}`;
  return {
    begin: (key, rule, now) => attempts.begin(`${opening}\n${key}`, rule, now),
    excuse: (key) => attempts.excuse(`${opening}\n${key}`),
    clear: (key) => attempts.clear(`${opening}\n${key}`),
  };
}

/** What making seals takes, over the shared installation. */
export async function sharedSealMaking(clock: Clock): Promise<SealMakingDependencies> {
  const { store, relay, custody, grants, engine, trust, trustStore } = await sharedInstallation();
  return {
    ...{ records: store.records, journal: relay, custody, signer: custody, grants, clock, random, crypto, trustStore },
    ...{ fonts: engine.fonts, zlib: engine.zlib, statusUrl: null, emblem: null, trust: () => Promise.resolve(trust) },
    register: createCertificateRegister({ records: store.records, crypto, clock }),
  };
}

/** The time stamp authority over the shared installation, its clock that of the caller. */
/** A time stamp authority over the shared installation's keys. */
export async function sharedAuthority(clock: Clock): Promise<TimeStampAuthority> {
  const { store, custody, material } = await sharedInstallation();
  const now = clock.now();
  await ensureTimeStampUnits(
    { signer: custody, custody, crypto, random, register: createCertificateRegister({ records: store.records, crypto, clock }) },
    { now, authorisation: { actor: 'test', reference: 'unit' } },
  );
  const units = await findTimeStampUnits(custody, { now, intermediates: material.intermediates });
  const watch = { read: () => ({ time: clock.now(), fault: null }) };
  return createTimeStampAuthority({
    ...{ signer: custody, crypto, random, policy: OID.timeStampPolicy, accuracy: 1_000_000 },
    time: createTrustedTime({ watch, records: store.records }),
    units: () => units,
    onError: () => undefined,
  });
}

/** Opens the application. */
export async function openApp(options: OpenAppOptions = {}): Promise<OpenApp> {
  const { folder, store, credentials } = await sharedInstallation();
  let shift = 0;
  const clock = { now: () => Date.now() + shift };
  const dependencies = await sharedDependencies({ ...options, clock });
  const { access } = dependencies;
  const services = bindHttpServices(dependencies);
  const lines: string[] = [];
  const settings: HttpSettings = {
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    webRoot: join(folder, 'web'),
    cookieSecure: false,
    trustProxy: false,
    certificateProxies: [],
    uploadLimit: 1024 * 1024,
    rates: { signIn: 10_000, code: 1000, verification: 1000, ocsp: 1000, timeStamp: 1000, token: 1000 },
    metrics: true,
    ...options.settings,
  };
  const app = createApp(options.change ? options.change(services) : services, settings);
  const server = createHttpServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    app,
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    access,
    credentials,
    advance: (milliseconds) => void (shift += milliseconds),
    log: () => lines.join(''),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Password of a demonstration account. */
export function passwordOf(app: OpenApp, userName: string): string {
  const account = app.credentials.accounts.find((candidate) => candidate.userName === userName);
  if (!account) throw new RangeError(`there is no account ${userName}`);
  return account.password;
}

/** A person signed in: what the browser would send. */
export interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
}

/** Signs a demonstration account in. */
export async function signInAs(app: OpenApp, userName: string): Promise<SignedIn> {
  const response = await request(app.server)
    .post('/api/v1/session')
    .send({ userName, password: passwordOf(app, userName) })
    .expect(201);
  const { csrfToken } = response.body as { readonly csrfToken: string };
  return { cookie: (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '', csrf: csrfToken };
}

/** The header of the demonstration's API key. */
export function bearer(app: OpenApp): string {
  return `Bearer ${app.credentials.apiKey.text}`;
}

/** Checks problem details and returns them. */
export function problem(response: Response, code: ErrorCode): Record<string, unknown> {
  const body = response.body as Record<string, unknown>;
  assert.equal(body['code'], code, response.text);
  assert.equal(response.status, ERROR_STATUS[code]);
  assert.equal(body['status'], response.status);
  assert.match(response.get('Content-Type') ?? '', /^application\/problem\+json/);
  assert.equal(body['instance'], `urn:yinzheng:request:${response.get('X-Request-Id') ?? ''}`);
  assert.match(String(body['detailZh']), /[一-鿿]/);
  return body;
}

let cases = 0;

/** A request for a licence of the demonstration's type, each with a case number of its own. */
export function issueRequest(changes: Record<string, unknown> = {}) {
  cases++;
  return {
    typeCode: '11990000MB0000019F001',
    holders: [{ name: '欧阳晓样', codeType: '999', code: 'TEST-0001' }],
    fields: {
      法定代表人: '欧阳晓样',
      住所: '样例省样例市锦江区红星路三段1号',
      经营场所: '样例省样例市锦江区红星路三段1号',
      主体业态: '餐饮服务经营者',
      经营项目: '热食类食品制售',
    },
    licenceNumber: `JY2990100${String(cases).padStart(7, '0')}`,
    purpose: { item: '食品经营许可', caseNumber: `CASE-${process.pid}-${cases}`, cause: '新办' },
    ...changes,
  };
}
