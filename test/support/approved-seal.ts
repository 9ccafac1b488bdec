/** Applications for seals in an installation's folder, approved, for commands to make. */
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { applyForSeal, decideApplication, type ApplicationOrder } from '../../src/services/seals/index.ts';
import { APPROVER, KEEPER } from './held-seal.ts';
import { configOf, withOpened } from './served.ts';

const PURPOSE = { item: '印章管理', caseNumber: null, cause: '测试' };

/** An application for a special-purpose seal of the issuer. */
export function specialSeal(
  lowerLine: string,
  key: Extract<ApplicationOrder, { readonly kind: 'make' }>['key'],
): Extract<ApplicationOrder, { readonly kind: 'make' }> {
  return {
    ...{ kind: 'make', key, replaces: null, code: null, basis: null, purpose: PURPOSE },
    face: {
      ...{ kind: 'special-purpose', shape: 'round', name: '样例市市场监督管理局' },
      ...{ secondName: null, middleLine: null, lowerLine },
    },
  };
}

/** Applies and approves; the id of the application. */
export function approvedIn(home: string, order: ApplicationOrder): Promise<string> {
  return withOpened(configOf(home), async ({ store, relay, clock }) => {
    const deps = { records: store.records, journal: relay, clock, random: createSystemRandom(), demonstration: true };
    const { _id: id } = await applyForSeal(deps, KEEPER, order);
    await decideApplication(deps, APPROVER, { id, decision: 'approve', note: null, purpose: PURPOSE });
    return id;
  });
}
