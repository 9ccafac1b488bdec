/** What these routes need of the services. */
import type { listDirectoryErrors, resolveDirectoryError } from '../../../services/sharing/index.ts';
import type { Bound } from '../../bound.ts';

/** What was wrong with directory records. */
export interface DirectoryErrorServices {
  readonly list: Bound<typeof listDirectoryErrors>;
  readonly resolve: Bound<typeof resolveDirectoryError>;
}
