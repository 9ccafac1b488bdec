/** What these routes need of the services. */
import type {
  findSource,
  listFaults,
  listSources,
  pushItems,
  reconcileSource,
  recordSource,
  retryItem,
  returnFlow,
} from '../../../services/collecting/index.ts';
import type { Bound } from '../../bound.ts';

export interface CollectingServices {
  readonly record: Bound<typeof recordSource>;
  readonly list: Bound<typeof listSources>;
  readonly get: (...call: [Parameters<typeof findSource>[1], string]) => ReturnType<typeof findSource>;
  readonly push: Bound<typeof pushItems>;
  readonly reconcile: Bound<typeof reconcileSource>;
  readonly faults: Bound<typeof listFaults>;
  readonly retry: Bound<typeof retryItem>;
  readonly returned: Bound<typeof returnFlow>;
}
