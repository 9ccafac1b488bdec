/**
 * Claims whose value is personal, over any store of records: their id is a keyed digest, once for each key of digests in use, the newest first, so that
 * a value is unique whichever key a process knows. The value itself is sealed in the claim, for the digest under the next key.
 */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { ClaimRecord, RecordStore, RecordWrite } from '../../services/storage/index.ts';
import type { DataKey } from './data-keys.ts';
import type { SearchDigests, SearchKeys } from './search-digests.ts';

/** What sealing of claims takes of that of records. */
export interface ClaimSealing {
  readonly sealClaim: (claim: ClaimRecord, under: DataKey) => Promise<ClaimRecord>;
  readonly digests: SearchDigests;
}

/** Claims as use cases see them. */
export interface SealedClaims {
  get(id: string): Promise<ClaimRecord | null>;
  /** Rejects with ALREADY_EXISTS. */
  insert(claim: ClaimRecord): Promise<void>;
  /** Rejects with VERSION_CONFLICT. */
  replace(claim: ClaimRecord): Promise<void>;
  remove(id: string): Promise<void>;
  /** The writes that one write of a claim takes. */
  writes(write: ClaimWrite, keys: SearchKeys): Promise<readonly RecordWrite[]>;
  /** Awaits a write of claims among others: a refusal names the id that was given, and of a claim that was refused nothing stays. */
  inTheirWords(given: readonly ClaimRecord[], work: Promise<void>): Promise<void>;
}

type ClaimWrite = Extract<RecordWrite, { readonly collection: 'claims' }>;

/** A claim without its envelope, as it was given. */
export function withoutEnvelope<R extends object>(claim: R): R {
  return Object.fromEntries(Object.entries(claim).filter(([name]) => name !== 'sealed')) as R;
}

/** Claims over the store's own records. */
export function sealClaims(records: RecordStore, { sealClaim, digests }: ClaimSealing): SealedClaims {
  /** The keys under which a claim is, that of writing first. */
  function order({ writing, live }: SearchKeys): readonly DataKey[] {
    return [writing, ...live.filter(({ number }) => number !== writing.number).reverse()];
  }

  /** The ids of a claim, each once. */
  async function idsOf(id: string): Promise<readonly string[]> {
    return [...new Set(order(await digests.keys()).map((key) => digests.claimId(key, id)))];
  }

  async function writes(write: ClaimWrite, keys: SearchKeys): Promise<readonly RecordWrite[]> {
    const { kind, record } = write;
    if (digests.claimId(keys.writing, record._id) === record._id) return [write];
    // Not under a key that is newer than that of writing: not every process looks there yet.
    const under = order(keys).filter(({ number }) => number <= keys.writing.number);
    return Promise.all(
      under.map(async (key): Promise<RecordWrite> => ({ kind, collection: 'claims', record: await sealClaim(record, key) })),
    );
  }

  /** Takes back what was written of a claim before it was refused under another key. */
  async function takeBack(claim: ClaimRecord, written: readonly string[]): Promise<void> {
    for (const id of written) {
      const found = await records.get('claims', id);
      if (found?.owner === claim.owner && found.claimedAt === claim.claimedAt && found.version === claim.version)
        await records.remove('claims', id);
    }
  }

  async function inTheirWords(given: readonly ClaimRecord[], work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      const taken = isYinzhengError(error, 'ALREADY_EXISTS') ? error.details['key'] : undefined;
      if (typeof taken !== 'string') throw error;
      const all = await Promise.all(given.map(async (claim) => ({ claim, ids: await idsOf(claim._id) })));
      const theirs = all.find(({ ids }) => ids.includes(taken));
      if (!theirs || theirs.claim._id === taken) throw error;
      await takeBack(theirs.claim, theirs.ids.slice(0, theirs.ids.indexOf(taken)));
      throw new YinzhengError('ALREADY_EXISTS', { key: theirs.claim._id }, { cause: error });
    }
  }

  return {
    writes,
    inTheirWords,
    async get(id) {
      for (const each of await idsOf(id)) {
        const found = await records.get('claims', each);
        if (found) return { ...withoutEnvelope(found), _id: id };
      }
      return null;
    },
    async insert(claim) {
      const all = await writes({ kind: 'insert', collection: 'claims', record: claim }, await digests.keys());
      const [only] = all;
      await inTheirWords(
        [claim],
        all.length === 1 && only?.collection === 'claims' ? records.insert('claims', only.record) : records.write(all),
      );
    },
    async replace(claim) {
      const all = await writes({ kind: 'replace', collection: 'claims', record: claim }, await digests.keys());
      const [only] = all;
      if (all.length === 1 && only?.collection === 'claims') return records.replace('claims', only.record);
      const sealed = all.flatMap((write) => (write.collection === 'claims' ? [write.record] : []));
      const present = await Promise.all(sealed.map(async ({ _id }) => (await records.get('claims', _id)) !== null));
      // The first that is there decides who passes the claim on; the others follow.
      const first = present.indexOf(true);
      const decisive = sealed[first];
      if (!decisive) throw new YinzhengError('VERSION_CONFLICT');
      await records.replace('claims', decisive);
      for (const record of sealed) if (record !== decisive) await follow(records, record);
    },
    async remove(id) {
      for (const each of await idsOf(id)) await records.remove('claims', each);
    },
  };
}

/** Brings the claim under another key to what was decided, whether it is there or not. */
async function follow(records: RecordStore, record: ClaimRecord): Promise<void> {
  const before = await records.get('claims', record._id);
  try {
    if (!before) await records.insert('claims', record);
    else if (before.version < record.version) await records.replace('claims', { ...record, version: before.version + 1 });
  } catch (error) {
    // The pass that brings claims under the newest key was first: once more over what it wrote.
    if (!isYinzhengError(error, 'ALREADY_EXISTS', 'VERSION_CONFLICT')) throw error;
    const there = await records.get('claims', record._id);
    if (there && there.version < record.version) await records.replace('claims', { ...record, version: there.version + 1 });
  }
}
