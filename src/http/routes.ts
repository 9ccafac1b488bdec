import { accountRoutes } from './api/accounts/routes.ts';
import { alarmRoutes } from './api/alarms/routes.ts';
import { catalogueRoutes } from './api/catalogue/routes.ts';
import { clientRoutes } from './api/clients/routes.ts';
import { collectingRoutes } from './api/collecting/routes.ts';
import { documentRoutes } from './api/documents/routes.ts';
import { dutyRoutes } from './api/duty/routes.ts';
import { evidencePackageRoutes } from './api/evidence-packages/routes.ts';
import { evidenceRecordRoutes } from './api/evidence-records/routes.ts';
import { holderLinkRoutes } from './api/holder-links/routes.ts';
import { copyRoutes } from './api/licence-copies/routes.ts';
import { licenceTypeRoutes } from './api/licence-types/routes.ts';
import { issueBatchRoutes } from './api/issue-batches/routes.ts';
import { licenceDraftRoutes } from './api/licence-drafts/routes.ts';
import { licenceRoutes } from './api/licences/routes.ts';
import { myRoutes } from './api/my/routes.ts';
import { inboxRoutes } from './api/inbox/routes.ts';
import { myObjectionRoutes } from './api/objections/my-routes.ts';
import { objectionRoutes } from './api/objections/routes.ts';
import { calendarRoutes } from './api/working-calendars/routes.ts';
import { organisationRoutes } from './api/organisations/routes.ts';
import { placeRoutes } from './api/places/routes.ts';
import { sealApproverRoutes } from './api/seal-approvers/routes.ts';
import { sealStopRoutes } from './api/seal-stops/routes.ts';
import { sealUseApplicationRoutes } from './api/seal-use-applications/routes.ts';
import { sealGrantRoutes } from './api/seal-grants/routes.ts';
import { presentationRoutes } from './api/presentations/routes.ts';
import { publicationRoutes } from './api/publications/routes.ts';
import { representationRoutes } from './api/representations/routes.ts';
import { retentionRoutes } from './api/retention/routes.ts';
import { sealApplicationRoutes } from './api/seal-applications/routes.ts';
import { sealFilingRoutes } from './api/seal-filings/routes.ts';
import { sealRoutes } from './api/seals/routes.ts';
import { sessionRoutes } from './api/session/routes.ts';
import { shareRoutes } from './api/shares/routes.ts';
import { signatureKeyRoutes } from './api/signature-keys/routes.ts';
import { signatureRoutes } from './api/signatures/routes.ts';
import { journalRoutes } from './api/journal-entries/routes.ts';
import { countersigningRoutes } from './api/countersigning-plans/routes.ts';
import { statusApplicationRoutes } from './api/status-applications/routes.ts';
import { statusMappingRoutes } from './api/status-mappings/routes.ts';
import { stampBatchRoutes } from './api/stamp-batches/routes.ts';
import { sealCompromiseRoutes } from './api/seal-compromises/routes.ts';
import { stampingRoutes } from './api/stampings/routes.ts';
import { stampRoutes } from './api/stamps/routes.ts';
import { qualityRoutes } from './api/quality-findings/routes.ts';
import { statisticsRoutes } from './api/statistics/routes.ts';
import { useRoutes } from './api/uses/routes.ts';
import { publicVerificationRoutes, verificationRoutes } from './api/verifications/routes.ts';
import { webhookRoutes } from './api/webhooks/routes.ts';
import { directoryErrorRoutes } from './api/directory-errors/routes.ts';
import type { HttpMetrics } from './metrics.ts';
import { oauthRoutes } from './oauth/routes.ts';
import { federationRoutes } from './oidc/routes.ts';
import { describeApi } from './openapi.ts';
import { openApiRoute } from './operation/openapi.ts';
import { healthRoutes } from './operation/health.ts';
import { metricsRoute } from './operation/metrics.ts';
import { pageRoutes } from './pages/routes.ts';
import { revocationListRoutes, revocationRoutes } from './pki/routes.ts';
import { timeStampingRoutes } from './pki/time-stamping.ts';
import type { Route } from './route.ts';
import type { HttpServices } from './services.ts';
import { sharingRoutes } from './share/routes.ts';
import { hasPages, wholeZone, type Zone } from './zone.ts';

interface RouteOptions {
  readonly metrics: HttpMetrics | null;
  readonly webRoot: string;
  readonly mutualTls: boolean;
}

/** Every route there is. */
export function createRoutes(services: HttpServices, options: RouteOptions): readonly Route[] {
  return zoneRoutes(wholeZone(services), options);
}

/** The routes of a zone; what belongs to another is not there. */
export function zoneRoutes(zone: Zone, options: RouteOptions): readonly Route[] {
  const routes: readonly Route[] = [
    ...subjectRoutes(zone, options),
    ...healthRoutes(zone.services),
    ...(options.metrics ? [metricsRoute(options.metrics)] : []),
    ...(hasPages(zone) ? pageRoutes(options.webRoot) : []),
  ];
  return [...routes, openApiRoute((self) => describeApi([...routes, self]))];
}

function subjectRoutes(zone: Zone, options: RouteOptions): readonly Route[] {
  switch (zone.kind) {
    case 'whole':
      return wholeRoutes(zone.services, options);
    case 'public':
      return [
        ...publicVerificationRoutes(zone.services.verification, 'anonymous'),
        ...publicationRoutes(zone.services.publications),
        ...revocationListRoutes(zone.services.revocation),
      ];
    case 'operation':
      return [];
  }
}

function wholeRoutes(services: HttpServices, options: RouteOptions): readonly Route[] {
  return [
    ...sessionRoutes(services.access, services.federation),
    ...accountRoutes(services.accounts),
    ...alarmRoutes(services.alarms),
    ...journalRoutes(services.journalEntries),
    ...statisticsRoutes(services.statistics),
    ...qualityRoutes(services.quality),
    ...clientRoutes(services.clients),
    ...oauthRoutes(services.oauth, options),
    ...federationRoutes(services.federation),
    ...licenceTypeRoutes(services.catalogue),
    ...catalogueRoutes(services.catalogueKeeping),
    ...organisationRoutes(services.organisations),
    ...placeRoutes(services.places),
    ...sealRoutes(services.seals),
    ...sealGrantRoutes(services.grants),
    ...sealUseApplicationRoutes(services.useApplications),
    ...sealApproverRoutes(services.approvers),
    ...sealStopRoutes(services.sealStops),
    ...stampingRoutes(services.stampings),
    ...sealApplicationRoutes(services.sealApplications),
    ...sealFilingRoutes(services.sealFilings),
    ...sealCompromiseRoutes(services.compromises),
    ...licenceRoutes(services.licences),
    ...myRoutes(services.my),
    ...presentationRoutes(services.presentations),
    ...shareRoutes(services.shares),
    ...useRoutes(services.uses),
    ...representationRoutes(services.representations),
    ...dutyRoutes(services.duty),
    ...inboxRoutes(services.inbox),
    ...myObjectionRoutes(services.objections),
    ...objectionRoutes(services.objections),
    ...calendarRoutes(services.calendars),
    ...holderLinkRoutes(services.holderLinks),
    ...licenceDraftRoutes(services.licenceDrafts),
    ...issueBatchRoutes(services.issueBatches),
    ...retentionRoutes(services.retention),
    ...collectingRoutes(services.collecting),
    ...statusApplicationRoutes(services.statusApplications),
    ...statusMappingRoutes(services.statusMappings),
    // Before the reports, whose address has any name.
    ...copyRoutes(services.copies),
    ...verificationRoutes(services.verification),
    ...publicationRoutes(services.publications),
    ...sharingRoutes(services.sharing),
    ...webhookRoutes(services.webhooks),
    ...directoryErrorRoutes(services.directoryErrors),
    ...stampRoutes(services),
    ...stampBatchRoutes(services.stampBatches),
    ...countersigningRoutes(services.countersigning),
    ...documentRoutes(services),
    ...evidenceRecordRoutes(services),
    ...evidencePackageRoutes(services.evidencePackages),
    ...signatureRoutes(services.signing),
    ...signatureKeyRoutes(services.signing),
    ...revocationRoutes(services.revocation),
    ...timeStampingRoutes(services.timeStamping),
  ];
}
