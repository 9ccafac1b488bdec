import { fromBase64 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import { certificateDigest, parseCertificate } from '../../pki/index.ts';
import { stopSeal, tellEnded } from '../grants/index.ts';
import { revokeCertificate } from '../pki/revoke-certificate.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { stepSeal } from '../seals/step-seal.ts';
import type { SealCompromiseRecord } from '../storage/index.ts';
import type { CompromiseDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** A seal whose key is, or may be, in other hands, and since when, ms. */
export interface CompromiseReport {
  readonly seal: string;
  readonly since: Instant;
  readonly purpose: Purpose;
}

/**
 * Reports that a seal's key is in other hands: the seal is stopped everywhere and never used again, the certificates of every version that
 * could be used since are revoked with the date from which they say nothing, and holders are noted in the background. Repeated, it brings
 * an interrupted report to its end; an earlier date takes the place of a later one.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED, SEAL_STEP_REFUSED, and as custody, trust store and the store do
 */
export async function reportCompromise(
  deps: CompromiseDependencies,
  actor: Actor,
  report: CompromiseReport,
): Promise<SealCompromiseRecord> {
  const { seal: code, since, purpose } = report;
  const found = await findSealInScope(deps.records, actor, { action: 'seal:stop', code });
  if (since > deps.clock.now())
    throw new YinzhengError('SEAL_STEP_REFUSED', {
      step: 'report-compromised',
      reason: bilingual('its time is yet to come', '所述时间尚未到来'),
    });
  await stopSeal(deps, actor, { seal: code, purpose });
  const seal = await mark(deps, actor, { found, report });
  await tellEnded(deps, code);
  const certificates = await revokeAll(deps, actor, { seal, since });
  return write(deps, actor, { report, owner: seal.owner, ...certificates });
}

/** The step in the seal's life, where it was not taken before. */
async function mark(
  deps: CompromiseDependencies,
  actor: Actor,
  { found, report }: { readonly found: SealRecord; readonly report: CompromiseReport },
): Promise<SealRecord> {
  const { seal: code, since, purpose } = report;
  return stepSeal(deps, actor, { code, step: 'report-compromised', since, purpose }).catch((error: unknown) => {
    if (isYinzhengError(error, 'SEAL_STEP_REFUSED') && found.versions.some(({ state }) => state === 'compromised')) return found;
    throw error;
  });
}

/** Certificates of other CAs are revoked by those: they are told. */
async function revokeAll(
  deps: CompromiseDependencies,
  actor: Actor,
  { seal, since }: { readonly seal: SealRecord; readonly since: Instant },
): Promise<Pick<SealCompromiseRecord, 'revoked' | 'notOurs'>> {
  const revoked: string[] = [];
  const notOurs: string[] = [];
  for (const version of seal.versions) {
    if (Date.parse(version.validTo) <= since) continue;
    const certificate = parseCertificate(fromBase64(version.certificate));
    const digest = certificateDigest(certificate, deps.crypto);
    try {
      await revokeCertificate(deps, actor, { certificate, reason: 'keyCompromise', invalidityDate: since });
      revoked.push(digest);
    } catch (error) {
      if (!isYinzhengError(error, 'CERTIFICATE_NOT_OURS')) throw error;
      notOurs.push(digest);
    }
  }
  return { revoked, notOurs };
}

async function write(
  { records, clock, journal }: CompromiseDependencies,
  actor: Actor,
  {
    report: { seal, since, purpose },
    owner,
    ...certificates
  }: { readonly report: CompromiseReport; readonly owner: string } & Pick<SealCompromiseRecord, 'revoked' | 'notOurs'>,
): Promise<SealCompromiseRecord> {
  for (let attempt = 1; ; attempt++) {
    const known = await records.get('seal-compromises', seal);
    if (known && Date.parse(known.since) <= since) return known;
    const at = isoInstant(clock.now());
    const version = (known?.version ?? 0) + 1;
    const event: DomainEvent = {
      ...{ id: `seal-compromises/${seal}/${version}`, kind: 'seal-compromise-reported', subject: `seals/${seal}` },
      ...{ effectiveAt: isoInstant(since), recordedAt: at, actor, purpose },
      facts: { seal, owner, since: isoInstant(since), revoked: certificates.revoked, notOurs: certificates.notOurs },
    };
    const record: SealCompromiseRecord = {
      ...{ _id: seal, schema: 1, version, owner, since: isoInstant(since), reportedAt: at, by: actor, purpose, ...certificates },
      ...{ noting: { after: '', documents: 0, holders: 0, done: false }, reseal: known?.reseal ?? null, work: true },
      ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
    };
    try {
      await (known ? records.replace('seal-compromises', record) : records.insert('seal-compromises', record));
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS') && attempt < ATTEMPTS) continue;
      throw error;
    }
    journal.poke();
    return record;
  }
}
