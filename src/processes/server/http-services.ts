import type { HttpServices } from '../../http/services.ts';
import { readEntries } from '../../services/journal/read-entries.ts';
import { listAlarms } from '../../services/alarms/index.ts';
import { handleFindings, listFindings } from '../../services/quality/index.ts';
import { getStatistics } from '../../services/statistics/index.ts';
import { createOcspResponder, getRevocationList } from '../../services/pki/index.ts';
import type { HttpDependencies } from './bind/dependencies.ts';
import { bindObjections } from './bind/objections.ts';
import { bindHolders } from './bind/holders.ts';
import { bindCollecting } from './bind/collecting.ts';
import { bindLicences } from './bind/licences.ts';
import { bindPeople } from './bind/people.ts';
import { bindSeals } from './bind/seals.ts';
import { bindSharing } from './bind/sharing.ts';
import { bindStamping } from './bind/stamping.ts';

/** The use cases, given what they depend on. */
export function bindHttpServices(dependencies: HttpDependencies): HttpServices {
  const {
    revocation,
    timeStamping,
    signerReady,
    withoutKeys = false,
    custodyFigures,
    expiries,
    pendingEvidence,
    alarmsRaised = () => ({}),
    anchoring,
  } = dependencies;
  const { store, clock, journal, random } = dependencies.licences;
  const { records } = store;
  return {
    ...bindPeople(dependencies),
    ...bindSeals(dependencies),
    ...bindStamping(dependencies),
    ...bindLicences(dependencies),
    ...bindHolders(dependencies),
    ...bindCollecting(dependencies),
    ...bindSharing(dependencies),
    ...bindObjections(dependencies),
    timeStamping,
    revocation: {
      ocsp: createOcspResponder(revocation),
      list: (name) => getRevocationList(revocation, name),
      now: () => revocation.clock.now(),
    },
    alarms: { list: (actor, page) => listAlarms(records, actor, page) },
    quality: {
      list: (actor, page) => listFindings({ records }, actor, page),
      handle: (actor, order) => handleFindings({ records, journal, clock }, actor, order),
    },
    statistics: { read: (actor, question) => getStatistics({ records, journal, clock, random }, actor, question) },
    alarmsRaised,
    journalEntries: {
      entries: (actor, which) => readEntries({ store, journal, clock, random }, actor, which),
    },
    custody: custodyFigures,
    expiries,
    pendingEvidence: () => {
      const figures = pendingEvidence();
      return figures && { ...figures, now: clock.now() };
    },
    anchoring: () => {
      const figures = anchoring();
      return figures && { ...figures, now: clock.now() };
    },
    readiness: async () => {
      const [storeReady, keysReady] = await Promise.all([store.healthy().catch(() => false), signerReady().catch(() => false)]);
      // The fonts are loaded before anything listens.
      return [
        { name: 'store', ready: storeReady },
        ...(withoutKeys ? [] : [{ name: 'signer', ready: keysReady } as const]),
        { name: 'fonts', ready: true },
      ];
    },
  };
}
