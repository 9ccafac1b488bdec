export { addToStampBatch, type BatchDocument } from './add.ts';
export { cancelStampBatch, forgetStampBatch, startStampBatch } from './control.ts';
export { createStampBatch, type NewStampBatch } from './create.ts';
export {
  findStampBatchItem,
  listStampBatches,
  listStampBatchItems,
  stampBatchProgress,
  type NumberedItem,
  type StampBatchProgress,
} from './find.ts';
export { forgetOverdueBatches } from './forget.ts';
export { isDocumentName, LONGEST_NAME, MOST_BYTES, MOST_DOCUMENTS } from './model.ts';
export { fetchStampBatchItem, zipStampBatch } from './results.ts';
export { createBatchWorker, type BatchWorker } from './worker.ts';
