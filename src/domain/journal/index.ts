export { canonicalJson } from './canonical.ts';
export { chainEvent, checkChain, EMPTY_HEAD, type ChainFault, type Sm3 } from './chain.ts';
export type { DomainEvent, EventFacts, EventKind, JournalEntry, JournalHead } from './model.ts';
