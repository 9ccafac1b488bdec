/** Licences with their evidence, made in memory as a server makes them: its own time stamp authority and its own responders. */
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { createClockWatch } from '../../src/adapters/platform/clock-watch.ts';
import { OID } from '../../src/asn1/index.ts';
import { createVerificationCache } from '../../src/pki/index.ts';
import { freshAnswers, takeEvidence, tokenRoom } from '../../src/services/evidence/index.ts';
import { createOcspResponder } from '../../src/services/pki/index.ts';
import { createTimeStampAuthority, ensureTimeStampUnits, findTimeStampUnits } from '../../src/services/time-stamping/index.ts';
import { SIGNING_TIME, type SealingBench } from './sealed-licence.ts';
import { sharedRegister } from './certificate-register.ts';

const AUTHORISATION = { actor: 'test', reference: 'test' } as const;

/** Issues licences of level SES-LT; rejects when evidence is missing. */
export type ProvenIssue = (serial: number) => Promise<Uint8Array>;

/** Adds a time stamp authority to a bench. Time passes from {@link SIGNING_TIME} on, so that answers of the responders age. */
export async function provenIssue(bench: SealingBench): Promise<ProvenIssue> {
  const { custody, engine, trust } = bench;
  const { crypto } = engine;
  const random = createSystemRandom();
  const begun = performance.now();
  const clock = { now: () => Math.floor(SIGNING_TIME + performance.now() - begun) };
  const deps = { custody, signer: custody, crypto, random, register: sharedRegister };
  await ensureTimeStampUnits(deps, { now: SIGNING_TIME, authorisation: AUTHORISATION });
  const units = await findTimeStampUnits(custody, { now: SIGNING_TIME, intermediates: bench.material.intermediates });
  const fail = (error: unknown): never => {
    throw error;
  };
  const watch = createClockWatch({ wall: clock.now });
  const timeStamps = createTimeStampAuthority({
    ...{
      signer: custody,
      crypto,
      random,
      register: sharedRegister,
      onError: fail,
      policy: OID.timeStampPolicy,
      accuracy: 1_000_000,
    },
    time: { take: () => Promise.resolve(watch.read().time ?? fail(new Error('the clock jumped'))) },
    units: () => units,
  });
  const responder = createOcspResponder({ ...deps, trust: () => trust, clock });
  const revocation = freshAnswers({ responder, trust: () => trust, crypto, random });
  const cache = createVerificationCache(1_000);
  const evidence = { engine, timeStamps, revocation, trust: () => trust, cache, onError: fail };

  return async (serial) => {
    const signed = await bench.sign(serial, tokenRoom(timeStamps));
    return (await takeEvidence(evidence, { ...signed, unique: `licences/${serial}` })).file.bytes;
  };
}
