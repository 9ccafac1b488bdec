/** Holders who are signed in, as an identity provider would let them in. */
import { createPasswordHasher } from '../../src/adapters/platform/password.ts';
import { createMongoStore } from '../../src/adapters/mongo/index.ts';
import {
  csrfToken,
  createAttempts,
  USUAL_SESSIONS,
  type AccessDependencies,
  type AuthenticatedHolder,
} from '../../src/services/access/index.ts';
import { enterHolder } from '../../src/services/federation/enter-holder.ts';
import type { HolderDependencies } from '../../src/services/holders/index.ts';
import { createQuota } from '../../src/services/transients/index.ts';
import type { OpenApp } from './http.ts';
import { freshUrl, mongoServer } from './mongodb.ts';
import { crypto } from './pki.ts';
import { protect } from './protected.ts';
import { BLOB_KEYS } from './records.ts';
import { openUseCases, type UseCases } from './use-cases.ts';

/** Both stores. */
export const STORES = ['lmdb', 'MongoDB'] as const;

/** Use cases over a store of a kind, its personal data sealed where it is lmdb, as processes have it. */
export async function openUseCasesOver(kind: (typeof STORES)[number], context: Mocha.Context): Promise<UseCases> {
  if (kind === 'lmdb') return openUseCases();
  const url = freshUrl(await mongoServer(context));
  return openUseCases(async () => protect(await createMongoStore({ url, blobKeys: BLOB_KEYS })));
}

/** Somebody as an identity provider knows him. */
export interface Person {
  readonly name: string;
  readonly citizenNumber: string;
  readonly creditCode?: string;
  readonly organisation?: string;
}

let numbers = 0;

/** The citizen's number of the area 990101 with a day of birth, and a right check character; each call another. */
export function citizenNumber(birthday = '19900307'): string {
  const head = `990101${birthday}${String(++numbers % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(head.charAt(index)), 0);
  return `${head}${'10X98765432'.charAt(sum % 11)}`;
}

type Entering = Parameters<typeof enterHolder>[0];

/** Begins the session of a person. */
export function enterAs(
  deps: Entering,
  { name, citizenNumber: number, creditCode, organisation }: Person,
): Promise<AuthenticatedHolder> {
  const attributes = { name, citizenNumber: number, creditCode: creditCode ?? null, organisation: organisation ?? null };
  const proved = {
    ...{ issuer: 'https://id.example', subject: number, sessionId: null },
    attributes: { ...attributes, account: null, assurance: null },
  };
  return enterHolder(deps, { proved, previous: null, assurances: [] });
}

/** Cookie and token of a person who is signed in at an application. */
export async function holderHeaders(app: OpenApp, person: Person): Promise<Readonly<Record<string, string>>> {
  const { secret } = await enterAs({ ...app.access, providers: {} }, person);
  return { Cookie: `yinzheng=${secret}`, 'X-CSRF-Token': csrfToken(secret) };
}

/** What the use cases of holders work with over a store of use cases, and how somebody signs in there. */
export interface OpenHolders {
  readonly deps: HolderDependencies;
  readonly access: AccessDependencies;
  enter(person: Person): Promise<AuthenticatedHolder>;
}

/** Use cases of holders over those of licences. */
export function holdersOver(under: UseCases): OpenHolders {
  const { clock, random } = under.licences;
  const { records, blobs } = under.store;
  const shared = { records, blobs, journal: under.relay, crypto, clock, random };
  const deps: HolderDependencies = {
    ...shared,
    hasher: createPasswordHasher({ ln: 6, r: 8, p: 1 }),
    attempts: createAttempts({ records, blobs, crypto, clock }),
  };
  const access: AccessDependencies = {
    ...deps,
    ...{ blobs, quota: createQuota({ records, clock }), sessionRules: USUAL_SESSIONS, demonstration: true },
  };
  return { deps, access, enter: (person) => enterAs({ ...access, providers: {} }, person) };
}
