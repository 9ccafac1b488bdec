export { noticeKindOf } from './from-event.ts';
export { ENDS, NOTICE_KINDS, type InboxNotice, type Notice, type NoticeKind } from './model.ts';
