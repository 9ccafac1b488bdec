export { createRevocationClient, MAX_FETCHED_LIST_BYTES } from './client.ts';
export type { FetchRules, Resolver } from './fetch.ts';
