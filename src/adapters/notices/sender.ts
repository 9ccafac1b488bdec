import type { NoticeSender } from '../../services/webhooks/index.ts';
import { createFetcher, permitsUrl, type FetchRules } from '../revocation/index.ts';

/** What is read of an answer, bytes: nothing is made of it. */
const MOST_READ = 65_536;

/** A sender to the hosts of its rules: no redirect, and no other address than the one that was checked. */
export function createNoticeSender(rules: FetchRules): NoticeSender {
  const fetch = createFetcher(rules);
  return {
    permits: (url) => permitsUrl(rules, url),
    send: async ({ url, body, headers }) =>
      (await fetch({
        ...{ url, limit: MOST_READ, accepts: (status) => status >= 200 && status < 300 },
        body: { bytes: body, type: 'application/json', headers },
      })) !== null,
  };
}
