/** Seals whose key is not in custody: the tests have it, as a holder has his UKey. */
import { assembleSigned, encodeName, SM2_WITH_SM3, tbsRequest } from '../../src/pki/index.ts';
import { generateSm2Key, loadSm2Key, signSm2 } from '../../src/adapters/custody/sm2-key.ts';
import { toBase64 } from '../../src/base/bytes.ts';
import type { Actor, Role } from '../../src/domain/access/index.ts';
import type { SealRecord } from '../../src/domain/seal/index.ts';
import type { JournalDesk } from '../../src/services/platform.ts';
import { createCertificateRegister } from '../../src/services/pki/index.ts';
import {
  applyForSeal,
  decideApplication,
  fileAppliedSeal,
  makeAppliedSeal,
  type ApplicationOrder,
  type SealMakingDependencies,
} from '../../src/services/seals/index.ts';
import type { Store } from '../../src/services/storage/index.ts';
import { ISSUER, sharedSealMaking } from './http.ts';
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

/** What making seals in a store takes, by the shared custody. */
export async function sealMakingIn(store: Pick<Store, 'records'>, journal: JournalDesk): Promise<SealMakingDependencies> {
  const clock = { now: () => Date.now() };
  const register = createCertificateRegister({ records: store.records, crypto, clock });
  return { ...(await sharedSealMaking(clock)), records: store.records, journal, register };
}

const person = (capacity: Role, organisation: string): Actor => ({
  ...{ person: `made-by-${capacity}`, organisation, capacity, onBehalfOf: null, client: 'web', session: 's' },
});
/** The three whose duties the life of a seal is: of the owner, the department above, and the unit that makes seals. */
export const KEEPER = person('seal-keeper', ISSUER);
export const APPROVER = person('seal-approver', '11990000MB0000050P');
export const MAKER = person('seal-maker', '11990000MB0000069L');
const PURPOSE = { item: '印章管理', caseNumber: null, cause: '测试' };

let seals = 0;

/** A new seal of the issuer in a store, on its way through all hands, in use at the end; for a key that its holder has, or as told. */
export async function newAppliedSeal(
  deps: SealMakingDependencies,
  changes: Partial<Extract<ApplicationOrder, { readonly kind: 'make' }>> = {},
): Promise<SealRecord> {
  seals++;
  const owner = await deps.records.get('organisations', ISSUER);
  const { _id: id } = await applyForSeal({ ...deps, demonstration: true }, KEEPER, {
    kind: 'make',
    face: {
      ...{ kind: 'special-purpose', shape: 'round', name: owner?.name ?? '' },
      ...{ secondName: null, middleLine: null, lowerLine: `合同专用章（${seals}）` },
    },
    ...{ key: { kind: 'custody', authority: 'here' }, replaces: null, code: null, basis: null, purpose: PURPOSE },
    ...changes,
  });
  await decideApplication(deps, APPROVER, { id, decision: 'approve', note: null, purpose: PURPOSE });
  const { seal } = await makeAppliedSeal(deps, MAKER, { id, certificate: null, purpose: PURPOSE });
  await fileAppliedSeal(deps, MAKER, { id, purpose: PURPOSE });
  const record = await deps.records.get('seals', seal ?? '');
  if (!record) throw new Error('the seal was made');
  return record;
}

/** A new seal of the issuer in a store, for a request by its holder's key. */
export async function newHeldSeal(store: Pick<Store, 'records'>, journal: JournalDesk, request: Uint8Array): Promise<SealRecord> {
  const key = { kind: 'holder', request: toBase64(request) } as const;
  return newAppliedSeal(await sealMakingIn(store, journal), { key });
}
