import assert from 'node:assert/strict';
import { localDate, LONG_TERM } from '../../../src/base/time.ts';
import {
  currentEdition,
  nextState,
  possibleEvents,
  statusOf,
  type LicenceRecord,
  type StatusEventKind,
} from '../../../src/domain/licence/index.ts';
import { event, licence } from '../../support/licence.ts';

const KINDS: readonly StatusEventKind[] = ['suspend', 'resume', 'cancel', 'rescind', 'revoke', 'void'];
const STATES = ['in-force', 'suspended', 'cancelled', 'rescinded', 'revoked', 'void'] as const;

const at = (record: LicenceRecord, asOf: string, knownAt = asOf) =>
  statusOf(record, currentEdition(record), { asOf: Date.parse(asOf), knownAt: Date.parse(knownAt) }).status;

describe('the life of a licence', () => {
  it('allows exactly these transitions', () => {
    const allowed = STATES.flatMap((state) =>
      KINDS.filter((kind) => nextState(state, kind) !== null).map((kind) => `${state} ${kind}`),
    );
    assert.deepEqual(allowed, [
      'in-force suspend',
      'in-force cancel',
      'in-force rescind',
      'in-force revoke',
      'in-force void',
      'suspended resume',
      'suspended cancel',
      'suspended rescind',
      'suspended revoke',
      'suspended void',
    ]);
  });

  it('offers what is possible', () => {
    const record = licence({ from: '2026-01-01', to: LONG_TERM }, [event('suspend', '2026-02-01T00:00:00.000Z')]);
    assert.deepEqual(possibleEvents(record.events, Date.parse('2026-02-01T00:00:00.000Z')), [
      'resume',
      'cancel',
      'rescind',
      'revoke',
      'void',
    ]);
  });
});

describe('the status of a licence', () => {
  const dated = licence({ from: '2026-03-01', to: localDate('2026-03-31') });

  it('counts its days in China, the last to 24:00', () => {
    assert.equal(at(dated, '2026-02-28T15:59:59.999Z'), 'not-yet-valid');
    assert.equal(at(dated, '2026-02-28T16:00:00.000Z'), 'valid');
    assert.equal(at(dated, '2026-03-31T15:59:59.999Z'), 'valid');
    assert.equal(at(dated, '2026-03-31T16:00:00.000Z'), 'expired');
  });

  it('never expires when long-term', () => {
    assert.equal(at(licence({ from: '2026-03-01', to: LONG_TERM }), '2999-01-01T00:00:00.000Z'), 'valid');
  });

  it('keeps what was so in law apart from what was known', () => {
    const record = licence({ from: '2026-01-01', to: LONG_TERM }, [
      event('revoke', '2026-02-01T00:00:00.000Z', '2026-02-10T00:00:00.000Z'),
    ]);
    assert.equal(at(record, '2026-02-05T00:00:00.000Z'), 'valid');
    assert.equal(at(record, '2026-02-05T00:00:00.000Z', '2026-02-11T00:00:00.000Z'), 'revoked');
    assert.equal(at(record, '2026-01-31T00:00:00.000Z', '2026-02-11T00:00:00.000Z'), 'valid');
  });

  it('comes back after a suspension, and an end beats the expiry', () => {
    const record = licence({ from: '2026-01-01', to: localDate('2026-12-31') }, [
      event('suspend', '2026-02-01T00:00:00.000Z'),
      event('resume', '2026-03-01T00:00:00.000Z'),
      event('cancel', '2026-04-01T00:00:00.000Z'),
    ]);
    assert.equal(at(record, '2026-02-02T00:00:00.000Z'), 'suspended');
    assert.equal(at(record, '2026-03-02T00:00:00.000Z'), 'valid');
    assert.equal(at(record, '2027-06-01T00:00:00.000Z'), 'cancelled');
  });

  it('is replaced from when a later edition has a file, suspended or not, but an end stays an end', () => {
    const record = licence({ from: '2026-01-01', to: LONG_TERM }, [event('suspend', '2026-02-01T00:00:00.000Z')]);
    const first = currentEdition(record);
    const file = { format: 'pdf', role: 'original', digest: 'd', size: 1, blob: 'b' } as const;
    const later = { ...first, number: '002', files: [{ ...file, recordedAt: '2026-03-01T00:00:00.000Z' }] };
    const both = { ...record, editions: [first, later] };
    const of = (each: LicenceRecord, moment: string, edition = first) =>
      statusOf(each, edition, { asOf: Date.parse(moment), knownAt: Date.parse(moment) });
    assert.equal(of(both, '2026-02-28T00:00:00.000Z').status, 'suspended');
    assert.equal(of(both, '2026-03-02T00:00:00.000Z').status, 'replaced');
    assert.equal(of(both, '2026-03-02T00:00:00.000Z').since, Date.parse('2026-03-01T00:00:00.000Z'));
    assert.equal(of(both, '2026-03-02T00:00:00.000Z', later).status, 'suspended');
    const making = { ...record, editions: [first, { ...later, files: [] }] };
    assert.equal(of(making, '2026-03-02T00:00:00.000Z').status, 'suspended', 'one that is still being made');
    const ended = { ...both, events: [...record.events, event('revoke', '2026-02-10T00:00:00.000Z')] };
    assert.equal(of(ended, '2026-03-02T00:00:00.000Z').status, 'revoked');
  });
});
