import assert from 'node:assert/strict';
import { openPdf } from '../../../src/pdf/index.ts';
import { addDays, localDateAt, startOfDay } from '../../../src/base/time.ts';
import {
  downloadCopy,
  listCopies,
  makeCancelledRendition,
  makeUseCopy,
  chooseCopySeal,
} from '../../../src/services/copies/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { verifyCode, verifyCopyNumber, verifyFile } from '../../../src/services/verification/index.ts';
import { actor, CLERK, COUNTER, openUseCases, order, OTHER_CLERK, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const DAY = 86_400_000;
const SEAL = '99010000000003';
const KEEPER = actor('seal-keeper');

describe('services: copies of licences', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
    await chooseCopySeal(under.licences, KEEPER, { seal: SEAL, purpose: PURPOSE });
  });
  after(() => under.close());

  const now = () => under.licences.clock.now();
  const issue = async () => {
    const { licence } = await issueLicence(under.licences, CLERK, order());
    return { licence, identifier: licence.editions[0]?.identifier ?? '' };
  };
  const copyOrder = (identifier: string, changes: object = {}) => ({
    ...{ identifier, purpose: '办理贷款', user: '样例银行股份有限公司', reason: PURPOSE },
    ...{ expiresAt: new Date(now() + 7 * DAY).toISOString(), ...changes },
  });
  const check = async (bytes: Uint8Array) => {
    const report = await verifyFile(under.verification, COUNTER, { bytes });
    return [report.conclusion, report.subIndication, report.register?.status, report.register?.copy?.state];
  };

  it('makes a sealed file of its own that names its original, and says the three states by file, code and number', async () => {
    const { licence, identifier } = await issue();
    const copy = await makeUseCopy(under.licences, CLERK, copyOrder(identifier));
    const original = licence.editions[0]?.files[0]?.digest;
    assert.match(copy._id, /^FB\d{8}[0-9A-Z]{12}$/);
    assert.deepEqual(copy.original, { identifier, edition: '001', digest: original });
    const { bytes } = await downloadCopy(under.licences, CLERK, { number: copy._id, purpose: PURPOSE });
    const { signatures } = await verifyFile(under.verification, COUNTER, { bytes });
    assert.deepEqual([signatures[0]?.seal?.esId, signatures[0]?.certification], [SEAL, 'no-changes']);
    const xmp = Buffer.from(bytes).toString('latin1');
    assert.ok(openPdf(bytes, { zlib: under.licences.engine.zlib }).pages().length > 0);
    for (const named of [copy._id, identifier, original ?? ''])
      assert.ok(Buffer.from(xmp, 'latin1').includes(named), `the signed file names ${named}`);
    assert.deepEqual(await check(bytes), ['passed', null, 'valid', 'valid']);
    const { store, licences } = under;
    const byCode = await verifyCode({ clock: licences.clock, store }, copy.verificationCode);
    const byNumber = await verifyCopyNumber({ clock: licences.clock, store }, COUNTER, { number: copy._id });
    for (const { copy: told, identifier: of } of [byCode, byNumber]) {
      assert.equal(of, identifier);
      assert.deepEqual(
        [told?.number, told?.state, told?.user, told?.purpose, told?.original.sm3],
        [copy._id, 'valid', '样例银行股份有限公司', '办理贷款', original],
      );
    }
    const later = { asOf: Date.parse(copy.expiresAt ?? '') };
    assert.equal((await verifyCode({ clock: licences.clock, store }, copy.verificationCode, later)).copy?.state, 'expired');
    const report = await verifyFile(under.verification, COUNTER, { bytes, at: later.asOf });
    assert.deepEqual([report.conclusion, report.subIndication], ['failed', 'COPY_EXPIRED']);
    await changeStatus(under.licences, CLERK, { identifier, event: 'revoke', reason: '违法', documentNumber: '1' });
    assert.deepEqual(await check(bytes), ['failed', 'LICENCE_REVOKED', 'revoked', 'original-ended']);
    await assert.rejects(makeUseCopy(under.licences, CLERK, copyOrder(identifier)), { code: 'COPY_REFUSED' });
  });

  it('renders a licence that has ended once, visibly marked, and only such a one', async () => {
    const { identifier } = await issue();
    const wanted = { identifier, reason: PURPOSE };
    await assert.rejects(makeCancelledRendition(under.licences, CLERK, wanted), { code: 'COPY_REFUSED' });
    await changeStatus(under.licences, CLERK, { identifier, event: 'cancel', reason: '申请', documentNumber: '样注〔2026〕1号' });
    const made = await makeCancelledRendition(under.licences, CLERK, wanted);
    const again = await makeCancelledRendition(under.licences, CLERK, wanted);
    assert.deepEqual([made.repeated, again.repeated, again.copy._id], [false, true, made.copy._id]);
    const { bytes } = await downloadCopy(under.licences, CLERK, { number: made.copy._id, purpose: PURPOSE });
    assert.deepEqual(await check(bytes), ['failed', 'LICENCE_CANCELLED', 'cancelled', 'original-ended']);
  });

  it('records each with its event, without persons, keeps use and reason sealed from lists of others', async () => {
    const { licence, identifier } = await issue();
    const copy = await makeUseCopy(under.licences, CLERK, copyOrder(identifier));
    await under.relay.drain();
    const events = (await under.store.journal.read(1, 1000)).map(({ event }) => event);
    const told = events.find(({ kind, subject }) => kind === 'licence-copied' && subject === `licence-copies/${copy._id}`);
    assert.deepEqual([told?.facts['identifier'], told?.facts['digest']], [identifier, copy.file.digest]);
    assert.ok(!JSON.stringify(told).includes(licence.holders[0]?.name ?? 'x'));
    const stamping = await under.store.records.get('stampings', copy.stamping);
    assert.deepEqual([stamping?.state, stamping?.digestAfter, stamping?.subject], ['done', copy.file.digest, null]);
    const listed = await listCopies(under.licences, CLERK, { identifier, purpose: PURPOSE });
    assert.deepEqual(
      listed.map((each) => [each.copy._id, each.state]),
      [[copy._id, 'valid']],
    );
  });

  it('refuses what it may not make, and tells others nothing', async () => {
    const { identifier } = await issue();
    const refused = (changes: object) =>
      assert.rejects(makeUseCopy(under.licences, CLERK, copyOrder(identifier, changes)), { code: 'COPY_REFUSED' });
    await refused({ expiresAt: new Date(now() - 1).toISOString() });
    await refused({ expiresAt: new Date(now() + 400 * DAY).toISOString() });
    await refused({ user: '银行\n第二行' });
    await refused({ purpose: '长'.repeat(61) });
    await assert.rejects(makeUseCopy(under.licences, OTHER_CLERK, copyOrder(identifier)), { code: 'LICENCE_NOT_FOUND' });
    await assert.rejects(makeUseCopy(under.licences, COUNTER, copyOrder(identifier)), { code: 'NOT_ALLOWED' });
    const copy = await makeUseCopy(under.licences, CLERK, copyOrder(identifier));
    const wanted = { number: copy._id, purpose: PURPOSE };
    await assert.rejects(downloadCopy(under.licences, OTHER_CLERK, wanted), { code: 'COPY_NOT_FOUND' });
    await assert.rejects(downloadCopy(under.licences, COUNTER, wanted), { code: 'NOT_ALLOWED' });
    await assert.rejects(downloadCopy(under.licences, CLERK, { ...wanted, number: 'FB20200101000000000000' }), {
      code: 'COPY_NOT_FOUND',
    });
  });

  it('needs a seal that the organisation chose, and a grant that covers it', async () => {
    const other = await openUseCases();
    try {
      const { licence } = await issueLicence(other.licences, CLERK, order());
      const identifier = licence.editions[0]?.identifier ?? '';
      const wanted = () => makeUseCopy(other.licences, CLERK, copyOrder(identifier));
      await assert.rejects(wanted(), { code: 'COPY_SEAL_MISSING' });
      await assert.rejects(chooseCopySeal(other.licences, CLERK, { seal: SEAL, purpose: PURPOSE }), { code: 'NOT_ALLOWED' });
      await assert.rejects(
        chooseCopySeal(other.licences, actor('seal-keeper', '11990100MB0000035A'), { seal: SEAL, purpose: PURPOSE }),
        {
          code: 'SEAL_NOT_FOUND',
        },
      );
      await chooseCopySeal(other.licences, KEEPER, { seal: SEAL, purpose: PURPOSE });
      const [grant] = await other.store.records.find('grants', { index: 'seal', equals: SEAL, limit: 1 });
      assert.ok(grant);
      await other.store.records.replace('grants', { ...grant, version: grant.version + 1, licenceTypes: [] });
      await assert.rejects(wanted(), { code: 'SEAL_USE_REFUSED' });
    } finally {
      await other.close();
    }
  });

  it('is over with the last day of its original', async () => {
    const today = localDateAt(now());
    const { licence } = await issueLicence(under.licences, CLERK, order({ validTo: addDays(today, 2) }));
    const copy = await makeUseCopy(under.licences, CLERK, copyOrder(licence.editions[0]?.identifier ?? ''));
    const asOf = startOfDay(addDays(today, 3));
    const answer = await verifyCode({ clock: under.licences.clock, store: under.store }, copy.verificationCode, { asOf });
    assert.deepEqual([answer.status, answer.copy?.state], ['expired', 'original-ended']);
  });
});
