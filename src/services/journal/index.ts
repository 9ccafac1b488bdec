export { personsTold } from './pseudonyms.ts';
export { createAppender, type Appender, type AppenderOptions } from './append.ts';
export { followJournal } from './follow.ts';
export { createLease, type Lease, type LeaseOptions } from './lease.ts';
export { isServerRunning } from './running.ts';
export { createRelay, type Relay, type RelayOptions } from './relay.ts';
export { verifyJournal, type JournalFault, type JournalVerification } from './verify.ts';
export { JOURNAL_FAULT_WORDS } from './words.ts';
