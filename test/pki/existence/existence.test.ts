import assert from 'node:assert/strict';
import { claimFault, CLOCK_TOLERANCE, registerProof, settleExistence, type ProofOfExistence } from '../../../src/pki/index.ts';
import { day } from '../../support/pki.ts';

const by = (time: number, kind: ProofOfExistence['by'] = 'document-time-stamp'): ProofOfExistence => ({
  by: kind,
  time,
  trustClass: 'production',
});
const AT = day(100);

describe('proofs of existence', () => {
  it('are none without any: validation is the only moment known', () => {
    assert.deepEqual(settleExistence([], AT), { time: AT, proof: null, fault: null });
    assert.deepEqual(registerProof(undefined), []);
  });

  it('come to the earliest, whoever proves it', () => {
    const [token, stamp, entry] = [by(day(10), 'signature-time-stamp'), by(day(20)), ...registerProof(day(30))];
    assert.ok(entry);
    assert.deepEqual(settleExistence([token, stamp, entry], AT), { time: day(10), proof: token, fault: null });
    assert.deepEqual(settleExistence([stamp, entry], AT), { time: day(20), proof: stamp, fault: null });
    assert.deepEqual(settleExistence([entry], AT), { time: day(30), proof: entry, fault: null });
  });

  it('do not count before they are made', () => {
    assert.deepEqual(settleExistence([by(day(101))], AT), { time: AT, proof: null, fault: null });
  });

  it('contradict each other when one that covers another is earlier than clocks may differ', () => {
    const order = (...times: readonly number[]): string | undefined =>
      settleExistence(
        times.map((time) => by(time)),
        AT,
      ).fault?.code;
    assert.equal(order(day(10), day(10), day(20)), undefined);
    assert.equal(order(day(10), day(10) - CLOCK_TOLERANCE), undefined);
    assert.equal(order(day(10), day(10) - CLOCK_TOLERANCE - 1), 'TIMESTAMP_ORDER_FAILURE');
    // not hidden by one between them
    assert.equal(order(day(10), day(10) - CLOCK_TOLERANCE, day(10) - 2 * CLOCK_TOLERANCE), 'TIMESTAMP_ORDER_FAILURE');
    assert.equal(order(day(20), day(30), day(10)), 'TIMESTAMP_ORDER_FAILURE');
  });

  it('refute a claim to a later time', () => {
    assert.equal(claimFault(day(10), day(10)), null);
    assert.equal(claimFault(day(10) + CLOCK_TOLERANCE, day(10)), null);
    assert.equal(claimFault(day(10) + CLOCK_TOLERANCE + 1, day(10))?.code, 'SIG_CONSTRAINTS_FAILURE');
  });
});
