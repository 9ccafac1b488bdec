import assert from 'node:assert/strict';
import { checkMapping, HOUSING_MINISTRY, OWN_STATUSES, readCode, sentAs } from '../../../src/domain/status-mapping/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../src/report/words/index.ts';
import { statusMappingSchema } from '../../../src/services/status-mappings/index.ts';

describe('domain: how exchanges name statuses', () => {
  it('has tables that hold together, are as files are, and say of each status what they read of it', () => {
    for (const mapping of [HOUSING_MINISTRY, OWN_STATUSES]) {
      checkMapping(mapping);
      statusMappingSchema.parse(mapping);
      for (const status of LICENCE_STATUS_NAMES) {
        const sent = sentAs(mapping, status);
        assert.ok(sent.status === status || (sent.status === null && sent.described), `${mapping.id} ${status}`);
      }
    }
  });

  it('sends and reads the codes of the housing ministry', () => {
    const sent = LICENCE_STATUS_NAMES.map((status) => sentAs(HOUSING_MINISTRY, status).code);
    assert.deepEqual(sent, ['01', '99', '05', '02', '06', '99', '04', '03', '07', '99']);
    assert.equal(readCode(HOUSING_MINISTRY, '06')?.status, 'transferred-out');
    assert.equal(readCode(HOUSING_MINISTRY, '99')?.status, null);
    assert.equal(readCode(HOUSING_MINISTRY, '98'), null);
  });

  it('refuses a table that does not', () => {
    const refused = (changes: object) =>
      assert.throws(() => checkMapping({ ...HOUSING_MINISTRY, ...changes }), { code: 'INPUT_INVALID' });
    refused({ codes: [...HOUSING_MINISTRY.codes, HOUSING_MINISTRY.codes[0]] });
    refused({ sent: { ...HOUSING_MINISTRY.sent, void: '98' } });
    refused({ sent: { ...HOUSING_MINISTRY.sent, revoked: '01' } });
  });
});
