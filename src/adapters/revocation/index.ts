export { createRevocationClient, MAX_FETCHED_LIST_BYTES } from './client.ts';
export { createFetcher } from './fetch.ts';
export type { FetchRules, Resolver } from './fetch.ts';
