import type { CustodyFigures, ExpiryFigures, HttpServices, PendingEvidenceFigures } from '../../../http/services.ts';
import type { AccessDependencies } from '../../../services/access/index.ts';
import type { PackageDependencies } from '../../../services/evidence-packages/index.ts';
import type { FederationDependencies } from '../../../services/federation/index.ts';
import type { OAuthDependencies } from '../../../services/oauth/index.ts';
import type { AnchoringFigures } from '../../../services/journal/heads/index.ts';
import type { OcspDependencies, RevocationDependencies } from '../../../services/pki/index.ts';
import type { RetentionDependencies } from '../../../services/retention/index.ts';
import type { SealMakingDependencies } from '../../../services/seals/index.ts';
import type { DocumentReader } from '../../../services/stamping/index.ts';
import type { TimeStampAuthority } from '../../../services/time-stamping/index.ts';
import type { UseDependencies } from '../../../services/uses/index.ts';
import type { NoticeSender } from '../../../services/webhooks/index.ts';
import type { ReportKeeping, ReportSealing, VerificationDependencies } from '../../../services/verification/index.ts';

/** What the HTTP interface works with. */
export interface HttpDependencies {
  readonly access: AccessDependencies;
  readonly providers: FederationDependencies['providers'];
  /** By which systems prove themselves besides keys that are registered; absent: nothing. */
  readonly systems?: Pick<OAuthDependencies, 'keySets' | 'clientTrust'>;
  readonly licences: ReportSealing;
  readonly seals: SealMakingDependencies;
  readonly reader: DocumentReader;
  readonly verification: VerificationDependencies;
  /** What packages of evidence are made with. */
  readonly packages: PackageDependencies;
  /** Where notices may be sent. */
  readonly notices: Pick<NoticeSender, 'permits'>;
  readonly revocation: OcspDependencies;
  /** What revoking certificates takes. */
  readonly revoking: Pick<RevocationDependencies, 'custody' | 'signer' | 'trustStore' | 'register' | 'crypto'>;
  readonly timeStamping: TimeStampAuthority;
  readonly reports: ReportKeeping;
  readonly retention: RetentionDependencies;
  /** Whether the keys can be used now. */
  readonly signerReady: () => Promise<boolean>;
  /** True where there are none, as it should be: then nobody asks whether they can be used. */
  readonly withoutKeys?: boolean;
  readonly custodyFigures: () => CustodyFigures;
  readonly expiries: () => ExpiryFigures;
  readonly pendingEvidence: () => PendingEvidenceFigures | null;
  /** Absent where nobody watches. */
  readonly alarmsRaised?: HttpServices['alarmsRaised'];
  /** Pseudonyms of a person under every key there was; absent: holders see what names them under the newest alone. */
  readonly pseudonymsOf?: UseDependencies['pseudonymsOf'];
  /** Working days in which a body answers an objection. */
  readonly objectionWorkingDays: number;
  readonly anchoring: () => AnchoringFigures | null;
}
