/** Whether a licence was used since it was issued: given to, or shown to, anybody but its issuer. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import type { LicenceDependencies } from './ports.ts';

type Dependencies = Pick<LicenceDependencies, 'clock'> & { readonly store: Pick<LicenceDependencies['store'], 'records'> };

/** Writes down, once, that an edition is used: it is not voided and issued again in one act any more. Rejects with STORE_UNAVAILABLE. */
export async function markUsed(
  { store: { records }, clock }: Dependencies,
  licence: Pick<LicenceRecord, '_id'>,
  { identifier }: Pick<LicenceEdition, 'identifier'>,
): Promise<void> {
  const _id = `used:${identifier}`;
  if (await records.get('claims', _id)) return;
  try {
    await records.insert('claims', { _id, schema: 1, version: 1, owner: licence._id, claimedAt: isoInstant(clock.now()) });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
}

const PAGE = 200;

/**
 * Whether an edition was used by anybody but its issuer: read or fetched, or, as the record of uses has it, verified, presented or shared. Rejects
 * with STORE_UNAVAILABLE.
 */
export async function wasUsed(
  { store: { records } }: Pick<Dependencies, 'store'>,
  { _id, issuer }: Pick<LicenceRecord, '_id' | 'issuer'>,
  { identifier }: Pick<LicenceEdition, 'identifier'>,
): Promise<boolean> {
  if ((await records.get('claims', `used:${identifier}`)) !== null) return true;
  for (let after: string | undefined; ;) {
    const query = { index: 'licence', equals: _id, limit: PAGE } as const;
    const page = await records.find('uses', after === undefined ? query : { ...query, after });
    const isOther = page.some(({ licence, actor }) => licence?.identifier === identifier && actor.organisation !== issuer.code);
    if (isOther) return true;
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) return false;
  }
}
