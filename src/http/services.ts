/** What the HTTP interface needs of the services: the use cases, with what they depend on already given. */
import type { Instant } from '../base/time.ts';
import type { Actor } from '../domain/access/index.ts';
import type { provideEvidenceRecord } from '../services/evidence/index.ts';
import type { AlarmRuleName } from '../domain/alarm/index.ts';
import type { listAlarms } from '../services/alarms/index.ts';
import type { AnchoringFigures } from '../services/journal/heads/index.ts';
import type { FirstExpiry } from '../services/forecast/index.ts';
import type {
  authenticateCookie,
  Authenticated,
  changePassword,
  changeRoles,
  confirmSecondFactor,
  enrolSecondFactor,
  proveSecondFactor,
  removeSecondFactor,
  closeAccount,
  createAccount,
  getAccount,
  listAccounts,
  lockAccount,
  recordDenial,
  resetPassword,
  signIn,
  signOut,
  signOutEverywhere,
  signOutHolder,
  SessionRules,
  takeRole,
  unlockAccount,
} from '../services/access/index.ts';
import type {
  changeStatus,
  downloadLicence,
  getLicence,
  issueLicence,
  LicenceAnswer,
  listLicences,
  searchLicences,
} from '../services/licences/index.ts';
import type {
  addClientKey,
  authoriseClient,
  blockClient,
  changeClient,
  closeClient,
  endApiKey,
  endClientKey,
  getClient,
  listApiKeys,
  listClients,
  makeClient,
  unblockClient,
} from '../services/clients/index.ts';
import type {
  beginFederation,
  endByNotice,
  finishFederation,
  providerSignOut,
  readHolder,
  unlinkIdentity,
} from '../services/federation/index.ts';
import type { authenticateBearer, authenticateCertificate, issueToken } from '../services/oauth/index.ts';
import type { authenticateSigned } from '../services/signed-requests/index.ts';
import type { getLicenceType, listLicenceTypes } from '../services/licence-types/index.ts';
import type {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
} from '../services/organisations/index.ts';
import type {
  approveUse,
  confirmGrant,
  endGrant,
  EnrolledApprover,
  getApproval,
  getGrant,
  handOver,
  listApprovals,
  listGrants,
  nameDeputy,
  proposeGrant,
  refuseGrant,
  refuseUse,
  requestUse,
  resumeSeal,
  stopSeal,
  withdrawUse,
} from '../services/grants/index.ts';
import type { getRevocationList, OcspResponder } from '../services/pki/index.ts';
import type {
  approveList,
  carryOutList,
  findList,
  holdLicence,
  listDestructions,
  listRules,
  makeDestructionList,
  recordRule,
  refuseList,
  releaseLicence,
  reviewList,
} from '../services/retention/index.ts';
import type {
  applyForSeal,
  cancelAppliedSeal,
  decideApplication,
  exportFilings,
  fileAppliedSeal,
  getApplication,
  getSeal,
  importFilings,
  listApplications,
  listSeals,
  makeAppliedSeal,
  stepSeal,
} from '../services/seals/index.ts';
import type {
  assignSignatureKey,
  listSignatureKeys,
  SignatureKey,
  signDocument,
  withdrawSignatureKey,
} from '../services/signing/index.ts';
import type {
  fetchClientStamp,
  finishClientStamp,
  giveUpClientStamp,
  prepareClientStamp,
  previewStamp,
  stampDocument,
} from '../services/stamping/index.ts';
import type {
  addToStampBatch,
  cancelStampBatch,
  createStampBatch,
  fetchStampBatchItem,
  findStampBatchItem,
  forgetStampBatch,
  listStampBatches,
  listStampBatchItems,
  stampBatchProgress,
  startStampBatch,
  zipStampBatch,
} from '../services/stamping/batches/index.ts';
import type { exportStampings, getStamping, listStampings } from '../services/stamping/log/index.ts';
import type { getCompromise, listCompromised, listNotices, orderReseal, reportCompromise } from '../services/compromise/index.ts';
import type { TimeStampAuthority } from '../services/time-stamping/index.ts';
import type {
  keptReport,
  KeptReport,
  SealedReport,
  verifyCode,
  verifyFile,
  verifyIdentifier,
} from '../services/verification/index.ts';

/** A use case without its first parameter, the dependencies. */
export type Bound<F> = F extends (deps: never, ...rest: infer R) => infer T ? (...rest: R) => T : never;

export interface AccessServices {
  readonly signIn: Bound<typeof signIn>;
  readonly signOut: Bound<typeof signOut>;
  readonly signOutEverywhere: Bound<typeof signOutEverywhere>;
  readonly enrolSecondFactor: Bound<typeof enrolSecondFactor>;
  readonly confirmSecondFactor: Bound<typeof confirmSecondFactor>;
  readonly proveSecondFactor: Bound<typeof proveSecondFactor>;
  readonly takeRole: Bound<typeof takeRole>;
  readonly changePassword: Bound<typeof changePassword>;
  readonly authenticateCookie: Bound<typeof authenticateCookie>;
  readonly signOutHolder: Bound<typeof signOutHolder>;
  readonly readHolder: Bound<typeof readHolder>;
  readonly sessionRules: SessionRules;
  /** Refuses who has not proved the second factor a short time ago. */
  readonly checkStepUp: (who: Authenticated) => void;
  readonly authenticateBearer: Bound<typeof authenticateBearer>;
  readonly authenticateCertificate: Bound<typeof authenticateCertificate>;
  readonly authenticateSigned: Bound<typeof authenticateSigned>;
  readonly recordDenial: Bound<typeof recordDenial>;
}

/** Accounts, as administrators work on them. */
export interface AccountServices {
  readonly list: Bound<typeof listAccounts>;
  readonly get: Bound<typeof getAccount>;
  readonly create: Bound<typeof createAccount>;
  readonly changeRoles: Bound<typeof changeRoles>;
  readonly lock: Bound<typeof lockAccount>;
  readonly unlock: Bound<typeof unlockAccount>;
  readonly resetPassword: Bound<typeof resetPassword>;
  readonly close: Bound<typeof closeAccount>;
  readonly removeSecondFactor: Bound<typeof removeSecondFactor>;
  readonly unlinkIdentity: Bound<typeof unlinkIdentity>;
}

/** Systems, as administrators work on them, and API keys that belong to none. */
export interface ClientServices {
  readonly list: Bound<typeof listClients>;
  readonly get: Bound<typeof getClient>;
  readonly make: Bound<typeof makeClient>;
  readonly change: Bound<typeof changeClient>;
  readonly authorise: Bound<typeof authoriseClient>;
  readonly block: Bound<typeof blockClient>;
  readonly unblock: Bound<typeof unblockClient>;
  readonly close: Bound<typeof closeClient>;
  readonly addKey: Bound<typeof addClientKey>;
  readonly endKey: Bound<typeof endClientKey>;
  readonly apiKeys: Bound<typeof listApiKeys>;
  readonly endApiKey: Bound<typeof endApiKey>;
  readonly now: () => Instant;
}

/** Signing in at identity providers. */
export interface FederationServices {
  readonly begin: Bound<typeof beginFederation>;
  readonly finish: Bound<typeof finishFederation>;
  readonly endByNotice: Bound<typeof endByNotice>;
  readonly signOutUrl: Bound<typeof providerSignOut>;
  /** Where the browser goes once it is signed in. */
  readonly home: string;
}

/** How long records are kept, and their destruction. */
export interface RetentionServices {
  readonly rules: (actor: Actor) => ReturnType<typeof listRules>;
  readonly recordRule: Bound<typeof recordRule>;
  readonly hold: Bound<typeof holdLicence>;
  readonly release: Bound<typeof releaseLicence>;
  readonly lists: Bound<typeof listDestructions>;
  readonly list: (actor: Actor, id: string) => ReturnType<typeof findList>;
  readonly make: Bound<typeof makeDestructionList>;
  readonly review: Bound<typeof reviewList>;
  readonly approve: Bound<typeof approveList>;
  readonly refuse: Bound<typeof refuseList>;
  readonly carryOut: Bound<typeof carryOutList>;
}

/** Letting systems in. */
export interface OAuthServices {
  readonly issueToken: Bound<typeof issueToken>;
  /** Base of the public addresses, without a slash at the end. */
  readonly issuer: string;
}

/** A licence as issued, with its status; `repeated` when this case had been issued before with the same content. */
export interface IssuedLicence extends LicenceAnswer {
  readonly repeated: boolean;
}

export interface LicenceServices {
  readonly issue: (...call: Parameters<Bound<typeof issueLicence>>) => Promise<IssuedLicence>;
  readonly list: Bound<typeof listLicences>;
  readonly search: Bound<typeof searchLicences>;
  readonly get: Bound<typeof getLicence>;
  readonly download: Bound<typeof downloadLicence>;
  readonly changeStatus: Bound<typeof changeStatus>;
}

export interface VerificationServices {
  /** Verifies and keeps the report. */
  readonly file: (...call: Parameters<Bound<typeof verifyFile>>) => Promise<KeptReport>;
  readonly kept: Bound<typeof keptReport>;
  /** The sealed PDF of a kept report. */
  readonly printed: (id: string) => Promise<SealedReport>;
  /** Whether this installation has a seal for reports, so that `printed` can do anything. */
  readonly prints: boolean;
  readonly identifier: Bound<typeof verifyIdentifier>;
  readonly code: (typed: string) => ReturnType<typeof verifyCode>;
}

/** Reading what licences are made from. */
export interface CatalogueServices {
  readonly licenceTypes: Bound<typeof listLicenceTypes>;
  readonly licenceType: Bound<typeof getLicenceType>;
}

/** Seals within the caller's scope, and their life. */
export interface SealServices {
  readonly list: Bound<typeof listSeals>;
  readonly get: Bound<typeof getSeal>;
  readonly step: Bound<typeof stepSeal>;
  readonly now: () => Instant;
}

/** Applications for seals, on their way from the owner to the unit that makes and files them. */
export interface SealApplicationServices {
  readonly apply: Bound<typeof applyForSeal>;
  readonly list: Bound<typeof listApplications>;
  readonly get: Bound<typeof getApplication>;
  readonly decide: Bound<typeof decideApplication>;
  readonly make: Bound<typeof makeAppliedSeal>;
  readonly file: Bound<typeof fileAppliedSeal>;
  readonly cancel: Bound<typeof cancelAppliedSeal>;
}

/** What was filed of seals, told to other systems and taken from them. */
export interface SealFilingServices {
  readonly export: Bound<typeof exportFilings>;
  readonly import: Bound<typeof importFilings>;
  /** Identity of this system. */
  readonly identity: () => Promise<string>;
}

/** Organisations within the caller's scope, and administering them. */
export interface OrganisationServices {
  readonly list: Bound<typeof listOrganisations>;
  readonly get: Bound<typeof getOrganisation>;
  readonly make: Bound<typeof makeOrganisation>;
  readonly change: Bound<typeof changeOrganisation>;
  readonly end: Bound<typeof endOrganisation>;
  readonly nameSuccessors: Bound<typeof nameSuccessors>;
}

/** Grants of the use of seals. */
export interface GrantServices {
  readonly list: Bound<typeof listGrants>;
  readonly get: Bound<typeof getGrant>;
  readonly propose: Bound<typeof proposeGrant>;
  readonly confirm: Bound<typeof confirmGrant>;
  readonly refuse: Bound<typeof refuseGrant>;
  readonly end: Bound<typeof endGrant>;
}

/** Applications for the use of seals. */
export interface UseApplicationServices {
  readonly list: Bound<typeof listApprovals>;
  readonly get: Bound<typeof getApproval>;
  readonly request: Bound<typeof requestUse>;
  readonly approve: Bound<typeof approveUse>;
  readonly refuse: Bound<typeof refuseUse>;
  readonly withdraw: Bound<typeof withdrawUse>;
}

/** Approvers of the use of seals. */
export interface ApproverServices {
  /** Enrols an authenticator for another, by the caller's code. */
  readonly enrol: (actor: Actor, order: { readonly name: string; readonly code: string | null }) => Promise<EnrolledApprover>;
  readonly nameDeputy: Bound<typeof nameDeputy>;
  readonly handOver: Bound<typeof handOver>;
}

/** Seals whose key is in other hands. */
export interface CompromiseServices {
  readonly report: Bound<typeof reportCompromise>;
  readonly get: Bound<typeof getCompromise>;
  readonly documents: Bound<typeof listCompromised>;
  readonly notices: Bound<typeof listNotices>;
  readonly reseal: Bound<typeof orderReseal>;
}

/** The log of stampings. */
export interface StampingLogServices {
  readonly list: Bound<typeof listStampings>;
  readonly get: Bound<typeof getStamping>;
  readonly export: Bound<typeof exportStampings>;
}

/** Emergency stop of seals. */
export interface SealStopServices {
  readonly stop: Bound<typeof stopSeal>;
  readonly resume: Bound<typeof resumeSeal>;
}

/** Stamping with keys that callers have. */
export interface ClientStampServices {
  readonly prepare: Bound<typeof prepareClientStamp>;
  readonly finish: Bound<typeof finishClientStamp>;
  readonly fetch: Bound<typeof fetchClientStamp>;
  readonly giveUp: Bound<typeof giveUpClientStamp>;
}

/** Stamping many documents as one task. */
export interface StampBatchServices {
  readonly create: Bound<typeof createStampBatch>;
  readonly list: Bound<typeof listStampBatches>;
  readonly progress: Bound<typeof stampBatchProgress>;
  readonly add: Bound<typeof addToStampBatch>;
  readonly items: Bound<typeof listStampBatchItems>;
  readonly item: Bound<typeof findStampBatchItem>;
  readonly file: Bound<typeof fetchStampBatchItem>;
  readonly zip: Bound<typeof zipStampBatch>;
  readonly start: Bound<typeof startStampBatch>;
  readonly cancel: Bound<typeof cancelStampBatch>;
  readonly forget: Bound<typeof forgetStampBatch>;
}

/** Signing without a seal, and which keys do it. */
export interface SigningServices {
  readonly sign: Bound<typeof signDocument>;
  readonly keys: (...call: Parameters<Bound<typeof listSignatureKeys>>) => Promise<readonly SignatureKey[]>;
  readonly assignKey: Bound<typeof assignSignatureKey>;
  readonly withdrawKey: Bound<typeof withdrawSignatureKey>;
}

/** What is told of certificates that this installation issued. */
export interface RevocationServices {
  readonly ocsp: OcspResponder;
  readonly list: Bound<typeof getRevocationList>;
  readonly now: () => Instant;
}

/** The time stamp authority. */
export interface TimeStampingServices {
  readonly answer: TimeStampAuthority['answer'];
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
  readonly revocation: Pick<RevocationServices, 'list' | 'now'>;
}

export interface HttpServices extends OperationServices {
  readonly retention: RetentionServices;
  readonly alarms: AlarmServices;
  readonly access: AccessServices;
  readonly accounts: AccountServices;
  readonly clients: ClientServices;
  readonly oauth: OAuthServices;
  readonly federation: FederationServices;
  readonly licences: LicenceServices;
  readonly verification: VerificationServices;
  readonly stamp: Bound<typeof stampDocument>;
  readonly previewStamp: Bound<typeof previewStamp>;
  readonly clientStamps: ClientStampServices;
  readonly stampBatches: StampBatchServices;
  readonly signing: SigningServices;
  readonly provideEvidenceRecord: Bound<typeof provideEvidenceRecord>;
  readonly catalogue: CatalogueServices;
  readonly organisations: OrganisationServices;
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
