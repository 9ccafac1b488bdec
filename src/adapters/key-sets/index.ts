export { createKeySets, KEY_SET_LIFE, KEY_SET_MAX_STALE, KEY_SET_RETRY, type KeySetRules } from './key-sets.ts';
