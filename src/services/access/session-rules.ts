/** How long sessions live. */
export interface SessionRules {
  /** Without a request for so long a session ends, ms. */
  readonly idle: number;
  /** It ends in any case after so long, ms. */
  readonly longest: number;
  /** Requests a minute of one account, or one holder, over all its sessions and all servers. */
  readonly perMinute: number;
}

/** What is usual: half an hour, twelve hours, 1,200 requests a minute. */
export const USUAL_SESSIONS: SessionRules = Object.freeze({ idle: 30 * 60_000, longest: 12 * 3_600_000, perMinute: 1200 });
