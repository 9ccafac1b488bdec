import type { Clock } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import { leaseId } from './lease.ts';

/** Whether a server relays events of this store now, or did a moment ago. Rejects with STORE_UNAVAILABLE. */
export async function isServerRunning(records: Pick<RecordStore, 'get'>, clock: Clock): Promise<boolean> {
  const lease = await records.get('settings', leaseId('journal'));
  const expiresAt = lease?.value['expiresAt'];
  return typeof expiresAt === 'string' && Date.parse(expiresAt) > clock.now();
}
