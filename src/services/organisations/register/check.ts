import { localDateAt, type Instant } from '../../../base/time.ts';
import { isPlaceValid, placeId, placeParent, type OrganisationRecord, type Tree } from '../../../domain/organisation/index.ts';
import type { RecordStore } from '../../storage/index.ts';
import { invalidOrganisation } from '../check.ts';

/**
 * Checks a new area or line of an organisation against the register: one that is registered must be valid today; one that is not is refused where the
 * register knows others beside it. An installation with an empty register takes any.
 * @param before the record as it was, null for a new one; what did not change is not checked
 * @throws {YinzhengError} ORGANISATION_INVALID
 */
export async function checkRegistered(
  records: Pick<RecordStore, 'get' | 'find'>,
  next: Pick<OrganisationRecord, 'areaCode' | 'line'>,
  { before, now }: { readonly before: Pick<OrganisationRecord, 'areaCode' | 'line'> | null; readonly now: Instant },
): Promise<void> {
  if (before?.areaCode !== next.areaCode) await checkPlace(records, { tree: 'area', code: next.areaCode, now });
  const { line = null } = next;
  if (line !== null && before?.line !== line) await checkPlace(records, { tree: 'line', code: line, now });
}

async function checkPlace(
  records: Pick<RecordStore, 'get' | 'find'>,
  { tree, code, now }: { readonly tree: Tree; readonly code: string; readonly now: Instant },
): Promise<void> {
  const known = await records.get('places', placeId(tree, code));
  if (known && isPlaceValid(known, localDateAt(now))) return;
  if (known) {
    const follow = known.successors.join(', ');
    throw invalidOrganisation(
      `the code ${code} is not valid today${follow === '' ? '' : `; it was replaced by ${follow}`}`,
      `代码 ${code} 当前无效${follow === '' ? '' : `，已由 ${follow} 承接`}`,
    );
  }
  const above = placeId(tree, placeParent(tree, code) ?? '');
  const beside = await records.find('places', { index: 'parent', equals: above, limit: 1 });
  if (beside.length > 0) throw invalidOrganisation(`the code ${code} is not registered`, `代码 ${code} 未在区划、条线登记中`);
}
