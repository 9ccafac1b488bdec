/** What these routes need of the services. */
import type {
  Authenticated,
  SessionRules,
  authenticateCookie,
  changePassword,
  confirmSecondFactor,
  enrolSecondFactor,
  proveSecondFactor,
  recordDenial,
  signIn,
  signOut,
  signOutEverywhere,
  signOutHolder,
  signOutHolderEverywhere,
  takeRole,
} from '../../../services/access/index.ts';
import type { readHolder } from '../../../services/federation/index.ts';
import type { authenticateBearer, authenticateCertificate } from '../../../services/oauth/index.ts';
import type { authenticateSigned } from '../../../services/signed-requests/index.ts';
import type { Bound } from '../../bound.ts';

export interface AccessServices {
  readonly signIn: Bound<typeof signIn>;
  readonly signOut: Bound<typeof signOut>;
  readonly signOutEverywhere: Bound<typeof signOutEverywhere>;
  readonly enrolSecondFactor: Bound<typeof enrolSecondFactor>;
  readonly confirmSecondFactor: Bound<typeof confirmSecondFactor>;
  readonly proveSecondFactor: Bound<typeof proveSecondFactor>;
  readonly takeRole: Bound<typeof takeRole>;
  readonly changePassword: Bound<typeof changePassword>;
  readonly authenticateCookie: Bound<typeof authenticateCookie>;
  readonly signOutHolder: Bound<typeof signOutHolder>;
  readonly signOutHolderEverywhere: Bound<typeof signOutHolderEverywhere>;
  readonly readHolder: Bound<typeof readHolder>;
  readonly sessionRules: SessionRules;
  /** Refuses who has not proved the second factor a short time ago. */
  readonly checkStepUp: (who: Authenticated) => void;
  readonly authenticateBearer: Bound<typeof authenticateBearer>;
  readonly authenticateCertificate: Bound<typeof authenticateCertificate>;
  readonly authenticateSigned: Bound<typeof authenticateSigned>;
  readonly recordDenial: Bound<typeof recordDenial>;
}
