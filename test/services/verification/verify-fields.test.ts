/** Checks by fields over both stores: the seven results in their order, what they do not tell, how often one may ask. */
import assert from 'node:assert/strict';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { addDays, localDateAt, type LocalDate } from '../../../src/base/time.ts';
import {
  currentEdition,
  FIELDS_RESULTS,
  type FieldsResult,
  type LicenceRecord,
  type StatusEventKind,
} from '../../../src/domain/licence/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { createQuota } from '../../../src/services/transients/index.ts';
import { CLIENT_TERMS, SUBJECT_TERMS, verifyFields, type FieldsQuestion } from '../../../src/services/verification/index.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { newestEntries } from '../../support/newest-entries.ts';
import { crypto } from '../../support/pki.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { actor, CLERK, COUNTER, openUseCases, order, PURPOSE, type UseCases } from '../../support/use-cases.ts';

const DAY = 86_400_000;
const pseudonym = (text: string): string => `digest of ${text.length}`;

for (const kind of ['lmdb', 'MongoDB'] as const)
  describe(`checks by fields over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let isOpen = false;
    let counters = 0;

    before(async function () {
      if (kind === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      isOpen = true;
    });
    after(async () => {
      if (isOpen) await under.close();
    });

    const now = (): number => under.licences.clock.now();
    const deps = () => {
      const { clock, random } = under.licences;
      const { records } = under.store;
      return { records, journal: under.relay, quota: createQuota({ records, clock }), crypto, clock, random };
    };
    // Each check by a counter of its own, so that only one test meets the limits.
    const ask = async (
      question: Partial<FieldsQuestion>,
      by = { ...COUNTER, person: `counter-${++counters}` },
    ): Promise<FieldsResult> => {
      return (await verifyFields(deps(), by, { purpose: PURPOSE, ...question })).result;
    };
    const issue = async (changes: Record<string, unknown> = {}): Promise<LicenceRecord> =>
      (
        await issueLicence(
          under.licences,
          CLERK,
          order({ holders: [{ name: '欧阳晓样', codeType: '999', code: `TEST-${1000 + ++counters}` }], ...changes }),
        )
      ).licence;
    const stated = (licence: LicenceRecord): Partial<FieldsQuestion> => {
      const { identifier, licenceNumber } = currentEdition(licence);
      const [holder] = licence.holders;
      return { identifier, licenceNumber, holderName: holder?.name, holderCode: holder?.code, typeCode: licence.typeCode };
    };
    const change = (licence: LicenceRecord, event: StatusEventKind) =>
      changeStatus(under.licences, CLERK, {
        ...{ identifier: currentEdition(licence).identifier, event, reason: '测试', documentNumber: '文 1' },
      });

    it('gives the seven results in their order', async () => {
      const licence = await issue();
      const today = localDateAt(now());
      const future = await issue({ validFrom: addDays(today, 30), validTo: addDays(today, 60) });
      const found: FieldsResult[] = [
        await ask({ ...stated(licence), holderName: undefined }),
        await ask({ ...stated(licence), identifier: currentEdition(licence).identifier.replace('.001.', '.009.') }),
        await ask({ ...stated(licence), holderName: '欧阳小样' }),
        await ask(stated(future)),
      ];
      await change(licence, 'suspend');
      found.push(await ask(stated(licence)));
      await change(licence, 'revoke');
      found.push(await ask(stated(licence)));
      found.push(await ask(stated(await issue())));
      assert.deepEqual(found, FIELDS_RESULTS);
    });

    it('says of every end, and of a licence that has expired, that it is right and no longer in force', async () => {
      for (const event of ['cancel', 'rescind', 'revoke', 'void'] as const) {
        const licence = await issue();
        await change(licence, event);
        assert.equal(await ask(stated(licence)), 'no-longer-valid', event);
      }
      const today = localDateAt(now());
      const short = await issue({ validFrom: today, validTo: today });
      under.advance(2 * DAY);
      assert.equal(await ask(stated(short)), 'no-longer-valid');
    });

    it('compares everything that is stated, however it is typed', async () => {
      const licence = await issue();
      const edition = currentEdition(licence);
      const all: Partial<FieldsQuestion> = {
        ...stated(licence),
        ...{
          issuerCode: licence.issuer.code,
          issueDate: edition.issueDate,
          validFrom: edition.validFrom,
          validTo: edition.validTo,
        },
        ...{ status: 'valid', fields: edition.fields },
      };
      assert.equal(await ask(all), 'valid');
      assert.equal(
        await ask({ ...all, licenceNumber: ` ${edition.licenceNumber.toLowerCase()} `, holderName: '欧阳 晓样' }),
        'valid',
      );
      const [name = ''] = Object.keys(edition.fields);
      const wrong: readonly Partial<FieldsQuestion>[] = [
        { holderCode: 'TEST-0000' },
        { licenceNumber: 'ANOTHER' },
        { typeCode: '11100000000013338W999' },
        { issuerCode: '11430000006122244L' },
        { issueDate: '2001-01-01' as LocalDate },
        { validFrom: '2001-01-01' as LocalDate },
        { validTo: '2001-01-01' as LocalDate },
        { status: 'suspended' },
        { fields: { [name]: '别的' } },
        { fields: { 没有的字段: '' } },
        { fields: { constructor: 'x' } },
      ];
      for (const one of wrong) assert.equal(await ask({ ...all, ...one }), 'inconsistent', JSON.stringify(one));
    });

    it('finds by type and number without an identifier, and of several what is worth most', async () => {
      const first = await issue();
      const holders = first.holders;
      const licenceNumber = currentEdition(first).licenceNumber;
      await change(first, 'cancel');
      const question = { ...stated(first), identifier: undefined };
      assert.equal(await ask(question), 'no-longer-valid');
      await issue({ holders, licenceNumber });
      assert.equal(await ask(question), 'valid');
      assert.equal(await ask({ ...question, holderCode: 'TEST-0001' }), 'not-found');
      assert.equal(await ask({ ...question, licenceNumber: 'ANOTHER' }), 'inconsistent');
    });

    it('answers alike whatever is no identifier, and what is nobody’s', async () => {
      const { holderName, holderCode, licenceNumber } = stated(await issue());
      for (const identifier of ['x', '1.2.156.3005.2', '1.2.156.3005.2.11100000000013338W011.11430000006122244L.1.001.U'])
        assert.equal(await ask({ identifier, holderName, holderCode, licenceNumber }), 'not-found');
    });

    it('records who asked, what for and with what result, and neither what was stated nor whom it names', async () => {
      const licence = await issue();
      const journal = { ...under.relay, pseudonym };
      const purpose = { ...PURPOSE, cause: '核对欧阳晓样的证照' };
      await verifyFields({ ...deps(), journal }, { ...COUNTER, person: 'recorded' }, { ...stated(licence), purpose });
      const entry = (await newestEntries(under.store)).at(-1);
      assert.ok(entry);
      const { kind: what, subject, actor: who, facts } = entry.event;
      assert.deepEqual([what, subject, who.person], ['fields-verified', `licences/${licence._id}`, 'recorded']);
      assert.equal(facts['result'], 'valid');
      assert.deepEqual(facts['given'], ['identifier', 'licenceNumber', 'holderName', 'holderCode', 'typeCode']);
      assert.equal(facts['about'], pseudonym(currentEdition(licence).identifier));
      assert.deepEqual(facts['persons'], [pseudonym(licence.holders[0]?.code ?? '')]);
      assert.doesNotMatch(JSON.stringify(entry), /欧阳晓样|TEST-\d/);
    });

    it('is not for those who may not verify', async () => {
      await assert.rejects(ask({}, { ...actor('seal-keeper'), person: 'x' }), (error) => isYinzhengError(error, 'NOT_ALLOWED'));
    });

    it('lets nobody ask about one licence for ever, whoever asks', async () => {
      const question = stated(await issue());
      const most = SUBJECT_TERMS.perDay ?? 0;
      for (let count = 0; count < most; count++) await ask({ ...question, holderName: `试${count}` });
      await assert.rejects(ask(question), (error) => isYinzhengError(error, 'RATE_LIMITED'));
      assert.equal(await ask(stated(await issue())), 'valid', 'others are asked about as before');
      under.advance(DAY);
      assert.equal(await ask(question), 'valid');
    });

    it('lets nobody ask about everything', async () => {
      const tireless = { ...COUNTER, person: 'tireless' };
      // A minute that ends meanwhile would begin another count.
      const at = now();
      const clock = { now: () => at };
      const { records, ...rest } = { ...deps(), clock };
      const quota = createQuota({ records, clock });
      const most = CLIENT_TERMS.perMinute ?? 0;
      const question = { purpose: PURPOSE } as const;
      for (let count = 0; count < most; count++) await verifyFields({ ...rest, records, quota }, tireless, question);
      await assert.rejects(verifyFields({ ...rest, records, quota }, tireless, question), (error) =>
        isYinzhengError(error, 'RATE_LIMITED'),
      );
    });
  });
