/** What these routes need of the services. */
import type {
  addToStampBatch,
  cancelStampBatch,
  createStampBatch,
  fetchStampBatchItem,
  findStampBatchItem,
  forgetStampBatch,
  listStampBatchItems,
  listStampBatches,
  stampBatchProgress,
  startStampBatch,
  zipStampBatch,
} from '../../../services/stamping/batches/index.ts';
import type { Bound } from '../../bound.ts';

/** Stamping many documents as one task. */
export interface StampBatchServices {
  readonly create: Bound<typeof createStampBatch>;
  readonly list: Bound<typeof listStampBatches>;
  readonly progress: Bound<typeof stampBatchProgress>;
  readonly add: Bound<typeof addToStampBatch>;
  readonly items: Bound<typeof listStampBatchItems>;
  readonly item: Bound<typeof findStampBatchItem>;
  readonly file: Bound<typeof fetchStampBatchItem>;
  readonly zip: Bound<typeof zipStampBatch>;
  readonly start: Bound<typeof startStampBatch>;
  readonly cancel: Bound<typeof cancelStampBatch>;
  readonly forget: Bound<typeof forgetStampBatch>;
}
