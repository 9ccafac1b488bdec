import assert from 'node:assert/strict';
import { actToFollow, checkSource, counted, NO_COUNTS } from '../../../src/domain/collecting/index.ts';
import { nextState, STATUS_EVENTS } from '../../../src/domain/licence/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../src/report/words/index.ts';
import { readItem } from '../../../src/services/collecting/index.ts';
import { collectedItem, sourceTerms } from '../../support/collecting.ts';

describe('domain: collecting', () => {
  it('follows the status of a source by acts that are possible, and says where none is', () => {
    const follow = (has: string, wanted: string) => actToFollow(has as 'valid', wanted as 'valid');
    assert.deepEqual(
      [
        follow('valid', 'suspended'),
        follow('suspended', 'valid'),
        follow('transferred-out', 'expired'),
        follow('valid', 'revoked'),
      ],
      ['suspend', 'resume', 'transfer-in', 'revoke'],
    );
    assert.equal(follow('revoked', 'valid'), 'impossible');
    assert.equal(follow('revoked', 'cancelled'), 'impossible');
    assert.equal(follow('valid', 'expired'), null);
    const stateOf = (status: string) => (status === 'suspended' || status === 'transferred-out' ? status : 'in-force');
    for (const has of LICENCE_STATUS_NAMES.slice(0, 6))
      for (const wanted of LICENCE_STATUS_NAMES) {
        const act = actToFollow(has, wanted);
        if (act !== null && act !== 'impossible') {
          assert.ok(STATUS_EVENTS.includes(act));
          assert.notEqual(nextState(stateOf(has), act), null, `${has} → ${wanted}: ${act}`);
        }
      }
  });

  it('counts each item once', () => {
    assert.deepEqual(counted(counted(NO_COUNTS, 'taken'), 'refused'), { sent: 2, taken: 1, updated: 0, repeated: 0, refused: 1 });
  });

  it('wants sources that hold together', () => {
    checkSource(sourceTerms());
    checkSource(sourceTerms({ mode: 'pull', address: 'https://source.example/licences' }));
    const refused = (changes: object) => assert.throws(() => checkSource(sourceTerms(changes)), { code: 'SOURCE_INVALID' });
    refused({ organisation: '11990100MB0000027X' });
    refused({ types: [] });
    refused({ types: ['11990000MB0000019F002', '11990000MB0000019F002'] });
    refused({ types: ['x'] });
    refused({ mode: 'pull' });
    refused({ address: 'https://source.example/' });
    refused({ mode: 'pull', address: 'ftp://source.example/' });
    refused({ mode: 'pull', address: 'https://user:secret@source.example/' });
    refused({ origin: 'digitised' });
    refused({ trust: 'A' });
  });

  it('reads items as a source names and writes them', () => {
    const sent = {
      ...{ sourceId: 'REG-1', typeCode: '11990000MB0000019F002', licenceNumber: '1', areaCode: '990100', status: 'valid' },
      ...{ ver: '7', CZZT: '某某公司', CZZTDM: '91990100MA0000015X', LX: '001', JG: '某局', JGDM: '11990100MB0000027F' },
      ...{ ZZBFRQ: '20180419', ZZYXQJZRQ: '99991231', KZ_FR: '张明' },
    };
    const item = readItem(sent, {
      members: {
        ...{
          version: 'ver',
          holderName: 'CZZT',
          holderCode: 'CZZTDM',
          holderCodeType: 'LX',
          issuerName: 'JG',
          issuerCode: 'JGDM',
        },
        ...{ issueDate: 'ZZBFRQ', validTo: 'ZZYXQJZRQ' },
      },
      fields: { 法定代表人: 'KZ_FR' },
      dates: 'compact',
    });
    assert.deepEqual(
      [item.version, item.issueDate, item.validTo, item.fields, item.holders[0]?.name, item.issuer.name],
      [7, '2018-04-19', 'long-term', { 法定代表人: '张明' }, '某某公司', '某局'],
    );
  });

  it('tells every fault of an item, and takes nothing that is not its own', () => {
    const { mapping } = sourceTerms();
    const refused = (raw: Readonly<Record<string, unknown>>, message: RegExp) =>
      assert.throws(() => readItem(raw, mapping), { code: 'COLLECTED_ITEM_INVALID', message });
    refused(collectedItem({ version: 0, areaCode: 'x' }), /version.*areaCode/s);
    refused(collectedItem({ holders: [] }), /holders/);
    refused(collectedItem({ fields: ['x'] }), /fields/);
    refused({}, /sourceId/);
    refused(JSON.parse('{"__proto__": {"sourceId": "x"}}') as Record<string, unknown>, /sourceId/);
  });
});
