import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEGAL_TIME_ZONE, localDateAt, zonedText } from '../../src/base/time.ts';

const ZONES = ['UTC', 'Asia/Shanghai', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Berlin', 'Pacific/Kiritimati'];

describe('an instant as people are told it', () => {
  it('has date, time and offset, in China where no zone is named', () => {
    const instant = Date.parse('2026-03-01T16:30:09.999Z');
    assert.equal(zonedText(instant), '2026-03-02 00:30:09 +08:00');
    assert.equal(zonedText(instant, LEGAL_TIME_ZONE), zonedText(instant));
    assert.equal(zonedText(instant, 'UTC'), '2026-03-01 16:30:09 +00:00');
    assert.equal(zonedText(instant, 'America/St_Johns'), '2026-03-01 13:00:09 -03:30');
    assert.equal(zonedText(Date.parse('2026-07-01T00:00:00Z'), 'Europe/Berlin'), '2026-07-01 02:00:00 +02:00');
  });

  it('is that instant to the second, whatever the zone', () => {
    const instants = fc.integer({ min: Date.parse('1970-01-01'), max: Date.parse('9999-12-30') });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        assert.equal(Date.parse(zonedText(instant, zone)), Math.floor(instant / 1000) * 1000);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('1992-01-01'), max: Date.parse('9999-12-30') }), (instant) => {
        assert.equal(zonedText(instant).slice(0, 10), localDateAt(instant));
      }),
    );
  });

  it('can be told of every time that a certificate or a seal may name', () => {
    for (const time of ['0001-01-01T00:00:00Z', '1900-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
      for (const zone of ZONES) assert.match(zonedText(Date.parse(time), zone), /^[+\d-]+ \d\d:\d\d:\d\d [+-]\d\d:\d\d(:\d\d)?$/);
  });
});
