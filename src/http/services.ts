/** What the HTTP interface needs of the services: the use cases, with what they depend on already given. */
import type { Instant } from '../base/time.ts';
import type { AlarmRuleName } from '../domain/alarm/index.ts';
import type { listAlarms } from '../services/alarms/index.ts';
import type { getCompromise, listCompromised, listNotices, orderReseal, reportCompromise } from '../services/compromise/index.ts';
import type { provideEvidenceRecord } from '../services/evidence/index.ts';
import type { FirstExpiry } from '../services/forecast/index.ts';
import type { LedgerFitness } from '../services/grants/index.ts';
import type { AnchoringFigures } from '../services/journal/heads/index.ts';
import type { previewStamp, stampDocument } from '../services/stamping/index.ts';
import type { AccountServices } from './api/accounts/services.ts';
import type { ClientServices } from './api/clients/services.ts';
import type { CollectingServices } from './api/collecting/services.ts';
import type { CatalogueKeepingServices } from './api/catalogue/services.ts';
import type { CopyServices } from './api/licence-copies/services.ts';
import type { CatalogueServices } from './api/licence-types/services.ts';
import type { HolderLinkServices } from './api/holder-links/routes.ts';
import type { DutyServices } from './api/duty/routes.ts';
import type { LicenceDraftServices } from './api/licence-drafts/services.ts';
import type { IssueBatchServices } from './api/issue-batches/services.ts';
import type { DirectoryErrorServices } from './api/directory-errors/services.ts';
import type { EvidencePackageServices } from './api/evidence-packages/services.ts';
import type { WebhookServices } from './api/webhooks/services.ts';
import type { LicenceServices } from './api/licences/services.ts';
import type { MyServices } from './api/my/services.ts';
import type { InboxServices } from './api/inbox/routes.ts';
import type { ObjectionServices } from './api/objections/services.ts';
import type { CalendarServices } from './api/working-calendars/routes.ts';
import type { OrganisationServices } from './api/organisations/services.ts';
import type { PlaceServices } from './api/places/services.ts';
import type { PresentationServices, ShareServices } from './api/presentations/services.ts';
import type { PublicationServices } from './api/publications/services.ts';
import type { RepresentationServices } from './api/representations/routes.ts';
import type { RetentionServices } from './api/retention/services.ts';
import type { SealApplicationServices } from './api/seal-applications/services.ts';
import type { ApproverServices } from './api/seal-approvers/services.ts';
import type { SealFilingServices } from './api/seal-filings/services.ts';
import type { GrantServices } from './api/seal-grants/services.ts';
import type { SealStopServices } from './api/seal-stops/services.ts';
import type { UseApplicationServices } from './api/seal-use-applications/services.ts';
import type { SealServices } from './api/seals/services.ts';
import type { AccessServices } from './api/session/services.ts';
import type { SigningServices } from './api/signatures/services.ts';
import type { JournalServices } from './api/journal-entries/services.ts';
import type { CountersigningServices } from './api/countersigning-plans/services.ts';
import type { StampBatchServices } from './api/stamp-batches/services.ts';
import type { StampingLogServices } from './api/stampings/services.ts';
import type { ClientStampServices } from './api/stamps/services.ts';
import type { QualityServices } from './api/quality-findings/routes.ts';
import type { StatisticsServices } from './api/statistics/services.ts';
import type { UseServices } from './api/uses/routes.ts';
import type { StatusApplicationServices } from './api/status-applications/services.ts';
import type { StatusMappingServices } from './api/status-mappings/routes.ts';
import type { VerificationServices } from './api/verifications/services.ts';
import type { Bound } from './bound.ts';
import type { OAuthServices } from './oauth/services.ts';
import type { FederationServices } from './oidc/services.ts';
import type { SharingServices } from './share/services.ts';
import type { RevocationServices, TimeStampingServices } from './pki/services.ts';

/** Seals whose key is in other hands. */
export interface CompromiseServices {
  readonly report: Bound<typeof reportCompromise>;
  readonly get: Bound<typeof getCompromise>;
  readonly documents: Bound<typeof listCompromised>;
  readonly notices: Bound<typeof listNotices>;
  readonly reseal: Bound<typeof orderReseal>;
}

/** Alarms of abnormal use. */
export interface AlarmServices {
  readonly list: Bound<typeof listAlarms>;
}

/** What is measured of custody. */
export interface CustodyFigures {
  /** Starts of the signer since this process began. */
  readonly signerStarts: number;
  /** Differences between the signer's log and the register, as compared last; null before the first time. */
  readonly auditDifferences: number | null;
  /** Whether custody's ledger of grants is fit for use, or why not, as found last; null before the first look, and where there is none. */
  readonly ledger: LedgerFitness | null;
}

/** What comes first to its end, by kind; empty before the first look. */
export type ExpiryFigures = readonly FirstExpiry[];

/** Licences that wait for their evidence, as counted last. */
export interface PendingEvidenceFigures {
  readonly waiting: number;
  /** When the oldest of them was sealed, ms; null when none waits. */
  readonly oldest: Instant | null;
}

/** Whether a part of the service can do its work now. */
export interface ReadinessPart {
  readonly name: 'store' | 'signer' | 'fonts';
  readonly ready: boolean;
}

/** What every server has, whatever it is there for. */
export interface OperationServices {
  readonly readiness: () => Promise<readonly ReadinessPart[]>;
  readonly custody: () => CustodyFigures;
  readonly expiries: () => ExpiryFigures;
  /** Alarms that this server has raised, by rule. */
  readonly alarmsRaised: () => Readonly<Partial<Record<AlarmRuleName, number>>>;
  /** With the time now; null before they were counted. */
  readonly pendingEvidence: () => (PendingEvidenceFigures & { readonly now: Instant }) | null;
  /** With the time now; null before the first look. */
  readonly anchoring: () => (AnchoringFigures & { readonly now: Instant }) | null;
}

/** What a server for the public has besides: nothing here needs a key, an account or a holder. */
export interface PublicServices extends OperationServices {
  readonly verification: Pick<VerificationServices, 'file' | 'code' | 'prints'>;
  readonly publications: PublicationServices;
  readonly revocation: Pick<RevocationServices, 'list' | 'now'>;
}

export interface HttpServices extends OperationServices {
  readonly retention: RetentionServices;
  readonly alarms: AlarmServices;
  readonly journalEntries: JournalServices;
  readonly statistics: StatisticsServices;
  readonly quality: QualityServices;
  readonly access: AccessServices;
  readonly accounts: AccountServices;
  readonly clients: ClientServices;
  readonly oauth: OAuthServices;
  readonly federation: FederationServices;
  readonly licences: LicenceServices;
  readonly my: MyServices;
  readonly presentations: PresentationServices;
  readonly shares: ShareServices;
  readonly representations: RepresentationServices;
  readonly uses: UseServices;
  readonly duty: DutyServices;
  readonly objections: ObjectionServices;
  readonly inbox: InboxServices;
  readonly calendars: CalendarServices;
  readonly holderLinks: HolderLinkServices;
  readonly licenceDrafts: LicenceDraftServices;
  readonly issueBatches: IssueBatchServices;
  readonly copies: CopyServices;
  readonly collecting: CollectingServices;
  readonly statusMappings: StatusMappingServices;
  readonly statusApplications: StatusApplicationServices;
  readonly verification: VerificationServices;
  readonly publications: PublicationServices;
  readonly sharing: SharingServices;
  readonly webhooks: WebhookServices;
  readonly evidencePackages: EvidencePackageServices;
  readonly directoryErrors: DirectoryErrorServices;
  readonly stamp: Bound<typeof stampDocument>;
  readonly previewStamp: Bound<typeof previewStamp>;
  readonly clientStamps: ClientStampServices;
  readonly stampBatches: StampBatchServices;
  readonly countersigning: CountersigningServices;
  readonly signing: SigningServices;
  readonly provideEvidenceRecord: Bound<typeof provideEvidenceRecord>;
  readonly catalogue: CatalogueServices;
  readonly catalogueKeeping: CatalogueKeepingServices;
  readonly organisations: OrganisationServices;
  readonly places: PlaceServices;
  readonly seals: SealServices;
  readonly grants: GrantServices;
  readonly useApplications: UseApplicationServices;
  readonly approvers: ApproverServices;
  readonly sealStops: SealStopServices;
  readonly stampings: StampingLogServices;
  readonly sealApplications: SealApplicationServices;
  readonly sealFilings: SealFilingServices;
  readonly compromises: CompromiseServices;
  readonly revocation: RevocationServices;
  readonly timeStamping: TimeStampingServices;
}
