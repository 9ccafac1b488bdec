/** What these routes need of the services. */
import type { issueToken } from '../../services/oauth/index.ts';
import type { Bound } from '../bound.ts';

/** Letting systems in. */
export interface OAuthServices {
  readonly issueToken: Bound<typeof issueToken>;
  /** Whether a CA is believed about certificates of systems. */
  readonly believesIssuers: boolean;
  /** Base of the public addresses, without a slash at the end. */
  readonly issuer: string;
}
