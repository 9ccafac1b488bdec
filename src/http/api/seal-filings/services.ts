/** What these routes need of the services. */
import type { exportFilings, importFilings } from '../../../services/seals/index.ts';
import type { Bound } from '../../bound.ts';

/** What was filed of seals, told to other systems and taken from them. */
export interface SealFilingServices {
  readonly export: Bound<typeof exportFilings>;
  readonly import: Bound<typeof importFilings>;
  /** Identity of this system. */
  readonly identity: () => Promise<string>;
}
