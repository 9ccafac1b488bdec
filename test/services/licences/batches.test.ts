import assert from 'node:assert/strict';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { YinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';

import {
  cancelIssueBatch,
  createIssueBatchWorker,
  forgetIssueBatch,
  forgetOverdueIssueBatches,
  getIssueBatch,
  issueBatchResults,
  issueTableTemplate,
  KEPT_FOR,
  listIssueBatches,
  PART,
  receiveIssueTable,
  startIssueBatch,
} from '../../../src/services/licences/batches/index.ts';
import { csvLine, readCsv } from '../../../src/services/tables/csv.ts';
import { openUseCasesOver, STORES } from '../../support/holders.ts';
import { mortal } from '../../support/crash.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { assertWhole, eventsOf } from '../../support/invariants.ts';
import { changeType } from '../../support/licence-types.ts';
import { workbookOf } from '../../support/spreadsheet.ts';
import { CLERK, COUNTER, OTHER_CLERK, type UseCases } from '../../support/use-cases.ts';

const TYPE = '11990000MB0000019F001';
const CHIEF: Actor = { ...CLERK, person: 'chief' };
const PURPOSE = { item: '食品经营许可', cause: '批量换发' };
const HEAD = ['办件编号', '证照编号', '持证主体名称', '持证主体代码', '法定代表人', '住所', '经营场所', '主体业态', '经营项目'];
let cases = 0;

for (const kind of STORES)
  describe(`licences issued from a table over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    before(async function () {
      under = await openUseCasesOver(kind, this);
      for (const { person, organisation } of [CLERK, CHIEF])
        await under.store.records.insert('accounts', {
          ...{ _id: person ?? '', schema: 1, version: 1, userName: person ?? '', displayName: 'x', passwordHash: 'x' },
          ...{ organisation, roles: ['issuer'], demonstration: false, disabled: false, outbox: [], pending: false },
        });
    });
    after(async () => {
      await under.relay.drain();
      await assertWhole(under.store);
      await under.close();
    });

    const row = (changes: Record<string, string> = {}): readonly string[] => {
      const number = ++cases;
      const cells: Record<string, string> = {
        ...{ 办件编号: `BATCH-${number}`, 证照编号: `JY-${number}`, 持证主体名称: '欧阳晓样', 持证主体代码: 'TEST-0001' },
        ...{ 法定代表人: '欧阳晓样', 住所: '样例市', 经营场所: '样例市', 主体业态: '餐饮服务经营者', 经营项目: '热食类食品制售' },
        ...changes,
      };
      return HEAD.map((name) => cells[name] ?? '');
    };
    const bytesOf = (rows: readonly (readonly string[])[], head = HEAD) => utf8([head, ...rows].map(csvLine).join(''));
    const receive = async (rows: readonly (readonly string[])[], by = CLERK) =>
      (await receiveIssueTable(under.licences, by, { typeCode: TYPE, name: 'x.csv', bytes: bytesOf(rows), purpose: PURPOSE }))
        ._id;
    const work = (owner = 'one') => createIssueBatchWorker(under.licences, { owner }).round();
    const get = (id: string) => getIssueBatch(under.licences, CLERK, id);
    const results = async (id: string) => {
      const chunks: string[] = [];
      for await (const chunk of await issueBatchResults(under.licences, CLERK, id)) chunks.push(fromUtf8(chunk));
      return [...readCsv(chunks, { cells: 20, row: 5000 })].slice(1).map(({ cells }) => cells);
    };
    const refused = (promise: Promise<unknown>, code: ErrorCode) => assert.rejects(promise, { code });

    it('are checked, all of them, then issued, each with its result', async () => {
      const id = await receive([row(), row(), row()]);
      assert.equal((await get(id)).state, 'checking');
      await refused(startIssueBatch(under.licences, CLERK, id), 'ISSUE_BATCH_NOT_POSSIBLE');
      assert.equal(await work(), 0);
      const ready = await get(id);
      assert.deepEqual([ready.state, ready.counts.checked, ready.counts.wrong], ['ready', 3, 0]);
      assert.deepEqual(
        (await results(id)).map(([, , , result]) => result),
        ['校验通过', '校验通过', '校验通过'],
      );
      await startIssueBatch(under.licences, CLERK, id);
      assert.equal(await work(), 3);
      const done = await get(id);
      assert.deepEqual([done.state, done.counts.issued, done.counts.failed, done.lease], ['done', 3, 0, null]);
      for (const [, , , result, identifier, code] of await results(id)) {
        assert.equal(result, '已签发');
        const [licence] = await under.store.records.find('licences', { index: 'identifier', equals: identifier ?? '', limit: 1 });
        assert.equal(licence?.editions[0]?.verificationCode, code);
        assert.equal(licence?.editions[0]?.purpose.item, PURPOSE.item);
      }
      await under.relay.drain();
      const told = (await eventsOf(under.store)).filter(({ subject }) => subject === `issue-batches/${id}`);
      assert.deepEqual(
        told.map(({ kind }) => kind).filter((kind) => kind !== 'issue-batch-read'),
        ['issue-batch-received', 'issue-batch-started', 'issue-batch-ended'],
      );
      assert.ok(!JSON.stringify(told).includes('欧阳晓样'));
    });

    it('are refused as a whole where one is wrong, and told row by row', async () => {
      const same = row();
      const taken = row();
      const first = await receive([taken]);
      await work();
      await startIssueBatch(under.licences, CLERK, first);
      await work();
      const id = await receive([
        row(),
        row({ 主体业态: '' }),
        row({ 持证主体代码: '1' }),
        same,
        same,
        taken,
        HEAD.map((name, index) => (name === '证照编号' ? 'ANOTHER' : (taken[index] ?? ''))),
        row({ 办件编号: '' }),
      ]);
      assert.equal(await work(), 0);
      const batch = await get(id);
      assert.deepEqual([batch.state, batch.counts.wrong], ['refused', 5]);
      assert.deepEqual(
        (await results(id)).map(([line, , , result, , , code]) => [line, result, code]),
        [
          ['2', '校验通过', ''],
          ['3', '有误', 'FIELD_INVALID'],
          ['4', '有误', 'HOLDER_INVALID'],
          ['5', '校验通过', ''],
          ['6', '有误', 'CASE_CONFLICT'],
          ['7', '校验通过', ''],
          ['8', '有误', 'CASE_CONFLICT'],
          ['9', '有误', 'INPUT_INVALID'],
        ],
      );
      await refused(startIssueBatch(under.licences, CLERK, id), 'ISSUE_BATCH_NOT_POSSIBLE');
    });

    it('have a result of their own where one cannot be painted, and the others are issued', async () => {
      const id = await receive([row(), row({ 法定代表人: '张𰻝' }), row()]);
      await work();
      await startIssueBatch(under.licences, CLERK, id);
      assert.equal(await work(), 2);
      const done = await get(id);
      assert.deepEqual([done.state, done.counts.issued, done.counts.failed], ['done', 2, 1]);
      assert.deepEqual(
        (await results(id)).map(([, , , result, , , code]) => [result, code]),
        [
          ['已签发', ''],
          ['失败', 'GLYPH_MISSING'],
          ['已签发', ''],
        ],
      );
    });

    it('may come as a spreadsheet, whose dates are numbers', async () => {
      const head = [...HEAD, '有效期截止日期'];
      const bytes = workbookOf([head, [...row(), '64000']]);
      const { _id: id } = await receiveIssueTable(under.licences, CLERK, {
        typeCode: TYPE,
        name: 'x.xlsx',
        bytes,
        purpose: PURPOSE,
      });
      await work();
      await startIssueBatch(under.licences, CLERK, id);
      assert.equal(await work(), 1);
      const [[, , , , identifier] = []] = await results(id);
      const [licence] = await under.store.records.find('licences', { index: 'identifier', equals: identifier ?? '', limit: 1 });
      assert.equal(licence?.editions[0]?.validTo, '2075-03-22');
    });

    it('are of a table that has the columns of its type, and rows', async () => {
      const template = await issueTableTemplate(under.licences, CLERK, TYPE);
      const [head] = [...readCsv([template], { cells: 120, row: 5000 })];
      for (const column of [...HEAD, '颁发日期', '有效期截止日期']) assert.ok(head?.cells.includes(column), column);
      const taking = (bytes: Uint8Array, by = CLERK) =>
        receiveIssueTable(under.licences, by, { typeCode: TYPE, name: 'x.csv', bytes, purpose: PURPOSE });
      await refused(taking(utf8('')), 'INPUT_INVALID');
      await refused(taking(bytesOf([])), 'INPUT_INVALID');
      await refused(taking(bytesOf([row()], HEAD.slice(1))), 'INPUT_INVALID');
      await refused(taking(bytesOf([row()], [...HEAD, '别的'])), 'INPUT_INVALID');
      await refused(taking(bytesOf([row()], [...HEAD, '住所'])), 'INPUT_INVALID');
      await refused(taking(bytesOf([row()]), COUNTER), 'NOT_ALLOWED');
      await refused(taking(Buffer.from([0xff, 0xff])), 'INPUT_INVALID');
    });

    it('are their organisation’s alone, and are not issued twice by whoever asks twice', async () => {
      const id = await receive([row()]);
      await work();
      await refused(getIssueBatch(under.licences, OTHER_CLERK, id), 'ISSUE_BATCH_NOT_FOUND');
      await refused(startIssueBatch(under.licences, OTHER_CLERK, id), 'ISSUE_BATCH_NOT_FOUND');
      assert.ok(!(await listIssueBatches(under.licences, OTHER_CLERK)).some(({ _id }) => _id === id));
      await Promise.all([startIssueBatch(under.licences, CLERK, id), startIssueBatch(under.licences, CLERK, id)]);
      const shares = await Promise.all([work('one'), work('two')]);
      assert.equal(shares[0] + shares[1], 1);
      assert.ok((await listIssueBatches(under.licences, CLERK)).some(({ _id }) => _id === id));
    });

    it('are started by another than made it, where their type says so', async () => {
      await changeType(under.store.records, TYPE, { twoPersons: true });
      try {
        const id = await receive([row()]);
        await work();
        await refused(startIssueBatch(under.licences, CLERK, id), 'TWO_PERSONS_NEEDED');
        await startIssueBatch(under.licences, CHIEF, id);
        assert.equal(await work(), 1);
        const [[, , , , identifier] = []] = await results(id);
        const [licence] = await under.store.records.find('licences', { index: 'identifier', equals: identifier ?? '', limit: 1 });
        assert.deepEqual([licence?.editions[0]?.madeBy, licence?.editions[0]?.issuedBy.person], [['test-issuer'], 'chief']);
      } finally {
        await changeType(under.store.records, TYPE, { twoPersons: false });
      }
    });

    it('stop when their seal may not be used, and go on when it may', async () => {
      const id = await receive([row(), row()]);
      await work();
      await startIssueBatch(under.licences, CLERK, id);
      const signer = { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) };
      const failing = under.process({ signer });
      await createIssueBatchWorker(failing.licences, { owner: 'one' }).round();
      const stopped = await get(id);
      assert.deepEqual([stopped.state, stopped.fault?.code, stopped.counts.issued], ['stopped', 'KEY_NOT_FOUND', 0]);
      await startIssueBatch(under.licences, CLERK, id);
      assert.equal(await work(), 2);
      assert.deepEqual([(await get(id)).state, (await get(id)).fault], ['done', null]);
    });

    it('stop when whoever started them has left', async () => {
      const id = await receive([row()]);
      await work();
      await startIssueBatch(under.licences, { ...CLERK, person: 'nobody' }, id);
      await work();
      assert.deepEqual([(await get(id)).state, (await get(id)).fault?.code], ['stopped', 'NOT_ALLOWED']);
    });

    it('are cancelled, and forgotten with their rows, while licences stay', async () => {
      const id = await receive([row()]);
      await cancelIssueBatch(under.licences, CLERK, id);
      await work();
      assert.equal((await get(id)).state, 'cancelled');
      await forgetIssueBatch(under.licences, CLERK, id);
      assert.equal((await get(id)).state, 'forgotten');
      assert.deepEqual(await results(id), []);
      const other = await receive([row()]);
      await refused(forgetIssueBatch(under.licences, CLERK, other), 'ISSUE_BATCH_NOT_POSSIBLE');
      await work();
      under.advance(KEPT_FOR + 1000);
      assert.ok((await forgetOverdueIssueBatches(under.licences)) > 0);
      assert.equal((await get(other)).state, 'forgotten');
      assert.deepEqual(await under.store.records.find('issue-batch-parts', { index: 'batch', equals: other, limit: 9 }), []);
    });

    it('are as many as there are rows, over several parts', async () => {
      const rows = Array.from({ length: PART + 5 }, () => row());
      const id = await receive(rows);
      await work();
      await startIssueBatch(under.licences, CLERK, id);
      assert.equal(await work(), PART + 5);
      assert.equal(new Set((await results(id)).map(([, , , , identifier]) => identifier)).size, PART + 5);
    });

    // The steps of a process that dies are those of one store.
    if (kind === 'lmdb')
      it('are each issued once, at whatever step a server dies over them', async () => {
        const { custody } = await sharedInstallation();
        for (let at = 1; ; at += 3) {
          const id = await receive([row(), row()]);
          await work();
          await startIssueBatch(under.licences, CLERK, id);
          const dying = mortal({ store: under.store, signer: custody }, at, at % 2 === 0 ? 'done' : 'undone');
          const worker = createIssueBatchWorker(under.process(dying).licences, { owner: 'one' });
          const died = (await Promise.race([worker.round().then(() => 'worked'), dying.death])) !== 'worked';
          for (let round = 0; round < 3 && (await get(id)).state === 'running'; round++) {
            under.advance(31_000);
            await work();
          }
          const batch = await get(id);
          assert.equal(batch.state, 'done', `${at}`);
          const made = (await results(id)).map(([, caseNumber, , , identifier]) => [caseNumber, identifier]);
          assert.equal(made.length, 2);
          for (const [caseNumber = '', identifier] of made) {
            const licences = await under.store.records.find('licences', {
              ...{ index: 'caseKey', equals: `${ISSUER}/${TYPE}/${caseNumber}`, limit: 9 },
            });
            const published = licences.filter(({ state }) => state === 'published');
            assert.deepEqual(
              published.map(({ editions }) => editions[0]?.identifier),
              [identifier],
            );
          }
          if (!died) {
            assert.ok(at > 10, `${at}`);
            break;
          }
        }
      });
  });
