/** Leases: only one instance at a time does a task that needs doing once. The holder is fenced by the epoch, which rises with each holder. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';
import type { RecordStore, SettingRecord } from '../storage/index.ts';

/** What a lease is kept with. */
export interface LeaseOptions {
  readonly records: RecordStore;
  readonly clock: Clock;
  /** Task; the lease is the record `settings/lease:<name>`. */
  readonly name: string;
  /** Who asks; an installation with one server may always use the same name, and then never waits for its own old lease. */
  readonly owner: string;
  /** How long it holds without renewal, ms. */
  readonly duration: number;
}

/** A lease as one instance sees it. */
export interface Lease {
  /** Takes or renews the lease; the epoch while it is held, null while another holds it. Rejects with STORE_UNAVAILABLE. */
  hold(): Promise<number | null>;
  /** Gives it up, so that another need not wait. */
  release(): Promise<void>;
}

/** `_id` in `settings` of the lease for a task. */
export function leaseId(name: string): string {
  return `lease:${name}`;
}

/** A lease not yet taken. */
export function createLease(options: LeaseOptions): Lease {
  const { records, clock, owner, duration } = options;
  const id = leaseId(options.name);
  let held: { readonly epoch: number; readonly renewAt: number } | null = null;

  async function write(
    previous: SettingRecord | null,
    value: { readonly epoch: number; readonly expiresAt: string },
  ): Promise<boolean> {
    const record = { _id: id, schema: 1, version: (previous?.version ?? 0) + 1, value: { owner, ...value } } as const;
    try {
      await (previous ? records.replace('settings', record) : records.insert('settings', record));
      return true;
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) return false;
      throw error;
    }
  }

  return {
    async hold() {
      const now = clock.now();
      if (held && now < held.renewAt) return held.epoch;
      const record = await records.get('settings', id);
      const { owner: holder, epoch: known, expiresAt } = record?.value ?? {};
      const free = holder === owner || typeof expiresAt !== 'string' || !(Date.parse(expiresAt) > now);
      const previousEpoch = typeof known === 'number' ? known : 0;
      const epoch = held?.epoch === previousEpoch && holder === owner ? previousEpoch : previousEpoch + 1;
      if (!free || !(await write(record, { epoch, expiresAt: isoInstant(now + duration) }))) {
        held = null;
        return null;
      }
      held = { epoch, renewAt: now + duration / 3 };
      return epoch;
    },

    async release() {
      if (!held) return;
      const { epoch } = held;
      held = null;
      const record = await records.get('settings', id);
      if (record?.value['owner'] === owner && record.value['epoch'] === epoch) {
        await write(record, { epoch, expiresAt: isoInstant(clock.now()) });
      }
    },
  };
}
