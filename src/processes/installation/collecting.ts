/** What a server does to collect licences that are made elsewhere. */
import { createExchangeFolder } from '../../adapters/exchange/index.ts';
import { createFetcher } from '../../adapters/revocation/index.ts';
import type { Config } from '../../config/index.ts';
import { pullSources, takeFolders, type CollectingDependencies } from '../../services/collecting/index.ts';
import type { LicenceDependencies } from '../../services/licences/index.ts';
import type { VerificationDependencies } from '../../services/verification/index.ts';
import type { ServerWork } from './chores.ts';

/** How long a source may take to answer, ms. */
const LONGEST = 30_000;

/** The work of a server with its configuration: fetching where hosts are listed, a folder where there is one. */
export function serverCollecting(
  { licences, verification }: { readonly licences: LicenceDependencies; readonly verification: VerificationDependencies },
  { collectingHosts, exchangeDirectory }: Pick<Config, 'collectingHosts' | 'exchangeDirectory'>,
): Pick<ServerWork['records'], 'pullSources' | 'takeFolders'> {
  const { store, journal, clock, random, demonstration, engine } = licences;
  const deps: CollectingDependencies = { store, journal, clock, random, demonstration, crypto: engine.crypto, verification };
  const fetch = createFetcher({ hosts: collectingHosts, longest: LONGEST });
  const folder = exchangeDirectory === null ? null : createExchangeFolder(exchangeDirectory);
  return {
    pullSources: collectingHosts.length === 0 ? null : () => pullSources({ ...deps, fetch }),
    takeFolders: folder === null ? null : () => takeFolders(deps, folder),
  };
}
