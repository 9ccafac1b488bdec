/** Bringing claims whose ids are keyed digests under the newest key of digests, and forgetting those under a key that is to be destroyed. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { BLIND_CLAIMS, type BlindKind, type ClaimRecord, type RecordStore } from '../../services/storage/index.ts';
import { keyNumberOf, searchNumberOf, type RecordSealing } from './records.ts';
import { digestOfClaim } from './search-digests.ts';

const PAGE = 200;

/** The numbers of the keys that claims are to be under: that of records, and that of digests. */
export interface NewestKeys {
  readonly key: number;
  readonly search: number;
}

interface ClaimPassDependencies {
  readonly records: RecordStore;
  readonly sealing: RecordSealing;
}

/**
 * Sees that there is a claim under the newest keys beside one that is stored; the one before stays until its key is destroyed. A claim of before has
 * its value from the record that claimed; one whose owner is not there claims nothing, and is left.
 */
export async function resealClaim(deps: ClaimPassDependencies, claim: ClaimRecord, newest: NewestKeys): Promise<void> {
  const { records, sealing } = deps;
  const known = digestOfClaim(claim._id);
  if (!known || (known.key === newest.search && keyNumberOf(claim) === newest.key)) return;
  const { writing, live } = await sealing.digests.keys();
  // What is under a key that is retired has its twin, and waits to be removed with the key.
  if (known.key > writing.number || !live.some(({ number }) => number === known.key)) return;
  const id = (await sealing.openClaim(claim)) ?? (await claimedBy(deps, claim, known));
  if (id === null) return;
  const { schema, version, owner, claimedAt } = claim;
  const sealed = await sealing.sealClaim({ _id: id, schema, version, owner, claimedAt }, writing);
  try {
    if (sealed._id !== claim._id) await records.insert('claims', sealed);
    else await records.replace('claims', { ...sealed, version: version + 1 });
  } catch (error) {
    // There is one already, or it was passed on in this moment and is sealed anew by that.
    if (!isYinzhengError(error, 'ALREADY_EXISTS', 'VERSION_CONFLICT')) throw error;
  }
}

/** What a claim of before claims, by the record that has the value now; null where its digest is not the claim's. */
async function claimedBy(
  { records, sealing }: ClaimPassDependencies,
  { _id, owner }: ClaimRecord,
  { kind, prefix, key }: { readonly kind: BlindKind; readonly prefix: string; readonly key: number },
): Promise<string | null> {
  const value = await valueOf({ records, sealing }, kind, owner);
  const under = (await sealing.digests.keys()).live.find(({ number }) => number === key);
  if (value === null || !under || sealing.digests.claimId(under, `${prefix}${value}`) !== _id) return null;
  return `${prefix}${value}`;
}

async function valueOf({ records, sealing }: ClaimPassDependencies, kind: BlindKind, owner: string): Promise<string | null> {
  const [collection, member] = kind === 'case' ? (['licences', 'caseKey'] as const) : (['accounts', 'userName'] as const);
  const stored = await records.get(collection, owner);
  const value = stored && ((await sealing.open(collection, stored)) as unknown as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : null;
}

/** Claims with a digest, a page at a time. */
async function* digestClaims(records: Pick<RecordStore, 'list'>): AsyncGenerator<ClaimRecord> {
  for (const { kind } of BLIND_CLAIMS) {
    for (let after = `${kind}~`; ;) {
      const page: readonly ClaimRecord[] = await records.list('claims', { limit: PAGE, after });
      const own = page.filter(({ _id }) => _id.startsWith(`${kind}~`));
      yield* own;
      after = own.at(-1)?._id ?? '';
      if (own.length < page.length || page.length < PAGE) break;
    }
  }
}

/** How many claims are under the newest keys, and how many have no twin there yet or are sealed there under an older key of records. */
export async function countClaims(
  records: Pick<RecordStore, 'list'>,
  newest: NewestKeys,
): Promise<{ readonly sealed: number; readonly older: number }> {
  let before = 0;
  let now = 0;
  let stale = 0;
  for await (const claim of digestClaims(records)) {
    const key = keyNumberOf(claim);
    if (key === null) continue;
    if (searchNumberOf(claim) !== newest.search) before++;
    else if (key === newest.key) now++;
    else stale++;
  }
  return { sealed: now, older: Math.max(0, before - now - stale) + stale };
}

/** Removes the claims under a key of digests that is destroyed: each has its twin under a newer one. */
export async function forgetClaims(records: Pick<RecordStore, 'list' | 'remove'>, number: number): Promise<void> {
  for await (const { _id } of digestClaims(records)) if (digestOfClaim(_id)?.key === number) await records.remove('claims', _id);
}
