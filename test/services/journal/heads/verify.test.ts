/** What somebody with the database might do to the journal, over real stores: by the heads outside all of it is found. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHeadFile, readHeadLines } from '../../../../src/adapters/files/index.ts';
import { fromBase64, toBase64 } from '../../../../src/base/bytes.ts';
import { chainEvent, EMPTY_HEAD, type JournalEntry } from '../../../../src/domain/journal/index.ts';
import {
  keptHeads,
  readHeadLine,
  signHead,
  verifyAgainstHeads,
  writeHeadLine,
  type HeadLine,
  type HeadsVerification,
} from '../../../../src/services/journal/heads/index.ts';
import { certifyNewKey, signersAuthority } from '../../../../src/services/pki/index.ts';
import { attackedEmbedded, attackedMongo, type AttackedStore } from '../../../support/attacked-store.ts';
import { sharedRegister } from '../../../support/certificate-register.ts';
import { AUTHORISATION } from '../../../support/custody.ts';
import { createHeadBench, NOON, type HeadBench } from '../../../support/journal-heads.ts';
import { crypto, day } from '../../../support/pki.ts';
import { event, sm3 } from '../../../support/records.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const ENTRIES = 12;
const ANCHORED = [4, 8, 12] as const;

/** A chain of its own: the same events, those from `from` on changed. */
function chain(from = ENTRIES + 1, length = ENTRIES): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let number = 1; number <= length; number++) {
    const told = event(`licences/${number}/1`, number < from ? { n: number } : { n: number, forged: true });
    entries.push(chainEvent(entries[entries.length - 1] ?? EMPTY_HEAD, told, sm3));
  }
  return entries;
}

const GENUINE = chain();
const at = (number: number): JournalEntry => GENUINE[number - 1] ?? assert.fail();

for (const [name, make] of [
  ['lmdb', attackedEmbedded],
  ['MongoDB', attackedMongo],
] as const) {
  describe(`the journal in ${name} against its heads`, function () {
    this.timeout(120_000);
    let bench: HeadBench;
    let attacked: AttackedStore;
    let older: () => Promise<void>;
    let newest: () => Promise<void>;
    const path = join(temporaryFolder(), 'heads.jsonl');

    before(async function () {
      attacked = await make(this);
      bench = await createHeadBench();
      const store = await attacked.open();
      const anchoring = bench.anchoring(store, createHeadFile(path));
      let from = 0;
      for (const to of ANCHORED) {
        await store.journal.append(GENUINE.slice(from, to));
        await anchoring.round();
        from = to;
        if (to === 8) older = await attacked.copy();
      }
      await store.close();
      newest = await attacked.copy();
      assert.deepEqual(bench.errors, []);
    });
    after(() => bench.close());
    beforeEach(() => newest());

    /** Verifies by the file, and by what the store keeps where `kept` says so. */
    async function verify(kept = false, file = path): Promise<HeadsVerification> {
      const store = await attacked.open();
      async function* lines(): AsyncIterable<HeadLine> {
        yield* readHeadLines(file);
        if (kept) yield* keptHeads(store.records);
      }
      const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
      try {
        return await verifyAgainstHeads(store, lines(), { trust: bench.trust, policy, crypto, at: NOON, known: [], sm3 });
      } finally {
        await store.close();
      }
    }
    const faultsOf = ({ faults }: HeadsVerification): readonly (readonly [number | null, string])[] =>
      faults.map(({ sequence, fault }) => [sequence, fault] as const);

    it('agrees with them where nothing was done', async () => {
      const { fault, confirmed, last, faultCount, cutOff } = await verify(true);
      assert.deepEqual([fault, confirmed, faultCount, cutOff], [null, 3, 0, 0]);
      assert.deepEqual(last, { sequence: 12, hash: at(12).hash, time: NOON });
    });

    it('does not when an entry was edited', async () => {
      const edited = { ...at(6), event: { ...at(6).event, facts: { n: 7 } } };
      await attacked.putJournal(GENUINE.map((entry) => (entry.sequence === 6 ? edited : entry)));
      const found = await verify();
      assert.deepEqual([found.fault, found.confirmed], [{ sequence: 6, fault: 'wrong-hash' }, 1]);
    });

    it('does not when an entry was removed', async () => {
      await attacked.putJournal(GENUINE.map((entry) => (entry.sequence === 6 ? null : entry)));
      const found = await verify();
      assert.deepEqual([found.fault?.sequence, found.confirmed], [6, 1]);
    });

    it('does not when entries changed places', async () => {
      await attacked.putJournal(GENUINE.map((entry) => (entry.sequence === 6 ? at(7) : entry.sequence === 7 ? at(6) : entry)));
      const found = await verify();
      assert.deepEqual([found.fault?.sequence, found.confirmed], [6, 1]);
    });

    it('does not when the chain was made anew', async () => {
      await attacked.putJournal(chain(6));
      const found = await verify();
      assert.deepEqual([found.fault, found.confirmed], [null, 1]);
      assert.deepEqual(faultsOf(found), [
        [8, 'differs'],
        [12, 'differs'],
      ]);
    });

    it('does not when its end was cut off, or something else put there', async () => {
      await attacked.putJournal(GENUINE.slice(0, 11));
      assert.deepEqual(faultsOf(await verify()), [[12, 'missing']]);
      await attacked.putJournal(chain(10));
      assert.deepEqual(faultsOf(await verify()), [[12, 'differs']]);
    });

    it('does not when an older copy was put in its place', async () => {
      await older();
      const found = await verify();
      assert.deepEqual([found.fault, found.confirmed, faultsOf(found)], [null, 2, [[12, 'missing']]]);
    });

    if (name !== 'lmdb') return;

    describe('when the heads themselves', () => {
      const lines = (): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
      async function verifyLines(changed: readonly string[], kept = false): Promise<HeadsVerification> {
        const file = join(temporaryFolder(), 'changed.jsonl');
        writeFileSync(file, changed.map((line) => `${line}\n`).join(''));
        return verify(kept, file);
      }
      const withPart = (
        part: 'statement' | 'signature' | 'certificate' | 'timeStamp',
        change: (bytes: Uint8Array) => Uint8Array,
      ) =>
        lines().map((line, index) => {
          const whole = JSON.parse(line) as Record<string, unknown>;
          return index === 1 ? JSON.stringify({ ...whole, [part]: toBase64(change(fromBase64(String(whole[part])))) }) : line;
        });
      const flipped = (bytes: Uint8Array): Uint8Array =>
        bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));
      const sign = (changes: object, custody = bench.custody): Promise<string> => {
        const statement = { store: 'another', ...at(8), time: NOON, exported: null, ...changes };
        return signHead({ ...bench, custody }, statement, 'test').then(writeHeadLine);
      };

      it('were changed, it is said which and how', async () => {
        assert.deepEqual(faultsOf(await verifyLines(withPart('signature', flipped)))[0]?.[1], 'signature');
        assert.deepEqual(faultsOf(await verifyLines(withPart('statement', flipped)))[0]?.[1], 'malformed');
        const other = readHeadLine(lines()[0] ?? '').timeStamp;
        assert.deepEqual(faultsOf(await verifyLines(withPart('timeStamp', () => other))), [[8, 'time-stamp']]);
        assert.deepEqual(faultsOf(await verifyLines(['{}', 'no JSON', ...lines()])), [
          [null, 'malformed'],
          [null, 'malformed'],
        ]);
      });

      it('changed places, or are of another store, or contradict each other', async () => {
        const [first, second, third] = lines();
        assert.deepEqual(faultsOf(await verifyLines([first ?? '', third ?? '', second ?? ''])), [[8, 'order']]);
        assert.deepEqual(faultsOf(await verifyLines([await sign({}), ...lines().slice(2)])), [[8, 'other-store']]);
        const store = await attacked.open();
        const forged = await sign({ store: store.identity.id, hash: 'ab'.repeat(32) });
        await store.close();
        assert.deepEqual(faultsOf(await verifyLines([...lines().slice(0, 2), forged, ...lines().slice(2)])), [
          [8, 'contradicts'],
        ]);
      });

      it('are signed with another certificate of the same CA, they are not believed', async () => {
        const { custody } = bench.keys;
        const issuer = (await signersAuthority(custody, NOON)) ?? assert.fail();
        const random = { bytes: (length: number): Uint8Array => new Uint8Array(length).fill(7) };
        await certifyNewKey(
          { signer: custody, crypto, random, register: sharedRegister },
          {
            ...{ custody, issuer, label: 'x', purposes: ['journal-head'], profile: 'signing', subject: { commonName: 'x' } },
            ...{ notBefore: day(2), notAfter: day(900), authorisation: AUTHORISATION },
          },
        );
        const line = await sign({});
        assert.deepEqual(faultsOf(await verifyLines([line])), [[8, 'signer']]);
      });

      it('were cut off by a crash, that is told and no fault', async () => {
        const file = join(temporaryFolder(), 'cut.jsonl');
        writeFileSync(file, `{"journalHead":1,"sta#cut-off\n${lines().join('\n')}\n`);
        appendFileSync(file, '{"journalHead":1');
        const { cutOff, faultCount, confirmed } = await verify(false, file);
        assert.deepEqual([cutOff, faultCount, confirmed], [2, 0, 3]);
      });

      it('are gone, nothing is confirmed, but by those that the store keeps', async () => {
        assert.equal((await verifyLines([])).confirmed, 0);
        assert.equal((await verifyLines([], true)).confirmed, 3);
      });

      it('come as a line without end, its beginning is read and no more', async () => {
        const found = await verifyLines(['x'.repeat(5_000_000), ...lines()]);
        assert.deepEqual(faultsOf(found), [[null, 'malformed']]);
        assert.equal(found.confirmed, 3);
      });
    });
  });
}
