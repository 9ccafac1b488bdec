export {
  EXPIRING_WITHIN,
  followNotices,
  forgetNoticesOf,
  NOTICES_KEPT,
  sweepNotices,
  tellHolders,
  type NoticeDependencies,
} from './deliver.ts';
export { listMyNotices, markNoticeRead, type InboxPage } from './mine.ts';
