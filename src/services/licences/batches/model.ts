/** Licences issued from a table: how much one may hold, how long it is kept, and its states in words. */
import { bilingual, type Bilingual } from '../../../base/errors/index.ts';
import type { IssueBatchState } from '../../storage/index.ts';

/** Most rows of a batch. */
export const MOST_ROWS = 100_000;
/** Rows that are kept, looked at and issued together. */
export const PART = 100;
/** How long rows are kept after the batch was made, and again after it was over, ms. */
export const KEPT_FOR = 7 * 86_400_000;
/** Bounds of a table. */
export const BOUNDS = { cells: 120, row: 16_000 } as const;

/** `_id` of a part. */
export function partId(batch: string, part: number): string {
  return `${batch}/${String(part).padStart(5, '0')}`;
}

/** How a batch stands, in words. */
export const ISSUE_BATCH_WORDS: Readonly<Record<IssueBatchState, Bilingual>> = {
  receiving: bilingual('its rows are being received', '正在接收'),
  checking: bilingual('its rows are being checked', '正在校验'),
  refused: bilingual('rows of it are wrong', '存在有误的行'),
  ready: bilingual('it is ready to be started', '待启动'),
  running: bilingual('it is running', '正在签发'),
  stopped: bilingual('it was stopped', '已停止'),
  cancelled: bilingual('it was cancelled', '已取消'),
  done: bilingual('it is done', '已完成'),
  forgotten: bilingual('its rows are kept no longer', '数据保存期已过或已删除'),
};
