import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Zlib } from '../../base/zlib.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { FontSet } from '../../drawing/index.ts';
import { placeId, placeParent, withPlaceKeys } from '../../domain/organisation/index.ts';
import { createAccount, createApiKey, type AccessDependencies } from '../access/index.ts';
import {
  certifySigner,
  makeHierarchy,
  makeSeal,
  type Hierarchy,
  type CertificateRegister,
  type HierarchyOrder,
  type KeyCustody,
  type Signer,
  type TrustStore,
} from '../pki/index.ts';
import { putCopySeal } from '../copies/index.ts';
import { grantToOwners, type GrantCustody } from '../grants/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { makeSealPicture, newSealRecord, SES_TYPES } from '../seals/index.ts';
import { SPECIMEN_MARKING } from '../../domain/seal/index.ts';
import type { CollectionName, Collections, RecordStore } from '../storage/index.ts';
import { ACCOUNTS, CASE_SYSTEM, SEALS } from './data.ts';
import { CITY_REGULATOR, ORGANISATIONS, PLACES } from './organisations.ts';
import { DEMONSTRATION_DICTIONARIES, DEMONSTRATION_TYPES, dictionaryRecord, typeRecords } from './types/index.ts';

/** What the demonstration is made with. */
export interface DemonstrationDependencies extends Omit<
  AccessDependencies,
  'attempts' | 'quota' | 'sessionRules' | 'blobs' | 'demonstration'
> {
  readonly online: KeyCustody & Signer;
  readonly grants: GrantCustody;
  /** Custody of the root's key, taken offline afterwards. */
  readonly offline: KeyCustody & Signer;
  readonly trustStore: TrustStore;
  readonly register: CertificateRegister;
  readonly crypto: CryptoProvider;
  readonly fonts: FontSet;
  readonly zlib: Zlib;
  /** Base of the addresses where the status of certificates is asked; null or absent for none. */
  readonly statusUrl?: string | null;
}

/** What is shown once, on the first start. */
export interface DemonstrationCredentials {
  readonly accounts: readonly { readonly userName: string; readonly displayName: string; readonly password: string }[];
  readonly apiKey: { readonly name: string; readonly text: string };
}

const AUTHORISATION = { actor: 'server', reference: 'demonstration set-up' } as const;

/** Setting that says that the store's demonstration is complete. */
export const DEMONSTRATION_SETTING = 'demonstration';

/** Whether the demonstration has been set up in this store. */
export async function hasDemonstration(records: RecordStore): Promise<boolean> {
  return (await records.get('settings', DEMONSTRATION_SETTING)) !== null;
}

const BEST_OF_PLATFORM = 9;

/**
 * Sets up the demonstration: a PKI of its own trust class, organisations, their seals, twelve licence types and accounts. Interrupted, it is
 * begun anew with fresh keys at the next start; complete, it says so in a setting written last.
 */
export async function setUpDemonstration(deps: DemonstrationDependencies): Promise<DemonstrationCredentials> {
  const hierarchy = await makeTrust(deps);
  for (const { tree, code, name } of PLACES)
    await put(deps.records, 'places', {
      ...{ _id: placeId(tree, code), schema: 1, version: 1, tree, parent: placeId(tree, placeParent(tree, code) ?? '') },
      ...{ code, name, firstDay: null, lastDay: null, successors: [], outbox: [], pending: false },
    });
  for (const { code, ...organisation } of ORGANISATIONS) {
    const record = { _id: code, schema: 1, version: 1, ...organisation, demonstration: true } as const;
    await put(deps.records, 'organisations', withPlaceKeys(record));
  }
  for (const seal of SEALS) await makeDemonstrationSeal(deps, hierarchy, seal);
  await grantDemonstrationSeals(deps);
  await chooseDemonstrationCopySeals(deps);
  await putTypes(deps);
  const credentials = await makeCredentials(deps);
  await deps.records.insert('settings', {
    _id: DEMONSTRATION_SETTING,
    schema: 1,
    version: 1,
    value: { completedAt: isoInstant(deps.clock.now()) },
  });
  return credentials;
}

async function putTypes({ records, crypto, clock }: DemonstrationDependencies): Promise<void> {
  const now = clock.now();
  for (const { code, content } of DEMONSTRATION_DICTIONARIES)
    await put(records, 'dictionaries', dictionaryRecord(code, content, now));
  for (const one of DEMONSTRATION_TYPES) {
    const { type, faces } = typeRecords({ crypto, now }, one);
    for (const face of faces) await put(records, 'face-templates', face);
    await put(records, 'licence-types', type);
  }
}

async function makeTrust(deps: DemonstrationDependencies): Promise<Hierarchy> {
  const { crypto, random, register, offline, online, trustStore } = deps;
  const hierarchy = await makeHierarchy(
    { crypto, random, register, offline, online },
    { name: '印证演示', trustClass: 'demonstration', from: deps.clock.now(), ...statusOf(deps), authorisation: AUTHORISATION },
  );
  const { anchors, intermediates, revocationLists, sealMakers } = hierarchy.trust;
  for (const anchor of anchors) await trustStore.addAnchor(anchor);
  for (const certificate of intermediates) await trustStore.addIntermediate(certificate.raw);
  for (const list of revocationLists) await trustStore.putRevocationList(list.raw);
  for (const maker of sealMakers) await trustStore.authoriseSealMaker(maker);
  return hierarchy;
}

function statusOf({ statusUrl = null }: DemonstrationDependencies): Pick<HierarchyOrder, 'crlBase' | 'ocspUri'> {
  return statusUrl === null ? { crlBase: null } : { crlBase: `${statusUrl}/crl`, ocspUri: `${statusUrl}/ocsp` };
}

async function makeDemonstrationSeal(
  deps: DemonstrationDependencies,
  hierarchy: Hierarchy,
  seal: (typeof SEALS)[number],
): Promise<void> {
  const owner = ORGANISATIONS.find(({ code }) => code === seal.owner);
  if (!owner) throw new RangeError('a demonstration seal has an owner');
  const from = deps.clock.now();
  const signer = await certifySigner(deps, {
    issuer: hierarchy.signersCa,
    organisation: { creditCode: owner.code, name: owner.name, sealCode: seal.code },
    from,
    trustClass: 'demonstration',
    ...statusOf(deps),
    authorisation: AUTHORISATION,
  });
  const made = await makeSeal(
    { signer: deps.online },
    {
      maker: hierarchy.maker,
      esId: seal.code,
      name: `${seal.name}${seal.lowerLine ?? ''}（${SPECIMEN_MARKING}）`,
      type: SES_TYPES[seal.kind],
      signerCertificates: [signer.certificate.raw],
      createdAt: from,
      validFrom: signer.certificate.notBefore,
      validTo: signer.certificate.notAfter,
      picture: makeSealPicture(seal.owner === CITY_REGULATOR ? deps : { ...deps, zlib: quick(deps.zlib) }, {
        name: seal.name,
        bodyClass: owner.bodyClass,
        lowerLine: seal.lowerLine,
        code: seal.code,
        marking: SPECIMEN_MARKING,
      }),
      authorisation: AUTHORISATION,
    },
  );
  await put(
    deps.records,
    'seals',
    newSealRecord(deps.crypto, {
      seal: made,
      signer,
      owner: owner.code,
      kind: seal.kind,
      demonstration: true,
      actor: SERVER_ACTOR,
      madeAt: from,
    }),
  );
}

/** The smallest picture takes a second: those of whom nobody issues at first do with the platform's best, so that the first start is quick. */
function quick(zlib: Zlib): Zlib {
  return { ...zlib, deflate: (bytes) => zlib.deflate(bytes, BEST_OF_PLATFORM) };
}

/** Each seal to its owner's people and systems; an interrupted set-up left grants of other seals. */
async function grantDemonstrationSeals(deps: DemonstrationDependencies): Promise<void> {
  const seals = await Promise.all(SEALS.map(({ code }) => deps.records.get('seals', code)));
  const made = seals.filter((seal) => seal !== null);
  for (const seal of made) await deps.records.remove('grants', `demonstration-${seal._id}`);
  await grantToOwners(deps, made, { origin: 'demonstration', actor: SERVER_ACTOR });
}

/** Copies are sealed with the seal for a special purpose, where an organisation has one. */
async function chooseDemonstrationCopySeals({ records, clock }: DemonstrationDependencies): Promise<void> {
  const chosen = new Map<string, string>();
  for (const { owner, code, kind } of SEALS) if (!chosen.has(owner) || kind === 'special-purpose') chosen.set(owner, code);
  const at = isoInstant(clock.now());
  for (const [organisation, seal] of chosen) await putCopySeal(records, { organisation, seal, at });
}

async function makeCredentials(deps: DemonstrationDependencies): Promise<DemonstrationCredentials> {
  const accounts = [];
  for (const account of ACCOUNTS) {
    await forgetAccount(deps.records, account.userName);
    const { password } = await createAccount(deps, SERVER_ACTOR, { ...account, password: null, demonstration: true });
    accounts.push({ userName: account.userName, displayName: account.displayName, password });
  }
  const { text } = await createApiKey(deps, SERVER_ACTOR, { ...CASE_SYSTEM, role: 'system', demonstration: true });
  return { accounts, apiKey: { name: CASE_SYSTEM.name, text } };
}

/** An interrupted set-up left accounts whose passwords nobody was shown. */
async function forgetAccount(records: RecordStore, userName: string): Promise<void> {
  for (const account of await records.find('accounts', { index: 'userName', equals: userName, limit: 10 })) {
    for (const claim of await records.find('claims', { index: 'owner', equals: account._id, limit: 10 }))
      await records.remove('claims', claim._id);
    await records.remove('accounts', account._id);
  }
}

/** Writes a record, in place of what an interrupted set-up left. */
async function put<C extends CollectionName>(records: RecordStore, collection: C, record: Collections[C]): Promise<void> {
  try {
    await records.insert(collection, record);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    await records.remove(collection, record._id);
    await records.insert(collection, record);
  }
}
