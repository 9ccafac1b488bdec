export { copiesByDuty, downloadDutyCopy } from './by-duty.ts';
export { makeCancelledRendition, makeUseCopy, type UseCopyOrder } from './make.ts';
export { downloadCopy, listCopies, type CopyAnswer } from './read.ts';
export { chooseCopySeal, copySealSetting, putCopySeal } from './seal.ts';
