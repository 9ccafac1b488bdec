/** What anchors and judges the journal's head in tests: a demonstration PKI with its audit key and time stamp authority, all real. */
import { randomBytes } from 'node:crypto';
import { OID } from '../../src/asn1/index.ts';
import { prepareTrust, type PreparedTrust } from '../../src/pki/index.ts';
import { createLease } from '../../src/services/journal/index.ts';
import {
  createAnchoring,
  ensureJournalKey,
  type Anchoring,
  type HeadKeeper,
  type HeadSigning,
} from '../../src/services/journal/heads/index.ts';
import { makeHierarchy } from '../../src/services/pki/index.ts';
import { createTimeStampAuthority, ensureTimeStampUnits, findTimeStampUnits } from '../../src/services/time-stamping/index.ts';
import type { OpenStore } from '../../src/services/storage/index.ts';
import { sharedRegister } from './certificate-register.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from './custody.ts';
import { crypto, day } from './pki.ts';

/** Time at which everything happens, unless it is moved on. */
export const NOON = day(100);

/** A PKI for heads. */
export interface HeadBench extends HeadSigning {
  readonly trust: PreparedTrust;
  readonly keys: TestCustody;
  /** The time, ms; may be moved. */
  readonly clock: { time: number; now(): number };
  /** What was reported as wrong. */
  readonly errors: unknown[];
  /** The anchoring of one server over a store. */
  anchoring(store: OpenStore, keeper: HeadKeeper, options?: { readonly owner?: string } & Partial<HeadSigning>): Anchoring;
  close(): void;
}

/** Makes one; keys are made anew. */
export async function createHeadBench(): Promise<HeadBench> {
  const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
  const offline = await makeTestCustody();
  const keys = await makeTestCustody();
  const { custody } = keys;
  const hierarchy = await makeHierarchy(
    { crypto, random, register: sharedRegister, offline: offline.custody, online: custody },
    { name: '印证样本', trustClass: 'demonstration', from: day(0), crlBase: null, authorisation: AUTHORISATION },
  );
  const deps = { signer: custody, custody, crypto, random, register: sharedRegister };
  await ensureTimeStampUnits(deps, { now: day(1), authorisation: AUTHORISATION });
  await ensureJournalKey(deps, { now: day(1), authorisation: AUTHORISATION });
  const clock = {
    time: NOON,
    now() {
      return this.time;
    },
  };
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const units = await findTimeStampUnits(custody, { now: NOON, intermediates: hierarchy.trust.intermediates });
  const timeStamper = createTimeStampAuthority({
    ...{ signer: custody, crypto, random, onError, units: () => units, policy: OID.timeStampPolicy, accuracy: 1_000_000 },
    time: { take: () => Promise.resolve(clock.now()) },
  });
  const signing = { custody, signer: custody, timeStamper, crypto };
  return {
    ...signing,
    ...{ keys, clock, errors },
    trust: prepareTrust(hierarchy.trust, crypto),
    anchoring(store, keeper, { owner = 'server', ...changes } = {}) {
      const lease = createLease({ records: store.records, clock, name: 'journal-head', owner, duration: 180_000 });
      return createAnchoring({ ...signing, ...changes, ...{ store, keeper, clock, lease, onError } });
    },
    close() {
      offline.remove();
      keys.remove();
    },
  };
}
