import assert from 'node:assert/strict';
import { dutyAnswer, itemsOf, requiredBy } from '../../../src/domain/demand/index.ts';

describe('what a service item needs', () => {
  it('is there, not in force, expired or missing: the best of what a holder has', () => {
    assert.equal(dutyAnswer([]), 'missing');
    assert.equal(dutyAnswer(['expired']), 'expired');
    assert.equal(dutyAnswer(['expired', 'suspended']), 'not-in-force');
    assert.equal(dutyAnswer(['revoked', 'valid', 'expired']), 'there');
    for (const status of ['not-yet-valid', 'replaced', 'cancelled', 'rescinded', 'void'] as const)
      assert.equal(dutyAnswer([status]), 'not-in-force');
  });

  it('is named by the type, or by what a body added, as required and not as produced', () => {
    const own = { code: '1', name: 'a', use: 'requires' } as const;
    const added = { code: '2', name: 'b', use: 'requires' } as const;
    const items = itemsOf({ content: { serviceItems: [own] } }, [{ serviceItems: [added] }]);
    assert.deepEqual([requiredBy(items, '1'), requiredBy(items, '2'), requiredBy(items, '3')], [own, added, null]);
    assert.equal(requiredBy([{ ...own, use: 'produces' }], '1'), null);
  });
});
