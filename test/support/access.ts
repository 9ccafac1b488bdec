/** Use cases of access over a store of their own, with a clock that can be moved. */
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { createPasswordHasher } from '../../src/adapters/platform/password.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import type { Actor } from '../../src/domain/access/index.ts';
import {
  authenticateSession,
  changePassword,
  confirmSecondFactor,
  createAccount,
  createAttempts,
  USUAL_SESSIONS,
  enrolSecondFactor,
  signIn,
  type AccessDependencies,
  type AuthenticatedPerson,
  type CreatedAccount,
  type NewAccount,
} from '../../src/services/access/index.ts';
import { stepOf, totpCode } from '../../src/services/access/totp.ts';
import { createRelay } from '../../src/services/journal/index.ts';
import { createQuota } from '../../src/services/transients/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import { BLOB_KEYS, sm3 } from './records.ts';
import { temporaryFolder } from './temporary.ts';

/** Access opened for a test. */
export interface OpenAccess {
  readonly deps: AccessDependencies;
  readonly store: OpenStore;
  /** Moves the clock on, ms. */
  advance(milliseconds: number): void;
  /** Makes an account that has its initial password still. */
  make(userName: string, changes?: Partial<NewAccount>): Promise<CreatedAccount>;
  /** Makes an account whose holder has chosen a password. */
  makeReady(userName: string, changes?: Partial<NewAccount>): Promise<CreatedAccount>;
  enter(userName: string, password: string, address?: string): Promise<AuthenticatedPerson>;
  /** Kinds of the events that the journal was told of an account, in their order. */
  told(accountId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens access over a new embedded store. */
export async function openAccess(): Promise<OpenAccess> {
  const store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
  let shift = 0;
  const clock = { now: () => Date.now() + shift };
  const relay = createRelay({ store, digest: sm3, clock, leaseOwner: 'test' });
  const deps: AccessDependencies = {
    ...{ records: store.records, journal: relay, clock, random: createSystemRandom(), crypto: createNativeProvider() },
    ...{
      hasher: createPasswordHasher({ ln: 6, r: 8, p: 1 }),
      attempts: createAttempts({ ...store, crypto: createNativeProvider(), clock }),
      quota: createQuota({ records: store.records, clock }),
      sessionRules: USUAL_SESSIONS,
      blobs: store.blobs,
      demonstration: false,
    },
  };
  const enter: OpenAccess['enter'] = (userName, password, address = 'test') =>
    signIn(deps, { userName, password, address, previous: null });
  const make: OpenAccess['make'] = (userName, changes = {}) =>
    createAccount(deps, SERVER_ACTOR, {
      ...{ userName, displayName: userName, password: null, organisation: '11990100MB0000027F' },
      ...{ roles: ['issuer'], demonstration: false, ...changes },
    });
  return {
    deps,
    store,
    advance: (milliseconds) => void (shift += milliseconds),
    make,
    async makeReady(userName, changes) {
      const { password } = await make(userName, changes);
      const next = `chosen by ${userName} alone`;
      const { account } = await changePassword(deps, await enter(userName, password), { present: password, next });
      return { account, password: next };
    },
    enter,
    async told(accountId) {
      await relay.drain();
      const entries = await store.journal.read(1, 1000);
      return entries.filter(({ event }) => event.subject === `accounts/${accountId}`).map(({ event }) => event.kind);
    },
    close: () => store.close(),
  };
}

/** The bytes of a secret in Base32 as authenticators read it. */
export function secretOf(text: string): Uint8Array {
  const bits = Array.from(text, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join(
    '',
  );
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => parseInt(eight, 2));
}

/** Enrols an authenticator for a person. */
export async function enrol(deps: AccessDependencies, person: AuthenticatedPerson) {
  const secret = secretOf((await enrolSecondFactor(deps, person)).secret);
  const begun = await authenticateSession(deps, person.secret);
  return { secret, ...(await confirmSecondFactor(deps, begun, totpCode(secret, stepOf(deps.clock.now())))) };
}

/** An actor of a capacity that is no account of the store. */
export function administratorAs(capacity: Actor['capacity']): Actor {
  return { person: 'f'.repeat(32), organisation: null, capacity, onBehalfOf: null, client: 'web', session: null };
}
