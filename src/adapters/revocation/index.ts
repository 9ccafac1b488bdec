export { createRevocationClient, MAX_FETCHED_LIST_BYTES } from './client.ts';
export { createFetcher, permitsUrl, type FetchRules, type Resolver } from './fetch.ts';
