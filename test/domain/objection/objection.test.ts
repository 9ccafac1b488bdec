import assert from 'node:assert/strict';
import { endOfDay, localDate } from '../../../src/base/time.ts';
import { KNOWN_CALENDARS } from '../../../src/domain/calendar/index.ts';
import {
  isOpen,
  isOverdue,
  OBJECTION_STATES,
  OBJECTION_STEPS,
  objectionDeadline,
  recogniseAttachment,
  takeStep,
} from '../../../src/domain/objection/index.ts';

const AT = '2026-03-02T02:00:00.000Z';
const handlers = [{ organisation: 'A', since: AT }];

describe('an objection', () => {
  it('goes from filed to its end by the steps that are possible, and by no others', () => {
    const possible = OBJECTION_STATES.flatMap((state) =>
      OBJECTION_STEPS.flatMap((step) => {
        if (step === 'file') return [];
        const before = { state, steps: [], openBy: 'holder:1', waitingFor: 'A' };
        try {
          return [`${state} ${step} ${takeStep(before, { step, at: AT, organisation: null, note: null }).state}`];
        } catch (error) {
          assert.equal((error as { readonly code: string }).code, 'OBJECTION_NOT_POSSIBLE');
          return [];
        }
      }),
    );
    assert.deepEqual(possible, [
      'filed attach filed',
      'filed accept accepted',
      'filed refuse refused',
      'filed answer answered',
      'filed escalate filed',
      'filed withdraw withdrawn',
      'accepted attach accepted',
      'accepted answer answered',
      'accepted escalate accepted',
      'accepted withdraw withdrawn',
      'answered close closed',
    ]);
  });

  it('waits for nobody and counts for nobody once it is not open', () => {
    const before = { state: 'filed', steps: [], openBy: 'holder:1', waitingFor: 'A' } as const;
    const step = { at: AT, organisation: 'A', note: 'x' } as const;
    const accepted = takeStep(before, { ...step, step: 'accept' });
    assert.deepEqual([accepted.openBy, accepted.waitingFor, isOpen(accepted)], ['holder:1', 'A', true]);
    const refused = takeStep(before, { ...step, step: 'refuse' });
    assert.deepEqual([refused.openBy, refused.waitingFor, isOpen(refused)], [null, null, false]);
    assert.deepEqual(refused.steps, [{ ...step, step: 'refuse' }]);
  });

  it('is due so many working days after its last handler had it, to the end of the day', () => {
    const one = { state: 'filed', handlers, filedAt: AT, workingDays: 5 } as const;
    assert.equal(objectionDeadline(one, KNOWN_CALENDARS).due, '2026-03-09');
    const end = endOfDay(localDate('2026-03-09'));
    assert.deepEqual([isOverdue(one, KNOWN_CALENDARS, end - 1), isOverdue(one, KNOWN_CALENDARS, end)], [false, true]);
    assert.equal(isOverdue({ ...one, state: 'answered' }, KNOWN_CALENDARS, end), false);
    const passed = { ...one, handlers: [...handlers, { organisation: 'B', since: '2026-03-09T16:00:00.000Z' }] };
    assert.equal(objectionDeadline(passed, KNOWN_CALENDARS).due, '2026-03-17');
  });

  it('has evidence of known kinds, by their first bytes', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52];
    assert.equal(recogniseAttachment(Buffer.from('%PDF-1.7')), 'application/pdf');
    assert.equal(recogniseAttachment(Uint8Array.from(png)), 'image/png');
    assert.equal(recogniseAttachment(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), 'image/jpeg');
    for (const other of [[], png.slice(0, 12), [0xff, 0xd8], [...Buffer.from('<svg/>')], [...Buffer.from(' %PDF-1.7')]])
      assert.equal(recogniseAttachment(Uint8Array.from(other)), null);
  });
});
