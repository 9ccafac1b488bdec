/** What `doctor` judges: keys, trust and data, each in good order and in none. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { createMarkFile } from '../../../src/adapters/files/index.ts';
import type { Instant } from '../../../src/base/time.ts';
import { chainEvent } from '../../../src/domain/journal/index.ts';
import { EXPIRY_KINDS } from '../../../src/services/forecast/index.ts';
import { examineExpiry, examineStore, examineTrust, type Finding } from '../../../src/services/maintenance/index.ts';
import type { KeyDescription } from '../../../src/services/pki/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn } from '../../support/pki.ts';
import { BLOB_KEYS, edition, event, licence, sm3, stamping } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

type Mode = 'demonstration' | 'production';

function outcomeOf(findings: readonly Finding[], id: string): Finding['outcome'] {
  const [found, ...more] = findings.filter((candidate) => candidate.id === id);
  assert.ok(found && more.length === 0, id);
  assert.match(found.words.zh, /[一-鿿]/);
  assert.doesNotMatch(found.words.en, /undefined|NaN/);
  return found.outcome;
}

describe('examining keys and trust', () => {
  const root = makeRoot();
  const signer = issue(root, { name: { commonName: 'signer' } });
  const list = makeRevocationList(root);
  const key = (certificate: Uint8Array | null): KeyDescription => ({
    ...{ keyId: 'k', label: 'the key', purposes: ['seal-signature'], publicKey: new Uint8Array(0) },
    ...{ certificate, createdAt: 0, signatures: 0 },
  });
  const maker = { kind: 'certificate', sm3: 'a'.repeat(64) } as const;
  const examine = (now: Instant, changes: Partial<Parameters<typeof examineTrust>[0]> = {}) =>
    examineTrust({
      keys: [key(signer.certificate.raw), key(null)],
      material: { ...trustIn({ anchors: [root], revocationLists: [list] }), sealMakers: [maker] },
      mode: 'production',
      now,
      ...changes,
    });

  it('finds nothing wrong where all is in order, and trust of which nothing is left', () => {
    for (const id of ['keys', 'trust']) assert.equal(outcomeOf(examine(day(1)), id), 'ok', id);
    assert.equal(outcomeOf(examine(root.certificate.notAfter), 'trust'), 'warning');
  });

  it('makes a fault of what can no more be sealed with, and a warning of the rest', () => {
    const expiry = { id: 'x', name: '某物 thing', begins: day(0), ends: day(400) };
    const outcomes = (now: Instant) =>
      EXPIRY_KINDS.map((kind) => outcomeOf(examineExpiry({ expiries: [{ ...expiry, kind }], now, timeZone: 'UTC' }), 'expiry'));
    assert.deepEqual(new Set(outcomes(day(300))), new Set(['ok']));
    assert.deepEqual(new Set(outcomes(day(310))), new Set(['warning']));
    const faults = EXPIRY_KINDS.filter((_, index) => outcomes(day(400))[index] === 'fault');
    assert.deepEqual(faults, ['key', 'seal']);
    const [told] = examineExpiry({ expiries: [{ ...expiry, kind: 'seal' }], now: day(393), timeZone: 'Asia/Shanghai' });
    assert.equal(told?.words.en, 'The seal 某物 thing (x) ends within 7 days: 2027-02-05 08:00:00 +08:00');
  });

  it('tells of a certificate that cannot be read', () => {
    assert.equal(outcomeOf(examine(day(1), { keys: [key(Uint8Array.of(1, 2, 3))] }), 'keys'), 'fault');
  });

  it('tells of trust by which nothing can pass, and of trust for demonstration in production', () => {
    const material = { ...trustIn({ anchors: [root] }), sealMakers: [maker] };
    assert.equal(outcomeOf(examine(day(1), { material: { ...material, anchors: [] } }), 'trust'), 'warning');
    assert.equal(outcomeOf(examine(day(1), { material: { ...material, sealMakers: [] } }), 'trust'), 'warning');
    const other = { certificate: makeRoot().certificate, trustClass: 'demonstration' } as const;
    const both = { ...material, anchors: [...material.anchors, other] };
    assert.equal(outcomeOf(examine(day(1), { material: both }), 'trust'), 'warning');
    assert.equal(outcomeOf(examine(day(1), { material: { ...material, anchors: [other] } }), 'trust'), 'warning');
  });
});

describe('examining a store', () => {
  const now = Date.UTC(2026, 4, 2);
  let store: OpenStore;
  let folder: string;

  beforeEach(async () => {
    folder = temporaryFolder();
    store = await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS });
  });

  afterEach(() => store.close());

  const examine = (mode: Mode = 'production') =>
    examineStore({
      store,
      mark: createMarkFile(join(folder, 'mark.json')),
      clock: { now: () => now },
      crypto,
      mode,
      timeZone: 'UTC',
    });

  async function addLicence(id: string, changes: Parameters<typeof licence>[1] = {}, content = id): Promise<void> {
    const blob = await store.blobs.put(new TextEncoder().encode(content));
    const digest = Buffer.from(sm3(new TextEncoder().encode(id))).toString('hex');
    const file = { format: 'pdf', role: 'original', digest, size: 1, blob, recordedAt: '' } as const;
    await store.records.insert('licences', licence(id, { editions: [edition(id, { files: [file] })], ...changes }));
  }

  it('finds nothing wrong in one that is in order', async () => {
    await addLicence('a', { demonstration: false });
    const findings = await examine();
    assert.deepEqual(
      findings.map(({ id }) => id),
      ['store', 'journal', 'high-water', 'outbox', 'unfinished', 'files', 'demonstration'],
    );
    for (const { id } of findings) assert.equal(outcomeOf(findings, id), 'ok', id);
  });

  it('finds what was made for demonstration, in production', async () => {
    await addLicence('a', { demonstration: true });
    assert.equal(outcomeOf(await examine('production'), 'demonstration'), 'fault');
    assert.ok((await examine('demonstration')).every(({ outcome }) => outcome === 'ok'));
  });

  it('finds a file that is another than the one recorded, and a licence without any', async () => {
    await addLicence('a', {}, 'other bytes');
    assert.equal(outcomeOf(await examine(), 'files'), 'fault');
    await store.records.remove('licences', 'a');
    assert.equal(outcomeOf(await examine(), 'files'), 'ok');
    await addLicence('b', { editions: [edition('b')] });
    assert.equal(outcomeOf(await examine(), 'files'), 'fault');
  });

  it('finds what waits for the journal and what was left unfinished, but not what is on its way', async () => {
    const recent = new Date(now - 1000).toISOString();
    await store.records.insert(
      'stampings',
      stamping('s1', { recordedAt: recent, outbox: [event('stampings/s1/1', {}, recent)], pending: true }),
    );
    let findings = await examine();
    assert.deepEqual([outcomeOf(findings, 'outbox'), outcomeOf(findings, 'unfinished')], ['ok', 'ok']);
    await store.records.insert('stampings', stamping('s2', { outbox: [event('stampings/s2/1')], pending: true }));
    findings = await examine();
    assert.deepEqual([outcomeOf(findings, 'outbox'), outcomeOf(findings, 'unfinished')], ['warning', 'warning']);
  });

  it('finds a journal that is broken, and one that is not what was seen of it', async () => {
    const first = chainEvent(await store.journal.head(), event('licences/a/1'), sm3);
    await store.journal.append([first]);
    const mark = createMarkFile(join(folder, 'mark.json'));
    await mark.write({ store: store.identity.id, sequence: 2, hash: first.hash, at: '2026-05-01T00:00:00.000Z' });
    assert.equal(outcomeOf(await examine(), 'high-water'), 'fault');
    await store.journal.append([{ ...chainEvent(first, event('licences/a/2'), sm3), hash: first.hash }]);
    const findings = await examine();
    assert.deepEqual([outcomeOf(findings, 'journal'), outcomeOf(findings, 'high-water')], ['fault', 'ok']);
  });
});
