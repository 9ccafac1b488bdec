/** What these routes need of the services. */
import type { beginFederation, endByNotice, finishFederation, providerSignOut } from '../../services/federation/index.ts';
import type { Bound } from '../bound.ts';

/** Signing in at identity providers. */
export interface FederationServices {
  readonly begin: Bound<typeof beginFederation>;
  readonly finish: Bound<typeof finishFederation>;
  readonly endByNotice: Bound<typeof endByNotice>;
  readonly signOutUrl: Bound<typeof providerSignOut>;
  /** Where the browser goes once it is signed in. */
  readonly home: string;
}
