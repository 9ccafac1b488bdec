/** What was filed of seals, from one system to another: two real stores, and seals made in the first. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { addDays, localDateAt } from '../../../src/base/time.ts';
import type { FiledSeal } from '../../../src/domain/seal/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import {
  exportFilings,
  importFilings,
  MAX_FILED,
  MAX_FILING_DAYS,
  readFilingFile,
  stepSeal,
  writeFilingFile,
  type FilingImportDependencies,
  type SealMakingDependencies,
} from '../../../src/services/seals/index.ts';
import { APPROVER, KEEPER, MAKER, newAppliedSeal, sealMakingIn } from '../../support/held-seal.ts';
import { crypto } from '../../support/pki.ts';
import { actor, openUseCases, OTHER_ISSUER, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const SOURCE = 'system-below';
const TODAY = localDateAt(Date.now());

describe('services: filings of seals between systems', function () {
  this.timeout(120_000);
  let below: UseCases;
  let above: UseCases;
  let deps: SealMakingDependencies;
  let into: FilingImportDependencies;
  before(async () => {
    [below, above] = [await openUseCases(), await openUseCases()];
    deps = await sealMakingIn(below.store, below.relay);
    into = await sealMakingIn(above.store, above.relay);
    await newAppliedSeal(deps);
    await newAppliedSeal(deps);
  });
  after(async () => {
    await below.close();
    await above.close();
  });

  const told = async (by = MAKER, period = { from: addDays(TODAY, -1), to: addDays(TODAY, 1) }) => {
    const seals: FiledSeal[] = [];
    for (let after: string | undefined; ;) {
      const page = await exportFilings(deps.records, by, { ...period, after, limit: 1 });
      seals.push(...page.items);
      if (page.next === null) return seals;
      after = page.next;
    }
  };
  const enter = (seals: readonly FiledSeal[], over: Partial<FilingImportDependencies> = {}, source = SOURCE) =>
    importFilings({ ...into, ...over }, MAKER, { source, seals, purpose: PURPOSE });
  const outcomes = async (seals: readonly FiledSeal[], over?: Partial<FilingImportDependencies>, source?: string) =>
    (await enter(seals, over, source)).map(({ outcome }) => outcome);

  it('are told by period, within the scope, page by page, and without who did what', async () => {
    const seals = await told();
    assert.deepEqual(
      seals.map(({ versions, filings }) => [versions[0]?.state, filings.map(({ step }) => step)]),
      [
        ['in-use', ['file']],
        ['in-use', ['file']],
      ],
    );
    assert.doesNotMatch(JSON.stringify(seals), /made-by|keyId/);
    assert.deepEqual(await told(MAKER, { from: addDays(TODAY, 2), to: addDays(TODAY, 5) }), []);
    assert.deepEqual(await told(actor('seal-keeper', OTHER_ISSUER)), []);
    for (const to of [addDays(TODAY, -1), addDays(TODAY, MAX_FILING_DAYS)])
      await assert.rejects(exportFilings(deps.records, MAKER, { from: TODAY, to, limit: MAX_FILED }), (error) =>
        isYinzhengError(error, 'INPUT_INVALID'),
      );
  });

  it('are entered once, and go on from what is on file', async () => {
    const seals = await told();
    assert.deepEqual(await outcomes(seals), ['entered', 'entered']);
    assert.deepEqual(await outcomes(seals), ['unchanged', 'unchanged']);
    const [first] = seals;
    assert.ok(first);
    await stepSeal(deps, KEEPER, { code: first.code, step: 'suspend', purpose: PURPOSE });
    const later = await told();
    const stopped = later.find(({ code }) => code === first.code);
    assert.ok(stopped);
    assert.deepEqual((await outcomes(later)).sort(), ['unchanged', 'updated']);
    // What fell behind on its way changes nothing.
    assert.deepEqual(await outcomes([first]), ['unchanged']);
    const record = await above.store.records.get('filed-seals', first.code);
    assert.deepEqual([record?.versions[0]?.state, record?.source], ['suspended', SOURCE]);
    await above.relay.drain();
    const events = (await above.store.journal.read(1, 1000)).map(({ event }) => event);
    assert.equal(events.filter(({ kind }) => kind === 'seal-filing-received').length, 3);
  });

  it('are refused, each by itself, where they are not so', async () => {
    const [seal] = await told();
    assert.ok(seal);
    const [version] = seal.versions;
    const [filing] = seal.filings;
    assert.ok(version && filing);
    const anew = { ...seal, code: '99010000888888' };
    const cases: readonly (readonly [FiledSeal, RegExp])[] = [
      [{ ...seal, code: '12' }, /13 or 14 digits/],
      [{ ...seal, owner: 'x' }, /credit code/],
      [anew, /does not say/],
      [{ ...seal, name: '别的章' }, /does not say/],
      [{ ...seal, versions: [{ ...version, validTo: '2099-01-01T00:00:00.000Z' }] }, /does not say/],
      [{ ...seal, versions: [{ ...version, seal: 'AAAA' }] }, /./],
      [{ ...seal, versions: [] }, /no version/],
      [{ ...seal, versions: [{ ...version, number: 2 }] }, /missing/],
      [{ ...seal, filings: [{ ...filing, cause: 'x', to: 'cancelled' }, ...seal.filings.slice(1)] }, /contradicts/],
    ];
    for (const [told, words] of cases) {
      const [answer] = await enter([told]);
      assert.equal(answer?.outcome, 'refused', String(words));
      assert.match(answer.reason?.en ?? '', words);
    }
    assert.deepEqual(await outcomes([seal], {}, 'another system'), ['refused']);
    const nobody = prepareTrust({ anchors: [], intermediates: [], revocationLists: [], sealMakers: [] }, crypto);
    const [strange] = await enter([seal], { trust: () => Promise.resolve(nobody) });
    assert.match(strange?.reason?.en ?? '', /authorised/);
    const own = await sealMakingIn(below.store, below.relay);
    const [ours] = await importFilings(own, MAKER, { source: SOURCE, seals: [seal], purpose: PURPOSE });
    assert.match(ours?.reason?.en ?? '', /this system/);
    await assert.rejects(importFilings(into, APPROVER, { source: SOURCE, seals: [], purpose: PURPOSE }), /./);
  });

  it('go into a file and out of it', async () => {
    const seals = await told();
    const text = writeFilingFile({ source: SOURCE, seals });
    assert.deepEqual(readFilingFile(text), { source: SOURCE, seals });
    const value = JSON.parse(text) as Record<string, unknown>;
    const wrong = [
      '',
      '[]',
      'null',
      JSON.stringify({ ...value, version: 2 }),
      JSON.stringify({ ...value, seals: [{ ...seals[0], extra: 1 }] }),
      JSON.stringify({ ...value, seals: [{ ...seals[0], kind: 'round' }] }),
      JSON.stringify({ ...value, source: 7 }),
    ];
    for (const one of wrong)
      assert.throws(
        () => readFilingFile(one),
        (error) => isYinzhengError(error, 'INPUT_INVALID'),
        one,
      );
  });
});
