import assert from 'node:assert/strict';
import {
  afterVersionStep,
  catalogueStepFault,
  isWithdrawn,
  openVersion,
  publishedVersion,
  readLicenceType,
  versionOf,
  withDraft,
  type CatalogueRecord,
  type CatalogueStep,
  type EarlierLicenceTypeRecord,
  type TakenCatalogueStep,
  type VersionStep,
} from '../../../src/domain/catalogue/index.ts';

const EMPTY: CatalogueRecord<string> = {
  ...{ _id: 'x', schema: 2, version: 1, owner: '11990000MB0000019F', versions: [], withdrawal: null },
  ...{ demonstration: true, outbox: [], pending: false },
};
const EDITOR = { person: 'editor', client: 'web' };
const APPROVER = { person: 'approver', client: 'web' };
const taken = <S extends CatalogueStep>(step: S, by = EDITOR): TakenCatalogueStep & { readonly step: S } => ({
  step,
  by: { ...by, organisation: null },
  at: `2026-03-0${step.length % 9}T00:00:00.000Z`,
  note: null,
});
const step = (record: CatalogueRecord<string>, name: VersionStep, by = EDITOR): CatalogueRecord<string> => {
  assert.equal(catalogueStepFault(record, name, by), null, name);
  return afterVersionStep(record, taken(name, by));
};
const published = (record: CatalogueRecord<string>, content: string): CatalogueRecord<string> =>
  step(step(withDraft(record, content, taken('draft')), 'submit'), 'publish', APPROVER);

describe('the way of a version of the catalogue', () => {
  it('goes from draft by submission to publication, and what was published before is changed, not lost', () => {
    const first = published(EMPTY, 'one');
    assert.equal(publishedVersion(first)?.content, 'one');
    assert.equal(openVersion(first), null);
    const second = published(first, 'two');
    assert.deepEqual(
      second.versions.map(({ number, state, content }) => [number, state, content]),
      [
        [1, 'changed', 'one'],
        [2, 'published', 'two'],
      ],
    );
    assert.equal(versionOf(second, 1)?.content, 'one', 'licences made by it are shown by it');
    assert.equal(versionOf(second, 3), null);
  });

  it('goes back to the draft, or is discarded, and holds nothing then', () => {
    const submitted = step(withDraft(published(EMPTY, 'one'), 'two', taken('draft')), 'submit');
    const returned = step(submitted, 'return', APPROVER);
    assert.equal(openVersion(returned)?.state, 'draft');
    const edited = afterVersionStep(returned, taken('edit'), 'three');
    assert.equal(openVersion(edited)?.content, 'three');
    const discarded = step(edited, 'discard');
    assert.equal(publishedVersion(discarded)?.content, 'one');
    assert.equal(versionOf(discarded, 2), null);
    assert.equal(withDraft(discarded, 'four', taken('draft')).versions.at(-1)?.number, 3, 'a number is given once');
  });

  it('takes two persons, and steps in their order only', () => {
    const draft = withDraft(EMPTY, 'one', taken('draft'));
    for (const name of ['publish', 'return', 'draft', 'ask-withdrawal', 'withdraw'] as const)
      assert.notEqual(catalogueStepFault(draft, name, APPROVER), null, name);
    const submitted = step(draft, 'submit');
    for (const name of ['edit', 'submit', 'discard', 'draft'] as const)
      assert.notEqual(catalogueStepFault(submitted, name, EDITOR), null, name);
    assert.match(catalogueStepFault(submitted, 'publish', EDITOR)?.en ?? '', /same account/);
    // Whoever has the machine is one person too.
    const machine = { person: null, client: 'cli' };
    const byMachine = afterVersionStep(withDraft(EMPTY, 'one', taken('draft', machine as never)), taken('submit'));
    assert.notEqual(catalogueStepFault(byMachine, 'publish', machine), null);
    assert.equal(catalogueStepFault(byMachine, 'publish', APPROVER), null);
    assert.notEqual(catalogueStepFault(EMPTY, 'submit', EDITOR), null);
  });

  it('ends with a withdrawal that another person decides', () => {
    const first = published(EMPTY, 'one');
    const asked: CatalogueRecord<string> = {
      ...first,
      withdrawal: { state: 'asked', reason: 'r', documentNumber: 'd', steps: [taken('ask-withdrawal')] },
    };
    assert.equal(isWithdrawn(asked), false);
    assert.notEqual(catalogueStepFault(asked, 'ask-withdrawal', EDITOR), null);
    assert.notEqual(catalogueStepFault(asked, 'withdraw', EDITOR), null);
    assert.equal(catalogueStepFault(asked, 'withdraw', APPROVER), null);
    const gone: CatalogueRecord<string> = { ...asked, withdrawal: asked.withdrawal && { ...asked.withdrawal, state: 'decided' } };
    assert.equal(isWithdrawn(gone), true);
    for (const name of ['draft', 'edit', 'submit', 'publish', 'ask-withdrawal', 'withdraw'] as const)
      assert.notEqual(catalogueStepFault(gone, name, APPROVER), null, name);
    assert.equal(versionOf(gone, 1)?.content, 'one', 'its licences are shown by it still');
  });
});

describe('licence types of before there were versions', () => {
  it('are read as one published version', () => {
    const earlier: EarlierLicenceTypeRecord = {
      ...{ _id: '11990000MB0000019F001', schema: 1, version: 7, name: '证', typeVersion: 3, fields: [], template: { id: 't' } },
      ...{ bindings: { 编号: 'licence-number' }, seals: { a: 's' }, issuers: ['a'], validYears: null, demonstration: false },
      certifyAs: 'pades',
    };
    const read = readLicenceType(earlier);
    const version = publishedVersion(read);
    assert.deepEqual([read.version, read.owner, version?.number], [7, '11990000MB0000019F', 3]);
    assert.deepEqual(version?.content.validity, { kind: 'long-term' });
    assert.deepEqual(version.content.issuers, [{ kind: 'organisation', organisation: 'a' }]);
    assert.deepEqual(version.content.seal, { byIssuer: { a: 's' }, kind: null });
    assert.deepEqual(version.content.templates, [{ name: 'standard', area: null, digest: null }]);
    assert.equal(version.content.certifyAs, 'pades');
    assert.equal(readLicenceType(read), read);
    const term = publishedVersion(readLicenceType({ ...earlier, validYears: 5 }));
    assert.deepEqual(term?.content.validity, { kind: 'term', years: 5, months: 0 });
  });
});
