import type { ClientRecord } from '../../domain/client/index.ts';
import { mayActAt } from '../../domain/organisation/index.ts';
import type { OAuthDependencies } from './ports.ts';

/** Whether the organisation that a system acts for exists and may act now. */
export async function hasOrganisation(
  { records, clock }: Pick<OAuthDependencies, 'records' | 'clock'>,
  { organisation }: ClientRecord,
): Promise<boolean> {
  const owner = await records.get('organisations', organisation);
  return owner !== null && mayActAt(owner, clock.now());
}
