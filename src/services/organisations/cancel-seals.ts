import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentVersion, type SealRecord } from '../../domain/seal/index.ts';
import { MAX_PAGE } from '../storage/index.ts';
import type { OrganisationDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** Cancels every seal of an organisation; those cancelled before stay as they are. What was sealed stays sealed. */
export async function cancelSeals(
  deps: Omit<OrganisationDependencies, 'demonstration'>,
  actor: Actor,
  { organisation, purpose }: { readonly organisation: string; readonly purpose: Purpose },
): Promise<void> {
  const { records, journal } = deps;
  for (let after: string | undefined; ;) {
    const page: readonly SealRecord[] = await records.find('seals', {
      ...{ index: 'owner', equals: organisation, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    for (const { _id } of page) await cancel(deps, _id, { actor, purpose });
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) break;
  }
  journal.poke();
}

async function cancel(
  { records, clock }: Omit<OrganisationDependencies, 'demonstration'>,
  code: string,
  by: { readonly actor: Actor; readonly purpose: Purpose },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const record = await records.get('seals', code);
    const current = record && currentVersion(record);
    if (!record || !current) return;
    const version = record.version + 1;
    const now = isoInstant(clock.now());
    const event: DomainEvent = {
      ...{ id: `seals/${code}/${version}`, kind: 'seal-changed', subject: `seals/${code}` },
      ...{ effectiveAt: now, recordedAt: now, ...by },
      facts: { seal: code, sealVersion: current.number, from: current.state, to: 'cancelled', owner: record.owner },
    };
    const versions = record.versions.map((one) => (one === current ? { ...one, state: 'cancelled' as const } : one));
    try {
      await records.replace('seals', { ...record, version, versions, outbox: [...record.outbox, event], pending: true });
      return;
    } catch (error) {
      // The relay emptied the outbox, or the seal was stopped meanwhile.
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}
