/** Renewing the evidence of licences before the certificates of their time stamps end (ETSI EN 319 142-1 §5.5, PAdES-LTA). */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { lastDocumentTimeStamp } from '../../documents/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../domain/licence/index.ts';
import { parseSignedData } from '../../pki/index.ts';
import { usedUnits } from '../forecast/index.ts';
import { publishFile, TIME_STAMP_FAULTS, type PendingDependencies } from './complete-pending.ts';
import { recordProofEnds } from './proof-ends.ts';
import { createRests } from './rests.ts';
import { addEvidence, unitEnd } from './take.ts';

/** Evidence is renewed so long before the certificate of its last time stamp ends, ms: half a year. */
export const RENEW_BEFORE = 180 * 86_400_000;

const PAGE = 200;
/** Licences that one round renews, and that it looks at. */
const MOST_TRIED = 200;
const MOST_SEEN = 1_000;

/** What a round did: licences renewed, and those that were due and could not be. */
export interface RenewalRound {
  readonly renewed: number;
  readonly left: number;
}

/** The renewals of one process. */
export interface Renewals {
  /** Goes on where the last round ended. Rejects with STORE_UNAVAILABLE. */
  round(): Promise<RenewalRound>;
}

type Outcome = 'renewed' | 'left' | 'nobody';

/**
 * Renewals of licences. Which are due is found by the ends of the units whose time stamps are in files; records from before those ends were
 * kept are completed first. A licence that cannot be renewed rests, longer each time, and holds up no other.
 */
export function createRenewals(deps: PendingDependencies): Renewals {
  const { store, clock } = deps;
  const rests = createRests(clock);
  /** The last licence looked at, by end. */
  const cursors = new Map<string, string>();

  async function roundOf(end: string, budget: { tried: number; seen: number }): Promise<RenewalRound & { stop: boolean }> {
    let [renewed, left] = [0, 0];
    for (;;) {
      const after = cursors.get(end);
      const page = await store.records.find('licences', {
        ...{ index: 'proofEnds', equals: end, limit: PAGE },
        ...(after !== undefined && { after }),
      });
      for (const licence of page) {
        if (budget.tried === MOST_TRIED || budget.seen === MOST_SEEN) return { renewed, left, stop: true };
        budget.seen++;
        if (!rests.has(licence._id)) {
          budget.tried++;
          const outcome = await renewLicence(deps, licence);
          // The next round begins with this one.
          if (outcome === 'nobody') return { renewed, left: left + 1, stop: true };
          if (outcome === 'renewed') renewed++;
          else {
            left++;
            rests.begin(licence._id);
          }
        }
        cursors.set(end, licence._id);
      }
      if (page.length === PAGE) continue;
      cursors.delete(end);
      return { renewed, left, stop: false };
    }
  }

  return {
    async round() {
      await recordProofEnds(deps);
      const until = clock.now() + RENEW_BEFORE;
      const due = (await usedUnits(store.records)).map(({ notAfter }) => notAfter).filter((end) => end <= until);
      const ends = [...new Set(due)].sort((left, right) => left - right).map(isoInstant);
      const budget = { tried: 0, seen: 0 };
      let [renewed, left] = [0, 0];
      for (const end of ends) {
        const found = await roundOf(end, budget);
        [renewed, left] = [renewed + found.renewed, left + found.left];
        if (found.stop) break;
      }
      return { renewed, left };
    },
  };
}

/**
 * Adds the status of the last time stamp's authority and a new document time stamp, by an update in which the file before is whole.
 * `nobody`: no licence can be renewed now. Rejects with STORE_UNAVAILABLE.
 */
async function renewLicence(deps: PendingDependencies, licence: LicenceRecord): Promise<Outcome> {
  const { store, clock, evidence } = deps;
  const edition = currentEdition(licence);
  try {
    const file = originalFile(edition);
    if (!file) throw new YinzhengError('BLOB_NOT_FOUND');
    const document = await store.blobs.get(file.blob, file.key);
    const { crypto } = evidence.engine;
    const token = await evidence.timeStamps.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', document) });
    // Without a younger unit the licence would be due again at once.
    if (!lasts(unitEnd(token, evidence.cache), clock.now())) return 'nobody';
    const before = lastDocumentTimeStamp(evidence.engine, document);
    const certificates = before === null ? [] : parseSignedData(before, evidence.cache).certificates.map(({ raw }) => raw);
    const unique = `${licence._id}/${edition.number}/${edition.files.length}`;
    const { proofEnds, ...added } = await addEvidence(evidence, { document, token, certificates, unique });
    const kept = await store.blobs.keep(added.bytes, { owner: licence.issuer.code, sm3: added.sm3 });
    await publishFile(deps, licence, {
      kind: 'licence-evidence-renewed',
      proofEnds,
      file: {
        ...{ format: file.format, role: 'original', digest: toHex(added.sm3), size: added.bytes.length },
        ...{ ...kept, evidence: 'SES-LT', recordedAt: isoInstant(clock.now()) },
      },
    });
    return 'renewed';
  } catch (error) {
    if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return 'left';
    evidence.onError(error);
    return isYinzhengError(error, ...TIME_STAMP_FAULTS) ? 'nobody' : 'left';
  }
}

function lasts(end: Instant | null, now: Instant): boolean {
  return end !== null && end - now > RENEW_BEFORE;
}
