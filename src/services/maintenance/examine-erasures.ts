import { erasuresUndone, type RetentionDependencies } from '../retention/index.ts';
import { finding, type Finding } from './findings.ts';

/** Tells whether something that was destroyed is back, as after the restore of an older backup. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export async function examineErasures(deps: Pick<RetentionDependencies, 'store' | 'storeId' | 'erasures'>): Promise<Finding> {
  const { length } = await deps.erasures.read();
  const undone = await erasuresUndone(deps);
  return undone.length === 0
    ? finding('erasures', 'ok', `What was destroyed stays destroyed: ${length} records`, `已销毁的内容未再出现：${length} 条`)
    : finding(
        'erasures',
        'fault',
        `${undone.length} records that were destroyed are back: start the server, which erases them again`,
        `${undone.length} 条已销毁的记录重新出现：请启动服务，服务会再次销毁`,
      );
}
