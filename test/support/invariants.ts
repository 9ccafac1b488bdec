/** What holds of a store after every settled start, whatever happened before. */
import assert from 'node:assert/strict';
import { toHex } from '../../src/base/bytes.ts';
import { verifyDocument } from '../../src/documents/index.ts';
import { currentEdition, type LicenceRecord } from '../../src/domain/licence/index.ts';
import type { DomainEvent } from '../../src/domain/journal/index.ts';
import { verifyJournal } from '../../src/services/journal/index.ts';
import type { CollectionName, Collections, RecordStore, Store } from '../../src/services/storage/index.ts';
import { sharedInstallation } from './http.ts';
import { sm3 } from './records.ts';

/** All records of a collection. */
export async function allOf<C extends CollectionName>(
  records: Pick<RecordStore, 'list'>,
  collection: C,
): Promise<readonly Collections[C][]> {
  const all: Collections[C][] = [];
  for (;;) {
    const last = all[all.length - 1];
    const page = await records.list(collection, last ? { after: last._id, limit: 1000 } : { limit: 1000 });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** All events of a journal, which is checked to be whole and to have each event once. */
export async function eventsOf(store: Pick<Store, 'journal'>): Promise<readonly DomainEvent[]> {
  const events: DomainEvent[] = [];
  const { fault } = await verifyJournal(store.journal, sm3, ({ event }) => events.push(event));
  assert.equal(fault, null);
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length, 'an event is in the journal twice');
  return events;
}

/** Checks that nothing is half there in a settled store whose outboxes are relayed; returns the published licences. */
export async function assertWhole(store: Pick<Store, 'records' | 'journal' | 'blobs'>): Promise<readonly LicenceRecord[]> {
  const events = await eventsOf(store);
  const stampings = await allOf(store.records, 'stampings');
  const signings = await allOf(store.records, 'signings');
  const licences = await allOf(store.records, 'licences');
  for (const { pending, outbox } of [...stampings, ...signings, ...licences])
    assert.deepEqual({ pending, outbox }, { pending: false, outbox: [] });

  for (const stamping of stampings) {
    assert.notEqual(stamping.state, 'intended', `stamping ${stamping._id} has no outcome`);
    const kinds = events.filter(({ id }) => id.startsWith(`stampings/${stamping._id}/`)).map(({ kind }) => kind);
    if (stamping.state === 'prepared') {
      assert.deepEqual([kinds, stamping.digestAfter, stamping.failure], [[], null, null]);
      assert.equal(stamping.draft?.result, null);
      continue;
    }
    if (stamping.state === 'refused') {
      // Nobody got so far as to be about to use it; the journal has the refusal of the seal.
      assert.deepEqual([kinds, stamping.digestAfter, stamping.failure === null], [[], null, false]);
      continue;
    }
    const done = stamping.state === 'done';
    assert.equal(kinds[kinds.length - 1], done ? 'document-stamped' : 'document-stamping-failed');
    assert.equal(done, stamping.digestAfter !== null);
    assert.equal(done, stamping.failure === null);
  }

  for (const signing of signings) {
    assert.notEqual(signing.state, 'intended', `signing ${signing._id} has no outcome`);
    const kinds = events.filter(({ id }) => id.startsWith(`signings/${signing._id}/`)).map(({ kind }) => kind);
    const done = signing.state === 'done';
    assert.equal(kinds[kinds.length - 1], done ? 'document-signed' : 'document-signing-failed');
    assert.deepEqual([signing.digestAfter !== null, signing.evidence !== null, signing.failure === null], [done, done, done]);
  }

  const published: LicenceRecord[] = [];
  for (const licence of licences) {
    const told = events.filter(({ subject }) => subject === `licences/${licence._id}`).map(({ kind }) => kind);
    assert.notEqual(licence.state, 'reserved', `licence ${licence._id} is half made`);
    if (licence.state === 'abandoned') {
      assert.equal(told.filter((kind) => kind === 'licence-abandoned').length, 1);
      assert.ok(!told.includes('licence-issued'));
      assert.deepEqual(currentEdition(licence).files, []);
      continue;
    }
    published.push(licence);
    assert.equal(told.filter((kind) => kind === 'licence-issued').length, 1);
    assert.ok(!told.includes('licence-abandoned'));
    assert.equal(told.filter((kind) => kind === 'licence-status-changed').length, licence.events.length);
    await assertSealed(store, licence);
  }
  const cases = published.map(({ caseKey }) => caseKey);
  assert.equal(new Set(cases).size, cases.length, 'a case has two licences');
  return published;
}

async function assertSealed(store: Pick<Store, 'records' | 'blobs'>, licence: LicenceRecord): Promise<void> {
  const edition = currentEdition(licence);
  for (const claim of [`identifier:${edition.identifier}`, `code:${edition.verificationCode}`, `case:${licence.caseKey}`]) {
    assert.equal((await store.records.get('claims', claim))?.owner, licence._id, claim);
  }
  const [file] = edition.files;
  assert.ok(file);
  for (const { blob, key, digest, size } of edition.files) {
    const stored = await store.blobs.get(blob, key);
    assert.equal(toHex(sm3(stored)), digest);
    assert.equal(stored.length, size);
  }
  const bytes = await store.blobs.get(file.blob, file.key);
  const { engine, trust } = await sharedInstallation();
  const report = verifyDocument(engine, bytes, {
    trust,
    policy: { revocation: 'if-known', acceptDemonstration: true },
    at: Date.parse(file.recordedAt),
    proofOfExistence: null,
  });
  const [seal, ...stamps] = report.signatures.filter(({ kind }) => kind !== 'cms');
  assert.equal(seal?.kind, 'seal');
  assert.ok(report.signatures.every(({ intact }) => intact === true));
  assert.ok(stamps.every(({ kind }) => kind === 'time-stamp'));
  const stamping = await store.records.get('stampings', edition.intent.stamping);
  assert.equal(stamping?.state, 'done');
  assert.equal(stamping.digestAfter, file.digest);
  assert.equal(stamping.subject, `licences/${licence._id}`);
}
