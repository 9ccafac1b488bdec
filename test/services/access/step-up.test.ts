import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import {
  authenticateSession,
  checkActorStepUp,
  checkStepUp,
  proveSecondFactor,
  takeRole,
} from '../../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { stepOf, totpCode } from '../../../src/services/access/totp.ts';
import { administratorAs, enrol, openAccess, type OpenAccess } from '../../support/access.ts';

const MINUTE = 60_000;

describe('step-up', () => {
  let access: OpenAccess;
  before(async () => {
    access = await openAccess();
  });
  after(() => access.close());

  it('asks for a second factor that was proved in the last five minutes, in whichever role', async () => {
    const { deps } = access;
    const { password } = await access.makeReady('approving', { roles: ['seal-approver', 'verifier'] });
    const entered = await access.enter('approving', password);
    const refused = async (who: typeof entered, code: 'STEP_UP_REQUIRED' | 'SECOND_FACTOR_ENROLMENT_REQUIRED') => {
      assert.throws(
        () => checkStepUp(who, deps),
        (error) => isYinzhengError(error, code),
      );
      await assert.rejects(checkActorStepUp(deps, who.actor), (error) => isYinzhengError(error, code));
    };
    const passes = async (who: typeof entered): Promise<void> => {
      checkStepUp(who, deps);
      await checkActorStepUp(deps, who.actor);
    };
    await refused(entered, 'SECOND_FACTOR_ENROLMENT_REQUIRED');
    const { secret, person } = await enrol(deps, entered);
    await passes(person);
    const other = await takeRole(deps, person, 'verifier');
    await passes(other);
    await assert.rejects(checkActorStepUp(deps, person.actor), (error) => isYinzhengError(error, 'STEP_UP_REQUIRED'));
    access.advance(5 * MINUTE);
    const later = await authenticateSession(deps, other.secret);
    await refused(later, 'STEP_UP_REQUIRED');
    const proved = await proveSecondFactor(deps, later, totpCode(secret, stepOf(deps.clock.now())));
    await passes(proved);
    checkStepUp(proved, deps, MINUTE);
    access.advance(MINUTE);
    assert.throws(
      () => checkStepUp(proved, deps, MINUTE),
      (error) => isYinzhengError(error, 'STEP_UP_REQUIRED'),
    );
  });

  it('passes systems and who has the machine, and no actor without a session', async () => {
    const { deps } = access;
    await checkActorStepUp(deps, SERVER_ACTOR);
    await checkActorStepUp(deps, administratorAs('operator'));
    for (const actor of [administratorAs('administrator'), { ...administratorAs('administrator'), session: '0'.repeat(32) }])
      await assert.rejects(checkActorStepUp(deps, actor), (error) => isYinzhengError(error, 'STEP_UP_REQUIRED'));
  });
});
