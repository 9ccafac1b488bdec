import assert from 'node:assert/strict';
import { LONG_TERM, localDate } from '../../../src/base/time.ts';
import {
  actsInForce,
  currentEdition,
  editionValidity,
  holdersOf,
  inMaking,
  judgeEdition,
  judgeEvent,
  livesOf,
  possibleEditions,
  statusOf,
  type EditionActKind,
  type LicenceEdition,
  type LicenceRecord,
} from '../../../src/domain/licence/index.ts';
import { edition, event, licence } from '../../support/licence.ts';

const at = (day: string) => Date.parse(`${day}T02:00:00.000Z`);
const dates = { from: '2026-01-01', to: localDate('2026-12-31') };
const status = (record: LicenceRecord, one: LicenceEdition, day: string) =>
  statusOf(record, one, { asOf: at(day), knownAt: at(day) }).status;

/** A licence with a further edition of an act, sealed on a day. */
function further(record: LicenceRecord, kind: EditionActKind, day: string): LicenceRecord {
  const number = String(record.editions.length + 1).padStart(3, '0');
  const recordedAt = new Date(at(day)).toISOString();
  const next: LicenceEdition = {
    ...currentEdition(record),
    ...{ number, identifier: `i.${number}`, recordedAt },
    act: { kind, documentNumber: '样〔2026〕1号', actsBefore: record.events.length },
    order: { reason: '更正', caseKey: `k${number}`, requestDigest: '' },
    files: [{ format: 'pdf', role: 'original', digest: number, size: 1, blob: 'b', recordedAt }],
  };
  return { ...record, editions: [...record.editions, next] };
}

describe('editions of a licence', () => {
  const first = licence(dates);

  it('are possible by the status of the current one', () => {
    const possible = (record: LicenceRecord, day = '2026-06-01') => possibleEditions(record, at(day));
    assert.deepEqual(possible(first), ['change', 'renew', 'reissue', 'correct']);
    assert.deepEqual(possible(first, '2027-01-02'), ['renew']);
    assert.deepEqual(possible(licence(dates, [event('suspend', '2026-02-01T00:00:00.000Z')])), []);
    for (const end of ['cancel', 'rescind', 'revoke', 'void'] as const)
      assert.deepEqual(possible(licence(dates, [event(end, '2026-02-01T00:00:00.000Z')])), ['reinstate'], end);
  });

  it('count on from the current one, and from no other', () => {
    const asked = { act: 'change', documentNumber: null, now: at('2026-06-01') } as const;
    assert.equal(judgeEdition(first, currentEdition(first), asked), '002');
    const second = further(first, 'change', '2026-03-01');
    assert.equal(judgeEdition(second, currentEdition(second), asked), '003');
    assert.throws(() => judgeEdition(second, edition(dates), asked), { code: 'EDITION_NOT_POSSIBLE' });
    assert.throws(() => judgeEdition(first, currentEdition(first), { ...asked, act: 'reinstate' }), {
      code: 'EDITION_NOT_POSSIBLE',
    });
    const last = { ...first, editions: [{ ...edition(dates), number: '999' }] };
    assert.throws(() => judgeEdition(last, currentEdition(last), asked), { code: 'EDITION_NOT_POSSIBLE' });
    const revoked = licence(dates, [event('revoke', '2026-02-01T00:00:00.000Z')]);
    const reinstating = { ...asked, act: 'reinstate' } as const;
    assert.throws(() => judgeEdition(revoked, currentEdition(revoked), reinstating), { code: 'FIELD_INVALID' });
    assert.equal(judgeEdition(revoked, currentEdition(revoked), { ...reinstating, documentNumber: '样行复〔2026〕1号' }), '002');
  });

  it('leave the one before replaced, or void where it was corrected', () => {
    for (const kind of ['change', 'renew', 'reissue'] as const) {
      const record = further(first, kind, '2026-03-01');
      const [before] = record.editions;
      assert.ok(before);
      assert.equal(status(record, before, '2026-02-28'), 'valid');
      assert.equal(status(record, before, '2026-03-02'), 'replaced');
      assert.equal(status(record, currentEdition(record), '2026-03-02'), 'valid');
    }
    const corrected = further(first, 'correct', '2026-03-01');
    const [before] = corrected.editions;
    assert.ok(before);
    const answer = statusOf(corrected, before, { asOf: at('2026-03-02'), knownAt: at('2026-03-02') });
    assert.deepEqual([answer.status, answer.event?.kind, answer.event?.reason], ['void', 'void', '更正']);
    const later = { ...corrected, events: [event('revoke', '2026-05-01T00:00:00.000Z')] };
    assert.equal(status(later, before, '2026-06-01'), 'void');
    assert.equal(status(later, currentEdition(later), '2026-06-01'), 'revoked');
  });

  it('begin another life when they reinstate: what ended the one before ends it for ever', () => {
    const revoked = licence(dates, [event('suspend', '2026-02-01T00:00:00.000Z'), event('revoke', '2026-02-02T00:00:00.000Z')]);
    const record = further(revoked, 'reinstate', '2026-04-01');
    const [before] = record.editions;
    assert.ok(before);
    assert.equal(status(record, before, '2026-05-01'), 'revoked');
    assert.equal(status(record, currentEdition(record), '2026-05-01'), 'valid');
    assert.deepEqual(actsInForce(record), []);
    const now = at('2026-05-01');
    assert.deepEqual(judgeEvent(record, { kind: 'suspend', effectiveAt: now, now }), { from: 'in-force', to: 'suspended' });
    assert.throws(() => judgeEvent(record, { kind: 'suspend', effectiveAt: at('2026-03-01'), now }), { code: 'INPUT_INVALID' });
    const again = { ...record, events: [...record.events, event('cancel', '2026-05-01T00:00:00.000Z')] };
    assert.equal(status(again, currentEdition(again), '2026-06-01'), 'cancelled');
    assert.equal(status(again, before, '2026-06-01'), 'revoked');
    assert.deepEqual(
      livesOf(again).map((life) => life.map(({ kind }) => kind)),
      [['suspend', 'revoke'], ['cancel']],
    );
  });

  it('keep who held the one before', () => {
    const others = [{ name: '李四', codeType: '999', code: 'B1234' }] as const;
    const coming = { edition: { ...edition(dates), number: '002' }, holders: others };
    const made = inMaking({ ...first, coming, makingEdition: true });
    assert.deepEqual([made.coming, made.makingEdition, made.holders], [undefined, undefined, others]);
    const [before] = made.editions;
    assert.ok(before);
    assert.deepEqual(holdersOf(made, before), first.holders);
    assert.deepEqual(holdersOf(made, currentEdition(made)), others);
    const same = inMaking({ ...first, coming: { ...coming, holders: [...first.holders] } });
    assert.equal(same.editions[0]?.holders, undefined);
    assert.equal(inMaking(first), first);
  });

  it('are valid as the one before, and longer when they renew it', () => {
    const term = { kind: 'term', years: 1, months: 0 } as const;
    const of = (act: EditionActKind, more: object = {}) =>
      editionValidity(term, edition(dates), { act, now: at('2026-11-15'), ...more });
    assert.deepEqual(of('change'), { issueDate: '2026-11-15', validFrom: '2026-01-01', validTo: '2026-12-31' });
    assert.deepEqual(of('renew'), { issueDate: '2026-11-15', validFrom: '2026-11-15', validTo: '2027-12-31' });
    assert.deepEqual(of('renew', { now: at('2027-02-01') }), {
      ...{ issueDate: '2027-02-01', validFrom: '2027-02-01', validTo: '2028-01-31' },
    });
    assert.equal(of('renew', { validTo: '2029-06-30' }).validTo, '2029-06-30');
    assert.throws(() => of('renew', { validTo: '2026-12-31' }), { code: 'FIELD_INVALID' });
    const endless = edition({ from: '2026-01-01', to: LONG_TERM });
    assert.throws(() => editionValidity(term, endless, { act: 'renew', now: at('2026-11-15') }), {
      code: 'EDITION_NOT_POSSIBLE',
    });
  });
});
