import assert from 'node:assert/strict';
import { localDate, LONG_TERM, type EndDate } from '../../../src/base/time.ts';
import type { StatusEvent } from '../../../src/domain/licence/index.ts';
import { licenceDue, recordDue } from '../../../src/domain/retention/index.ts';
import { CLERK } from '../../support/licence.ts';
import { edition, licence } from '../../support/records.ts';

const act = (kind: StatusEvent['kind'], effectiveAt: string): StatusEvent => ({
  ...{ kind, reason: 'x', documentNumber: 'x', effectiveAt, recordedAt: effectiveAt, actor: CLERK },
});
const of = (issueDate: string, validTo: string, events: readonly StatusEvent[] = []) =>
  licence('x', {
    editions: [edition('001', { issueDate: localDate(issueDate), validTo: validTo as EndDate })],
    state: 'published',
    events,
  });

describe('when records are due', () => {
  it('counts from issue, from the last day, or from the end that came first', () => {
    const ended = of('2010-03-01', '2020-06-30', [act('suspend', '2012-01-01T00:00:00Z'), act('revoke', '2015-08-09T17:00:00Z')]);
    assert.equal(licenceDue(ended, { start: 'recorded', years: 10 }), '2020-03-02');
    assert.equal(licenceDue(ended, { start: 'validity-end', years: 10 }), '2030-07-01');
    // 01:00 of the next day in Shanghai.
    assert.equal(licenceDue(ended, { start: 'end', years: 10 }), '2025-08-11');
    const late = of('2010-03-01', '2020-06-30', [act('cancel', '2021-01-01T00:00:00Z')]);
    assert.equal(licenceDue(late, { start: 'end', years: 0 }), '2020-07-01');
  });

  it('never comes for what never ends, but for what was never made', () => {
    const forever = of('2010-03-01', LONG_TERM);
    for (const start of ['validity-end', 'end'] as const) assert.equal(licenceDue(forever, { start, years: 1 }), null);
    assert.equal(licenceDue(forever, { start: 'recorded', years: 1 }), '2011-03-02');
    const revoked = of('2010-03-01', LONG_TERM, [act('revoke', '2011-05-05T04:00:00Z')]);
    assert.equal(licenceDue(revoked, { start: 'end', years: 1 }), '2012-05-06');
    assert.equal(licenceDue({ ...forever, state: 'abandoned' }, { start: 'end', years: 1 }), '2011-03-02');
  });

  it('ends a term of 29 February on 1 March', () => {
    assert.equal(licenceDue(of('2024-02-29', '2024-02-29'), { start: 'recorded', years: 1 }), '2025-03-02');
    assert.equal(recordDue('2026-05-01T17:00:00.000Z', { years: 2 }), '2028-05-03');
  });
});
