import { mayActAt } from '../../domain/organisation/index.ts';
import type { AccessDependencies } from './ports.ts';

/**
 * Whether the organisation of an account or a key lets it in now: it has not ended. Who belongs to none, or to one that the register does not
 * know, is let in.
 */
export async function organisationLetsIn(
  { records, clock }: Pick<AccessDependencies, 'records' | 'clock'>,
  { organisation }: { readonly organisation: string | null },
): Promise<boolean> {
  const found = organisation === null ? null : await records.get('organisations', organisation);
  return found === null || mayActAt(found, clock.now());
}
