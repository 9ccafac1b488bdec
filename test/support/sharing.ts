/** Systems with which licences are shared, over the use cases of a test. */
import { createQuota } from '../../src/services/transients/index.ts';
import { clientActor, type ClientRecord } from '../../src/domain/client/index.ts';
import type { Actor } from '../../src/domain/access/index.ts';
import type { SharingTerms } from '../../src/domain/sharing/index.ts';
import { createPatience, type Patience, type SharingDependencies } from '../../src/services/sharing/index.ts';
import { ISSUER } from './http.ts';
import { crypto } from './pki.ts';
import type { UseCases } from './use-cases.ts';

/** Nothing shared but what is named. */
export const SHARES_NOTHING: SharingTerms = { types: [], matters: null, directory: false, sandbox: false };

let systems = 0;

/** Puts a system that is let in into the store; the actor that it is. */
export async function sharingClient(
  under: Pick<UseCases, 'store'>,
  terms: Partial<SharingTerms>,
): Promise<Actor & { readonly client: string }> {
  const asked = {
    ...{ scopes: ['licence:share', 'webhook:manage', 'webhook:read'] as const, perMinute: null, perDay: null, validUntil: null },
    sharing: { ...SHARES_NOTHING, ...terms },
  };
  const client: ClientRecord = {
    ...{
      _id: `5${String(process.pid).padStart(7, '0')}${String(++systems).padStart(8, '0')}`,
      schema: 1,
      version: 1,
      revision: 1,
    },
    ...{ name: '共享测试', organisation: ISSUER, asked, authorised: asked, blocked: false, keys: [] },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', outbox: [], pending: false },
  };
  await under.store.records.insert('clients', client);
  return clientActor(client, asked.scopes);
}

/** What sharing takes, over the use cases of a test. */
export function sharingOver(under: UseCases, patience?: Patience): SharingDependencies {
  const { store, relay, licences, verification } = under;
  const { clock, random, publicUrl } = licences;
  return {
    ...{ store, journal: relay, clock, random, crypto, verification, publicUrl },
    quota: createQuota({ records: store.records, clock }),
    patience: patience ?? createPatience({ longest: 60_000, kept: 60_000, most: 100 }),
  };
}
