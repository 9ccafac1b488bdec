/** Publishing status lists: what the journal says of licences goes into their entries, and the lists that are others then are signed anew. */
import { isoInstant, type Instant } from '../../base/time.ts';
import { YinzhengError, isYinzhengError } from '../../base/errors/index.ts';
import { assembleStatusList, encodeStatusList, keyIdOf, MOST_ENTRIES, readStatusList } from '../../claim/index.ts';
import { derToRaw, pointVerifier, sm2Point } from '../../crypto/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { CertifiedKey } from '../pki/index.ts';
import { announcedKey } from './keys.ts';
import { entryOf, nextChange } from './entry-of.ts';
import { openList } from './open-list.ts';
import type { PublishingDependencies } from './ports.ts';
import { getPublication, publish } from './publication.ts';
import { publishKeySet } from './publish-keys.ts';

/** Publishes, a round at a time. */
export interface StatusPublisher {
  /**
   * Publishes what has changed since the last round. Rejects as custody and the store do; what was not published is in the next round.
   */
  readonly round: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const HOUR = 3_600_000;
/** How long a list is good for, and after what time it is signed anew though nothing changed, so that its age says little, ms. */
const GOOD_FOR = 24 * HOUR;
const RENEWED_AFTER = HOUR;
const PAGE = 500;
/** Pages of the journal in one round: others want to read too. */
const MOST_PAGES = 100;
const MOST_PLANS = 1000;
/** `_id` in `settings` of the number of the last entry of the journal that is in the lists. */
const PLACE = 'status-publisher';
const LICENCE = /^licences\/(.+)$/;
/** What changes no status, and comes often. */
const NO_CHANGE: ReadonlySet<string> = new Set([
  'licence-read',
  'licence-reviewed',
  'licence-attachment-added',
  'licence-paper-changed',
  'licence-evidence-added',
  'licence-evidence-renewed',
  'document-stamped',
]);

interface Known {
  readonly entries: Uint8Array;
  issuedAt: Instant;
  changed: boolean;
}

interface State {
  readonly epoch: number;
  /** Last entry of the journal that is in the lists. */
  sequence: number;
  readonly lists: Map<number, Known>;
}

/** A publisher that has looked at nothing. */
export function createStatusPublisher(deps: PublishingDependencies): StatusPublisher {
  const { store, custody, signer, crypto, clock, lease } = deps;
  const { records, journal } = store;
  const verifier = pointVerifier(crypto);
  let state: State | null = null;

  async function begin(epoch: number): Promise<State> {
    const [place, head] = await Promise.all([records.get('settings', PLACE), journal.head()]);
    return { epoch, sequence: Math.min(Number(place?.value['sequence'] ?? 0), head.sequence), lists: new Map() };
  }

  async function listOf(present: State, number: number): Promise<Known> {
    const known = present.lists.get(number) ?? (await readList(number));
    present.lists.set(number, known);
    return known;
  }

  async function readList(number: number): Promise<Known> {
    try {
      const { list } = readStatusList((await getPublication(records, number)).bytes, verifier.sm3);
      return { entries: list.entries, issuedAt: list.issuedAt, changed: false };
    } catch (error) {
      if (!isYinzhengError(error, 'PUBLICATION_NOT_FOUND')) throw error;
      return { entries: new Uint8Array(MOST_ENTRIES), issuedAt: 0, changed: true };
    }
  }

  /** Puts the status of a licence into its lists, and remembers when it will be another. */
  async function enter(present: State, id: string, now: Instant): Promise<void> {
    const licence = await records.get('licences', id);
    if (licence?.state !== 'published') return;
    let listed = false;
    for (const edition of licence.editions) {
      if (!edition.status) continue;
      listed = true;
      const { list, index } = edition.status;
      const known = await listOf(present, list);
      const entry = entryOf(licence, edition, now);
      if (known.entries[index] === entry) continue;
      known.entries[index] = entry;
      known.changed = true;
    }
    if (listed) await plan(id, nextChange(licence, now));
  }

  async function plan(id: string, next: Instant | null): Promise<void> {
    const known = await records.get('status-plans', id);
    if (next === null) {
      if (known) await records.remove('status-plans', id);
      return;
    }
    const dueAt = isoInstant(next);
    if (known?.dueAt === dueAt) return;
    const record = { _id: id, schema: 1, version: (known?.version ?? 0) + 1, dueAt } as const;
    await (known ? records.replace('status-plans', record) : records.insert('status-plans', record));
  }

  /** Licences whose status changes by now though nothing new was recorded. */
  async function due(now: Instant): Promise<readonly string[]> {
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await records.list('status-plans', { limit: MOST_PLANS, ...(after !== undefined && { after }) });
      found.push(...page.filter(({ dueAt }) => Date.parse(dueAt) <= now).map(({ _id }) => _id));
      after = page.at(-1)?._id;
      if (after === undefined || page.length < MOST_PLANS) return found;
    }
  }

  /** Licences that the journal tells of after the place, and the place after that. */
  async function told(from: number): Promise<{ readonly ids: ReadonlySet<string>; readonly sequence: number }> {
    const ids = new Set<string>();
    let sequence = from;
    for (let page = 0; page < MOST_PAGES; page++) {
      const entries = await journal.read(sequence + 1, PAGE);
      for (const { event } of entries) {
        const id = changedLicence(event);
        if (id !== null) ids.add(id);
      }
      sequence = entries.at(-1)?.sequence ?? sequence;
      if (entries.length < PAGE) break;
    }
    return { ids, sequence };
  }

  async function publishList(key: CertifiedKey, number: number, known: Known): Promise<void> {
    const issuedAt = Math.floor(clock.now() / 1000) * 1000;
    const keyId = keyIdOf(sm2Point(key.certificate.publicKey.raw), verifier.sm3);
    const { entries } = known;
    const made = encodeStatusList({ keyId, list: number, issuedAt, nextUpdate: issuedAt + GOOD_FOR, entries }, verifier.sm3);
    const authorisation = { actor: 'server', reference: `status-lists/${number}` };
    const signature = derToRaw(await signer.sign({ keyId: key.keyId, purpose: 'status-list', tbs: made.tbs, authorisation }));
    if (signature === null) throw new YinzhengError('INTERNAL');
    await publish({ records, crypto }, { name: number, bytes: assembleStatusList(made, signature), at: issuedAt });
    known.issuedAt = issuedAt;
    known.changed = false;
  }

  async function keepPlace(sequence: number): Promise<void> {
    const known = await records.get('settings', PLACE);
    if (known?.value['sequence'] === sequence) return;
    const place = { _id: PLACE, schema: 1, version: (known?.version ?? 0) + 1, value: { sequence } } as const;
    await (known ? records.replace('settings', place) : records.insert('settings', place));
  }

  return {
    async round() {
      const epoch = await lease.hold();
      if (epoch === null) {
        state = null;
        return;
      }
      try {
        const key = await announcedKey(custody, { purpose: 'status-list', now: clock.now() });
        // Without a key there are no claims either.
        if (key === null) return;
        await publishKeySet(deps);
        if (state?.epoch !== epoch) state = await begin(epoch);
        const present = state;
        const { ids, sequence } = await told(present.sequence);
        const now = clock.now();
        for (const id of new Set([...ids, ...(await due(now))])) await enter(present, id, now);
        for (let number = await openList(records); number >= 1; number--) {
          const known = await listOf(present, number);
          if (known.changed || now - known.issuedAt >= RENEWED_AFTER) await publishList(key, number, known);
        }
        // What is signed is there before the place moves on: a crash between them only looks again.
        await keepPlace(sequence);
        present.sequence = sequence;
      } catch (error) {
        state = null;
        throw error;
      }
    },
    stop: () => lease.release(),
  };
}

/** The licence whose status an event may have changed, null for all others. */
function changedLicence({ kind, subject, facts }: DomainEvent): string | null {
  // A first edition is valid in its list before anybody says so.
  if (NO_CHANGE.has(kind) || (kind === 'licence-issued' && facts['edition'] === '001')) return null;
  return LICENCE.exec(subject)?.[1] ?? null;
}
