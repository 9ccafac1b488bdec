/** What these routes need of the services. */
import type {
  changeDataScope,
  changeRoles,
  createAccount,
  getAccount,
  listAccounts,
  moveAccount,
  removeSecondFactor,
  resetPassword,
} from '../../../services/access/index.ts';
import type { closeEverywhere, lockEverywhere, unlockEverywhere } from '../../../services/grants/index.ts';
import type { unlinkIdentity } from '../../../services/federation/index.ts';
import type { Bound } from '../../bound.ts';

/** Accounts, as administrators work on them. */
export interface AccountServices {
  readonly list: Bound<typeof listAccounts>;
  readonly get: Bound<typeof getAccount>;
  readonly create: Bound<typeof createAccount>;
  readonly changeDataScope: Bound<typeof changeDataScope>;
  readonly changeRoles: Bound<typeof changeRoles>;
  readonly lock: Bound<typeof lockEverywhere>;
  readonly unlock: Bound<typeof unlockEverywhere>;
  readonly resetPassword: Bound<typeof resetPassword>;
  readonly move: Bound<typeof moveAccount>;
  readonly close: Bound<typeof closeEverywhere>;
  readonly removeSecondFactor: Bound<typeof removeSecondFactor>;
  readonly unlinkIdentity: Bound<typeof unlinkIdentity>;
}
