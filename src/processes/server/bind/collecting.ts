import type { HttpServices } from '../../../http/services.ts';
import {
  findSource,
  listFaults,
  listSources,
  pushItems,
  reconcileSource,
  recordSource,
  retryItem,
  returnFlow,
  type CollectingDependencies,
} from '../../../services/collecting/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** What collecting works with: the store of licences, and the verifier of foreign files. */
export function collectingOver({
  licences,
  verification,
}: Pick<HttpDependencies, 'licences' | 'verification'>): CollectingDependencies {
  const { store, journal, clock, random, demonstration, engine } = licences;
  return { store, journal, clock, random, demonstration, crypto: engine.crypto, verification };
}

/** Licences that are made elsewhere. */
export function bindCollecting(dependencies: HttpDependencies): Pick<HttpServices, 'collecting'> {
  const deps = collectingOver(dependencies);
  return {
    collecting: {
      record: (actor, order) => recordSource(deps, actor, order),
      list: (actor, page) => listSources(deps, actor, page),
      get: (actor, id) => findSource(deps, actor, { id, action: 'collecting:read' }),
      push: (actor, sending) => pushItems(deps, actor, sending),
      reconcile: (actor, listed) => reconcileSource(deps, actor, listed),
      faults: (actor, page) => listFaults(deps, actor, page),
      retry: (actor, item) => retryItem(deps, actor, item),
      returned: (actor, order) => returnFlow(deps, actor, order),
    },
  };
}
