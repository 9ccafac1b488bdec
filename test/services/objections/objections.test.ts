/** Objections over both stores: made, answered, corrected, passed on, and nobody else's. */
import assert from 'node:assert/strict';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { recordCalendar } from '../../../src/services/calendar/index.ts';
import { issueLicence, makeEdition } from '../../../src/services/licences/index.ts';
import {
  attachToFiled,
  attachToMine,
  decideObjection,
  endFiledObjection,
  endMyObjection,
  fileMyObjection,
  fileObjection,
  followUseObjections,
  getMyObjection,
  getObjection,
  listMyObjections,
  listObjections,
  OBJECTIONS_KEPT,
  readEvidence,
  readMyAttachment,
  sweepObjections,
  type ObjectionDependencies,
  type ObjectionOrder,
} from '../../../src/services/objections/index.ts';
import { getMyLicence } from '../../../src/services/holders/index.ts';
import { followUses, listMyUses, objectToUse } from '../../../src/services/uses/index.ts';
import { localDate } from '../../../src/base/time.ts';
import { citizenNumber, holdersOver, openUseCasesOver, STORES, type OpenHolders, type Person } from '../../support/holders.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { actor, CLERK, COUNTER, order, OTHER_CLERK, OTHER_ISSUER, type UseCases } from '../../support/use-cases.ts';

const TYPE = '11990000MB0000019F001';
const DAY = 86_400_000;
const PDF = Buffer.from('%PDF-1.7 evidence');

for (const kind of STORES)
  describe(`objections over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases | null = null;
    let holders: OpenHolders;
    let deps: ObjectionDependencies;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      holders = holdersOver(under);
      deps = { ...holders.deps, blobs: under.store.blobs, workingDays: 5 };
    });
    after(() => under?.close());

    const opened = (): UseCases => {
      assert.ok(under);
      return under;
    };
    const person = (name = '欧阳晓样'): Person => ({ name, citizenNumber: citizenNumber() });
    const issue = async ({ name, citizenNumber: code }: Person, by = CLERK): Promise<LicenceRecord> =>
      (await issueLicence(opened().licences, by, order({ holders: [{ name, codeType: '999', code }] }))).licence;
    const about = (licence: LicenceRecord, cause: ObjectionOrder['cause'] = 'wrong-content'): ObjectionOrder => ({
      ...{ target: { kind: 'licence', identifier: currentEdition(licence).identifier }, cause, statement: '住所有误' },
    });
    const filed = async (by = CLERK) => {
      const me = person();
      const licence = await issue(me, by);
      const who = await holders.enter(me);
      return { me, licence, who, objection: await fileMyObjection(deps, who, about(licence)) };
    };

    it('are made by the holder of a licence, answered with the corrected edition, and closed', async () => {
      const { who, licence, objection, me } = await filed();
      const id = objection._id;
      assert.deepEqual([objection.state, objection.waitingFor], ['filed', CLERK.organisation]);
      const waiting = await listObjections(deps, CLERK, { of: 'waiting', limit: 100 });
      assert.ok(waiting.items.some((one) => one.objection._id === id));
      assert.equal((await getObjection(deps, CLERK, id)).objection.person?.code, me.citizenNumber);
      await decideObjection(deps, CLERK, { step: 'accept', id, note: null });
      const answer = { step: 'answer', id, outcome: 'corrected', reason: '已更正' } as const;
      const { identifier } = currentEdition(licence);
      for (const correctedBy of [null, identifier])
        await assert.rejects(decideObjection(deps, CLERK, { ...answer, correctedBy }), { code: 'OBJECTION_INVALID' });
      const corrected = await makeEdition(opened().licences, CLERK, {
        ...{ identifier, act: 'change', reason: '更正', fields: { 住所: '新址' } },
        purpose: { item: '变更', caseNumber: `C-${id}`, cause: '异议' },
      });
      const correctedBy = currentEdition(corrected.licence).identifier;
      const answered = await decideObjection(deps, CLERK, { ...answer, correctedBy });
      assert.deepEqual([answered.objection.state, answered.objection.answer?.correctedBy], ['answered', correctedBy]);
      await assert.rejects(decideObjection(deps, CLERK, { ...answer, correctedBy }), { code: 'OBJECTION_NOT_POSSIBLE' });
      await assert.rejects(endMyObjection(deps, who, { id, step: 'withdraw' }), { code: 'OBJECTION_NOT_POSSIBLE' });
      const closed = await endMyObjection(deps, who, { id, step: 'close' });
      assert.deepEqual(
        closed.objection.steps.map(({ step }) => step),
        ['file', 'accept', 'answer', 'close'],
      );
      await opened().relay.drain();
      const events = (await newestEntries(opened().store))
        .map(({ event }) => event)
        .filter(({ subject }) => subject.includes(id));
      assert.deepEqual(
        // A read is in the journal at once, what records carry when the relay brings it.
        events.map((event) => event.kind).toSorted(),
        ['objection-accepted', 'objection-answered', 'objection-closed', 'objection-filed', 'objection-read'],
      );
      for (const word of [me.name, me.citizenNumber, '住所有误', '已更正'])
        assert.ok(!JSON.stringify(events).includes(word), word);
    });

    it('are upheld with the reason, refused, or taken back; each once', async () => {
      const one = await filed();
      const upheld = { step: 'answer', id: one.objection._id, outcome: 'upheld', reason: '无误' } as const;
      await assert.rejects(decideObjection(deps, CLERK, { ...upheld, correctedBy: currentEdition(one.licence).identifier }), {
        code: 'OBJECTION_INVALID',
      });
      const { objection } = await decideObjection(deps, CLERK, { ...upheld, correctedBy: null });
      assert.deepEqual([objection.state, objection.answer?.reason], ['answered', '无误']);
      const two = await filed();
      const refusal = { step: 'refuse', id: two.objection._id, note: '重复' } as const;
      assert.equal((await decideObjection(deps, CLERK, refusal)).objection.state, 'refused');
      await assert.rejects(decideObjection(deps, CLERK, refusal), { code: 'OBJECTION_NOT_POSSIBLE' });
      const three = await filed();
      const withdrawal = { id: three.objection._id, step: 'withdraw' } as const;
      assert.equal((await endMyObjection(deps, three.who, withdrawal)).objection.state, 'withdrawn');
      await assert.rejects(endMyObjection(deps, three.who, withdrawal), { code: 'OBJECTION_NOT_POSSIBLE' });
    });

    it('are seen by who made them and who answers, and by nobody else', async () => {
      const { who, objection, licence } = await filed();
      const id = objection._id;
      const other = await holders.enter(person('李样'));
      assert.deepEqual((await listMyObjections(deps, other, {})).items, []);
      assert.deepEqual(
        (await listMyObjections(deps, who, {})).items.map((each) => each.objection._id),
        [id],
      );
      const missing = { code: 'OBJECTION_NOT_FOUND' };
      await assert.rejects(getMyObjection(deps, other, { id }), missing);
      await assert.rejects(endMyObjection(deps, other, { id, step: 'withdraw' }), missing);
      await assert.rejects(attachToMine(deps, other, { id, name: 'x', bytes: PDF }), missing);
      for (const by of [OTHER_CLERK, COUNTER]) await assert.rejects(getObjection(deps, by, id), missing);
      await assert.rejects(decideObjection(deps, OTHER_CLERK, { step: 'accept', id, note: null }), missing);
      await assert.rejects(decideObjection(deps, COUNTER, { step: 'accept', id, note: null }), { code: 'NOT_ALLOWED' });
      await assert.rejects(getObjection(deps, actor('auditor'), id), { code: 'NOT_ALLOWED' });
      await assert.rejects(fileMyObjection(deps, other, about(licence)), { code: 'LICENCE_NOT_FOUND' });
      await assert.rejects(fileMyObjection(deps, who, about(licence, 'misuse')), { code: 'OBJECTION_INVALID' });
    });

    it('are made at a counter, which is told nothing of the holder by it, and about a licence that is missing', async () => {
      const me = person();
      const licence = await issue(me);
      const seen = await fileObjection(deps, COUNTER, { ...about(licence), person: null });
      assert.equal(seen.person, null);
      assert.equal((await getObjection(deps, COUNTER, seen._id)).objection.filer, `organisation:${COUNTER.organisation}`);
      const filedByUs = await listObjections(deps, COUNTER, { of: 'filed', limit: 100 });
      assert.ok(filedByUs.items.some((each) => each.objection._id === seen._id));
      assert.equal((await endFiledObjection(deps, COUNTER, { id: seen._id, step: 'withdraw' })).objection.state, 'withdrawn');

      const target = { kind: 'missing', type: TYPE, issuer: String(CLERK.organisation) } as const;
      const concerned = { name: me.name, code: me.citizenNumber };
      const said = { target, cause: 'other', statement: '未归集' } as const;
      await assert.rejects(fileObjection(deps, COUNTER, { ...said, person: null }), { code: 'OBJECTION_INVALID' });
      const elsewhere = { ...target, issuer: String(COUNTER.organisation) };
      await assert.rejects(fileObjection(deps, COUNTER, { ...said, target: elsewhere, person: concerned }), {
        code: 'OBJECTION_INVALID',
      });
      const missing = await fileObjection(deps, COUNTER, { ...said, person: concerned });
      assert.equal(missing.cause, 'missing');
      const answer = { step: 'answer', id: missing._id, outcome: 'corrected', reason: '已签发' } as const;
      const others = currentEdition(await issue(person('李样'))).identifier;
      await assert.rejects(decideObjection(deps, CLERK, { ...answer, correctedBy: others }), { code: 'OBJECTION_INVALID' });
      const correctedBy = currentEdition(await issue(me)).identifier;
      const done = await decideObjection(deps, CLERK, { ...answer, correctedBy });
      assert.equal(done.objection.answer?.correctedBy, correctedBy);
    });

    it('are made of what a holder says of a use, once, by whichever way it was said', async () => {
      const { who, licence } = await filed();
      await getMyLicence(deps, who, { identifier: currentEdition(licence).identifier });
      await opened().relay.drain();
      while ((await followUses({ store: opened().store })) > 0);
      const use = (await listMyUses(deps, who, {})).items[0]?.use._id ?? '';
      await objectToUse(deps, who, { id: use, reason: '不知情' });
      const direct = await fileMyObjection(deps, who, { target: { kind: 'use', use }, cause: 'other', statement: '仍不知情' });
      assert.deepEqual([direct.cause, direct.subject.use, direct.waitingFor], ['misuse', use, CLERK.organisation]);
      await opened().relay.drain();
      const { store } = opened();
      // As when two servers begin at once, and as after a crash.
      for (let round = 0; round < 2; round++) {
        const place = await store.records.get('settings', 'objection-log');
        if (place) await store.records.remove('settings', 'objection-log');
        await Promise.all([followUseObjections({ ...deps, store }), followUseObjections({ ...deps, store })]);
      }
      const mine = (await listMyObjections(deps, who, { limit: 100 })).items.map(({ objection }) => objection);
      const said = mine.filter(({ subject }) => subject.use === use).map(({ statement }) => statement);
      assert.deepEqual(said, ['仍不知情', '不知情']);
    });

    it('have evidence of few kinds and sizes, encrypted, for who is concerned alone', async () => {
      const { who, objection } = await filed();
      const id = objection._id;
      const { attachments } = await attachToMine(deps, who, { id, name: '..\\a/证明.pdf', bytes: PDF });
      const [piece] = attachments;
      assert.ok(piece);
      assert.deepEqual([piece.name, piece.type, piece.size], ['证明.pdf', 'application/pdf', PDF.length]);
      assert.equal((await attachToMine(deps, who, { id, name: 'x', bytes: PDF })).attachments.length, 1);
      const bad = [Buffer.from('<svg/>'), Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024)])];
      for (const bytes of bad)
        await assert.rejects(attachToMine(deps, who, { id, name: 'x', bytes }), { code: 'OBJECTION_INVALID' });
      for (let more = 1; more < 5; more++)
        await attachToMine(deps, who, { id, name: '', bytes: Buffer.concat([PDF, Buffer.of(more)]) });
      await assert.rejects(attachToMine(deps, who, { id, name: '', bytes: Buffer.concat([PDF, Buffer.of(9)]) }), {
        code: 'OBJECTION_INVALID',
      });
      assert.deepEqual(Buffer.from((await readMyAttachment(deps, who, { id, attachment: piece.id })).bytes), PDF);
      assert.deepEqual(Buffer.from((await readEvidence(deps, CLERK, { id, attachment: piece.id })).bytes), PDF);
      await assert.rejects(readEvidence(deps, COUNTER, { id, attachment: piece.id }), { code: 'OBJECTION_NOT_FOUND' });
      await assert.rejects(readEvidence(deps, CLERK, { id, attachment: 'none' }), { code: 'FILE_NOT_FOUND' });
      await assert.rejects(attachToFiled(deps, COUNTER, { id, name: '', bytes: PDF }), { code: 'OBJECTION_NOT_FOUND' });
      await endMyObjection(deps, who, { id, step: 'withdraw' });
      await assert.rejects(attachToMine(deps, who, { id, name: '', bytes: PDF }), { code: 'OBJECTION_NOT_POSSIBLE' });
    });

    it('go to the organisation above when they are overdue, once, and are closed and forgotten in the end', async () => {
      const { records } = opened().store;
      const superior = await records.get('organisations', OTHER_ISSUER);
      const issuer = await records.get('organisations', String(CLERK.organisation));
      assert.ok(superior && issuer);
      await records.replace('organisations', {
        ...issuer,
        version: issuer.version + 1,
        superiors: { line: null, area: OTHER_ISSUER },
      });
      const { who, objection } = await filed();
      const id = objection._id;
      const now = async () => (await getMyObjection(deps, who, { id })).objection;
      await sweepObjections(deps);
      assert.equal((await now()).handlers.length, 1);
      opened().advance(40 * DAY);
      const rounds = await Promise.all([sweepObjections(deps), sweepObjections(deps)]);
      assert.ok(rounds[0].escalated + rounds[1].escalated > 0);
      const passed = await now();
      assert.deepEqual(
        passed.handlers.map(({ organisation }) => organisation),
        [CLERK.organisation, OTHER_ISSUER],
      );
      assert.deepEqual([passed.waitingFor, passed.stuck], [OTHER_ISSUER, false]);
      assert.equal((await getObjection(deps, OTHER_CLERK, id)).objection._id, id);
      opened().advance(40 * DAY);
      await sweepObjections(deps);
      await sweepObjections(deps);
      const stuck = await now();
      assert.deepEqual([stuck.stuck, stuck.steps.filter(({ step }) => step === 'escalate').length], [true, 2]);
      const answer = { step: 'answer', id, outcome: 'upheld', reason: '无误', correctedBy: null } as const;
      await decideObjection(deps, OTHER_CLERK, answer);
      await sweepObjections(deps);
      assert.equal((await now()).state, 'answered');
      opened().advance(40 * DAY);
      await sweepObjections(deps);
      assert.equal((await now()).state, 'closed');
      await opened().relay.drain();
      opened().advance(OBJECTIONS_KEPT + DAY);
      assert.ok((await sweepObjections(deps)).forgotten > 0);
      assert.equal(await records.get('objections', id), null);
      assert.deepEqual(await records.find('objection-files', { index: 'objection', equals: id, limit: 1 }), []);
    });

    it('count their terms by the calendar that was recorded last', async () => {
      const administrator = actor('administrator', null);
      const year = 2029;
      const calendar = { year, holidays: [localDate('2029-01-01')], workdays: [], notice: '样〔2028〕1号' };
      const kept = { records: deps.records, journal: opened().relay, clock: deps.clock };
      assert.deepEqual(await recordCalendar(kept, administrator, calendar), calendar);
      await recordCalendar(kept, administrator, calendar);
      await recordCalendar(kept, administrator, { ...calendar, holidays: [localDate('2029-01-02'), localDate('2029-01-01')] });
      const record = await deps.records.get('working-calendars', String(year));
      assert.deepEqual([record?.version !== 1, record?.holidays], [true, ['2029-01-01', '2029-01-02']]);
      await assert.rejects(recordCalendar(kept, CLERK, calendar), { code: 'NOT_ALLOWED' });
      await assert.rejects(recordCalendar(kept, administrator, { ...calendar, holidays: [] }), { code: 'CALENDAR_INVALID' });
    });
  });
