/** The use cases over a store of their own: real store in a folder, real keys, real fonts; a clock that tests can move. */
import { join } from 'node:path';
import { createEmbeddedStore } from '../../src/adapters/embedded/index.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import type { Actor, Role } from '../../src/domain/access/index.ts';
import type { EvidenceDependencies } from '../../src/services/evidence/index.ts';
import type { LicenceDependencies } from '../../src/services/licences/index.ts';
import { createRelay, type Relay } from '../../src/services/journal/index.ts';
import type { StampRequest } from '../../src/services/stamping/index.ts';
import type { OpenStore, Store } from '../../src/services/storage/index.ts';
import type { Signer } from '../../src/services/pki/index.ts';
import type { VerificationDependencies } from '../../src/services/verification/index.ts';
import { found } from './foundation.ts';
import { ISSUER, issueRequest, sharedInstallation } from './http.ts';
import { BLOB_KEYS, sm3 } from './records.ts';
import { blankFile } from './sealing.ts';
import { temporaryFolder } from './temporary.ts';

/** Another organisation that issues the demonstration's type, and one that issues nothing. */
export const OTHER_ISSUER = '11990100MB0000035A';
const SERVICE_CENTRE = '12990100MB00000432';

/** Somebody of an organisation. */
export function actor(capacity: Role, organisation: string | null = ISSUER): Actor {
  return { person: `test-${capacity}`, organisation, capacity, onBehalfOf: null, client: 'web', session: 's' };
}

export const CLERK = actor('issuer');
export const OTHER_CLERK = actor('issuer', OTHER_ISSUER);
export const SEALER = actor('seal-user');
export const COUNTER = actor('verifier', SERVICE_CENTRE);
export const PURPOSE = { item: '食品经营许可', caseNumber: null, cause: '核对' } as const;

/** An issue request as the use case takes it. */
export function order(changes: Partial<ReturnType<typeof issueRequest>> & Record<string, unknown> = {}) {
  return issueRequest(changes) as ReturnType<typeof issueRequest> & {
    readonly holders: readonly { readonly name: string; readonly codeType: '999'; readonly code: string }[];
  };
}

/** What a process works with. */
export interface Process {
  readonly store: Store;
  readonly relay: Relay;
  readonly licences: LicenceDependencies;
  readonly verification: VerificationDependencies;
}

/** What another process has of its own. */
export interface ProcessParts {
  readonly store?: Store;
  readonly signer?: Signer;
  readonly evidence?: EvidenceDependencies;
  readonly trust?: LicenceDependencies['trust'];
}

/** A store with the demonstration's types and seals, and processes over it. */
export interface UseCases extends Process {
  readonly folder: string;
  readonly store: OpenStore;
  /** Moves the clock on, ms. */
  advance(milliseconds: number): void;
  /** Another process over the same store, or over one put in its place. */
  process(parts?: ProcessParts): Process;
  /** Closes the store and opens its folder again, as the next start does. */
  reopen(): Promise<UseCases>;
  close(): Promise<void>;
}

/** Opens a store that keeps what was in it, given a folder of the use cases' own. */
export type OpensStore = (folder: string) => Promise<OpenStore>;

const embedded: OpensStore = (folder) => createEmbeddedStore({ folder: join(folder, 'data'), blobKeys: BLOB_KEYS });

/**
 * Opens a new store, in a folder of its own unless told another. The relay relays when told to, so that each step can be tested.
 */
export async function openUseCases(openStore: OpensStore = embedded): Promise<UseCases> {
  const folder = temporaryFolder();
  const { foundation } = await sharedInstallation();
  const store = await openStore(folder);
  await found(store.records, foundation);
  return useCasesOver({ folder, openStore }, store, 0);
}

async function useCasesOver(
  place: { readonly folder: string; readonly openStore: OpensStore },
  store: OpenStore,
  moved: number,
): Promise<UseCases> {
  const { custody, grants, engine, trust } = await sharedInstallation();
  let shift = moved;
  const clock = { now: () => Date.now() + shift };
  const random = createSystemRandom();
  const open = (parts: ProcessParts = {}): Process => {
    const used = parts.store ?? store;
    const relay = createRelay({
      store: used,
      digest: sm3,
      clock,
      leaseOwner: 'test',
      onError: (error) => {
        throw error;
      },
    });
    const common = { store: used, journal: relay, engine, clock, random };
    return {
      store: used,
      relay,
      licences: {
        ...common,
        ...{ signer: parts.signer ?? custody, custody, grants },
        publicUrl: 'https://licence.example',
        demonstration: true,
        evidence: parts.evidence ?? null,
        trust: parts.trust ?? (() => Promise.resolve(parts.evidence?.trust() ?? trust)),
        making: new Map(),
      },
      verification: { ...common, trust: () => trust, policy: { revocation: 'if-known', acceptDemonstration: true } },
    };
  };
  return {
    ...open(),
    folder: place.folder,
    store,
    advance: (milliseconds) => void (shift += milliseconds),
    process: open,
    async reopen() {
      await store.close();
      return useCasesOver(place, await place.openStore(place.folder), shift);
    },
    close: () => store.close(),
  };
}

/** A request to stamp an ordinary page with the issuer's special-purpose seal. */
export function stampOrder(document: Uint8Array = blankFile(1)): StampRequest {
  return { document, seal: '99010000000003', place: { page: 1, x: 100, y: 100 }, purpose: PURPOSE };
}
