import assert from 'node:assert/strict';
import { LONG_TERM, localDate } from '../../../src/base/time.ts';
import {
  currentEdition,
  judgePaperStep,
  judgePrinting,
  PAPER_STEPS,
  papersDue,
  possiblePaperSteps,
  withPapersOut,
  type LicencePaper,
  type PaperState,
} from '../../../src/domain/licence/index.ts';
import { event, licence } from '../../support/licence.ts';

const STATES: readonly PaperState[] = ['printed', 'collected', 'returned', 'destroyed', 'lost'];
const RULE = { field: '印制编号', prefix: '99', digits: 4 };
const at = (day: string) => Date.parse(`${day}T02:00:00.000Z`);
const paper = (state: PaperState, serial = '990001'): LicencePaper => ({ serial, edition: '001', state, steps: [] });

describe('the paper twin of a licence', () => {
  const valid = licence({ from: '2026-01-01', to: localDate('2026-12-31') });

  it('takes exactly these steps', () => {
    const allowed = STATES.flatMap((state) => possiblePaperSteps({ state }).map((step) => `${state} ${step}`));
    assert.deepEqual(allowed, [
      'printed collect',
      'printed destroy',
      'printed lose',
      'collected return',
      'collected lose',
      'returned destroy',
      'lost return',
    ]);
    for (const state of STATES)
      for (const step of PAPER_STEPS)
        if (!allowed.includes(`${state} ${step}`))
          assert.throws(() => judgePaperStep({ state }, step), { code: 'PAPER_NOT_POSSIBLE' });
    assert.equal(judgePaperStep({ state: 'lost' }, 'return'), 'returned');
  });

  it('is printed of a valid licence, on a form of its type, one at a time', () => {
    const edition = currentEdition(valid);
    const asked = { serial: '990001', rule: RULE, now: at('2026-06-01') };
    judgePrinting(valid, edition, asked);
    judgePrinting({ ...valid, papers: [paper('lost'), paper('destroyed', '990002')] }, edition, asked);
    const refused = (record: typeof valid, more: object = {}, code = 'PAPER_NOT_POSSIBLE') =>
      assert.throws(() => judgePrinting(record, currentEdition(record), { ...asked, ...more }), { code });
    refused(valid, { rule: null });
    refused(valid, { now: at('2027-01-02') });
    refused(valid, { serial: '980001' }, 'FIELD_INVALID');
    refused(valid, { serial: '99001' }, 'FIELD_INVALID');
    refused({ ...valid, events: [event('suspend', '2026-02-01T00:00:00.000Z')] });
    refused({ ...valid, papers: [paper('printed')] });
    refused({ ...valid, papers: [paper('collected')] });
    refused({ ...valid, editions: [{ ...edition, fields: { 印制编号: '990009' } }] });
    judgePrinting(
      { ...valid, editions: [{ ...edition, fields: { 印制编号: '990001' } }] },
      { ...edition, fields: { 印制编号: '990001' } },
      asked,
    );
  });

  it('should be back when what it shows has ended, expired or been replaced', () => {
    const out = { ...valid, papers: [paper('collected'), paper('destroyed', '990002')] };
    const due = (record: typeof valid, day: string) => papersDue(record, at(day)).map(({ serial }) => serial);
    assert.deepEqual(due(out, '2026-06-01'), []);
    assert.deepEqual(due(out, '2027-01-02'), ['990001']);
    const endless = { ...licence({ from: '2026-01-01', to: LONG_TERM }), papers: out.papers };
    assert.deepEqual(due({ ...endless, events: [event('revoke', '2026-02-01T00:00:00.000Z')] }, '2026-06-01'), ['990001']);
    assert.deepEqual(due({ ...endless, events: [event('suspend', '2026-02-01T00:00:00.000Z')] }, '2026-06-01'), []);
    const file = {
      format: 'pdf',
      role: 'original',
      digest: '',
      size: 1,
      blob: 'b',
      recordedAt: '2026-03-01T02:00:00.000Z',
    } as const;
    const replaced = {
      ...endless,
      editions: [...endless.editions, { ...currentEdition(endless), number: '002', files: [file] }],
    };
    assert.deepEqual(due(replaced, '2026-06-01'), ['990001']);
  });

  it('is looked for as long as one is out', () => {
    const out = withPapersOut({ ...valid, papers: [paper('printed')] });
    assert.equal(out.papersOut, valid.issuer.code);
    assert.equal(withPapersOut(out), out);
    const back = withPapersOut({ ...out, papers: [paper('returned')] });
    assert.ok(!('papersOut' in back));
    assert.equal(withPapersOut(valid), valid);
  });
});
