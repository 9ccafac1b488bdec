import { createAlarmWatch, type AlarmWatch } from '../../services/alarms/index.ts';
import { createLease } from '../../services/journal/index.ts';
import type { AlarmRecord } from '../../services/storage/index.ts';
import { leaseOwner, type Ground } from './ground.ts';

/** A server that fell silent is replaced after this time, ms. */
const LEASE_DURATION = 30_000;

/** Watching for abnormal use over an installation's journal; of several servers one does. */
export function createServerAlarms(
  { config, store, relay, clock }: Pick<Ground, 'config' | 'store' | 'relay' | 'clock'>,
  { tell }: { readonly tell: (alarm: AlarmRecord) => void },
): AlarmWatch {
  const owner = leaseOwner(config);
  const lease = createLease({ records: store.records, clock, name: 'alarms', owner, duration: LEASE_DURATION });
  return createAlarmWatch({ store, journal: relay, clock, lease, limits: config.alarms, tell });
}
