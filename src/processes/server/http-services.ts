import { statusOf, currentEdition } from '../../domain/licence/index.ts';
import type { CustodyFigures, ExpiryFigures, HttpServices, PendingEvidenceFigures } from '../../http/services.ts';
import {
  authenticateCookie,
  changePassword,
  changeRoles,
  checkStepUp,
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
  takeRole,
  unlockAccount,
  type AccessDependencies,
} from '../../services/access/index.ts';
import {
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
} from '../../services/clients/index.ts';
import {
  beginFederation,
  endByNotice,
  finishFederation,
  providerSignOut,
  readHolder,
  unlinkIdentity,
  type FederationDependencies,
} from '../../services/federation/index.ts';
import { authenticateSigned } from '../../services/signed-requests/index.ts';
import { authenticateBearer, authenticateCertificate, issueToken } from '../../services/oauth/index.ts';
import type { AnchoringFigures } from '../../services/journal/heads/index.ts';
import { listAlarms } from '../../services/alarms/index.ts';
import { provideEvidenceRecord } from '../../services/evidence/index.ts';
import { getLicenceType, listLicenceTypes } from '../../services/licence-types/index.ts';
import {
  changeStatus,
  downloadLicence,
  getLicence,
  issueLicence,
  listLicences,
  searchLicences,
} from '../../services/licences/index.ts';
import {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  type OrganisationDependencies,
} from '../../services/organisations/index.ts';
import {
  approveUse,
  barAccount,
  confirmGrant,
  endGrant,
  enrolApprover,
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
} from '../../services/grants/index.ts';
import {
  createOcspResponder,
  getRevocationList,
  type OcspDependencies,
  type RevocationDependencies,
} from '../../services/pki/index.ts';
import {
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
  type RetentionDependencies,
} from '../../services/retention/index.ts';
import {
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
  revokeSealCertificates,
  stepSeal,
  type SealMakingDependencies,
} from '../../services/seals/index.ts';
import { assignSignatureKey, listSignatureKeys, signDocument, withdrawSignatureKey } from '../../services/signing/index.ts';
import { readIdentity } from '../../services/storage/index.ts';
import {
  fetchClientStamp,
  finishClientStamp,
  giveUpClientStamp,
  prepareClientStamp,
  previewStamp,
  stampDocument,
  type DocumentReader,
} from '../../services/stamping/index.ts';
import {
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
} from '../../services/stamping/batches/index.ts';
import { exportStampings, getStamping, listStampings } from '../../services/stamping/log/index.ts';
import { getCompromise, listCompromised, listNotices, orderReseal, reportCompromise } from '../../services/compromise/index.ts';
import type { TimeStampAuthority } from '../../services/time-stamping/index.ts';
import {
  keptReport,
  sealReport,
  verifyAndKeep,
  verifyCode,
  verifyIdentifier,
  type ReportKeeping,
  type ReportSealing,
  type VerificationDependencies,
} from '../../services/verification/index.ts';

/** What the HTTP interface works with. */
export interface HttpDependencies {
  readonly access: AccessDependencies;
  readonly providers: FederationDependencies['providers'];
  readonly licences: ReportSealing;
  readonly seals: SealMakingDependencies;
  readonly reader: DocumentReader;
  readonly verification: VerificationDependencies;
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
  readonly anchoring: () => AnchoringFigures | null;
}

/** The use cases, given what they depend on. */
export function bindHttpServices({
  access,
  providers,
  licences,
  seals,
  reader,
  verification,
  reports,
  retention,
  revocation,
  revoking,
  timeStamping,
  signerReady,
  withoutKeys = false,
  custodyFigures,
  expiries,
  pendingEvidence,
  alarmsRaised = () => ({}),
  anchoring,
}: HttpDependencies): HttpServices {
  const { store, clock } = licences;
  const { records } = store;
  const organisations: OrganisationDependencies = {
    ...{ records, journal: licences.journal, clock, demonstration: licences.demonstration },
    retireSeal: (actor, seal) => revokeSealCertificates(seals, actor, seal),
  };
  const granting = { records, journal: licences.journal, clock, random: licences.random, grants: licences.grants };
  const { demonstration } = licences;
  const desk = { records, custody: licences.custody, journal: licences.journal, clock, crypto: licences.engine.crypto };
  const oauth = { ...access, issuer: licences.publicUrl };
  const federation = { ...access, providers };
  return {
    access: {
      signIn: (input) => signIn(access, input),
      signOut: (person) => signOut(access, person),
      signOutEverywhere: (person) => signOutEverywhere(access, person),
      enrolSecondFactor: (person) => enrolSecondFactor(access, person),
      confirmSecondFactor: (person, code) => confirmSecondFactor(access, person, code),
      proveSecondFactor: (person, code) => proveSecondFactor(access, person, code),
      takeRole: (person, role) => takeRole(access, person, role),
      changePassword: (person, change) => changePassword(access, person, change),
      authenticateCookie: (secret) => authenticateCookie(access, secret),
      signOutHolder: (holder) => signOutHolder(access, holder),
      readHolder: (holder) => readHolder(access, holder),
      sessionRules: access.sessionRules,
      checkStepUp: (who) => checkStepUp(who, access),
      authenticateBearer: (text, presented) => authenticateBearer(oauth, text, presented),
      authenticateCertificate: (thumbprint) => authenticateCertificate(oauth, thumbprint),
      authenticateSigned: (parts) => authenticateSigned(oauth, parts),
      recordDenial: (actor, action) => recordDenial(access, actor, action),
    },
    accounts: {
      list: (actor, page) => listAccounts(access, actor, page),
      get: (actor, id) => getAccount(access, actor, id),
      create: (actor, account) => createAccount(access, actor, account),
      changeRoles: (actor, order) => changeRoles(access, actor, order),
      lock: (actor, id) => lockAccount(access, actor, id),
      unlock: (actor, id) => unlockAccount(access, actor, id),
      resetPassword: (actor, id) => resetPassword(access, actor, id),
      async close(actor, id) {
        const closed = await closeAccount(access, actor, id);
        // In custody too: nobody uses or approves in the name of who left.
        await barAccount(granting, actor, id);
        return closed;
      },
      removeSecondFactor: (actor, id) => removeSecondFactor(access, actor, id),
      unlinkIdentity: (actor, id) => unlinkIdentity(access, actor, id),
    },
    clients: {
      list: (actor, page) => listClients(records, actor, page),
      get: (actor, id) => getClient(records, actor, id),
      make: (actor, order) => makeClient(access, actor, order),
      change: (actor, change) => changeClient(access, actor, change),
      authorise: (actor, order) => authoriseClient(access, actor, order),
      block: (actor, order) => blockClient(access, actor, order),
      unblock: (actor, order) => unblockClient(access, actor, order),
      close: (actor, order) => closeClient(access, actor, order),
      addKey: (actor, order) => addClientKey(access, actor, order),
      endKey: (actor, order) => endClientKey(access, actor, order),
      apiKeys: (actor, page) => listApiKeys(access, actor, page),
      endApiKey: (actor, id) => endApiKey(access, actor, id),
      now: () => clock.now(),
    },
    federation: {
      begin: (name) => beginFederation(federation, name),
      finish: (name, back) => finishFederation(federation, name, back),
      endByNotice: (name, token) => endByNotice(federation, name, token),
      signOutUrl: (name) => providerSignOut(federation, name),
      home: `${licences.publicUrl}/`,
    },
    oauth: { issueToken: (order) => issueToken(oauth, order), issuer: oauth.issuer },
    licences: {
      async issue(actor, request) {
        const { licence, repeated } = await issueLicence(licences, actor, request);
        const edition = currentEdition(licence);
        const now = clock.now();
        return { licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }), repeated };
      },
      list: (actor, page) => listLicences(licences, actor, page),
      search: (actor, search) => searchLicences(licences, actor, search),
      get: (actor, input) => getLicence(licences, actor, input),
      download: (actor, input) => downloadLicence(licences, actor, input),
      changeStatus: (actor, change) => changeStatus(licences, actor, change),
    },
    retention: {
      rules: (actor) => listRules(records, actor),
      recordRule: (actor, order) => recordRule(retention, actor, order),
      hold: (actor, order) => holdLicence(retention, actor, order),
      release: (actor, order) => releaseLicence(retention, actor, order),
      lists: (actor, page) => listDestructions(records, actor, page),
      list: (actor, id) => findList(records, actor, { action: 'retention:read', id }),
      make: (actor, order) => makeDestructionList(retention, actor, order),
      review: (actor, order) => reviewList(retention, actor, order),
      approve: (actor, order) => approveList(retention, actor, order),
      refuse: (actor, order) => refuseList(retention, actor, order),
      carryOut: (actor, id) => carryOutList(retention, actor, id),
    },
    verification: {
      file: (actor, input) => verifyAndKeep(verification, reports, actor, input),
      kept: (id) => keptReport(reports, id),
      printed: async (id) => sealReport(licences, await keptReport(reports, id)),
      prints: licences.reportSeal !== null,
      identifier: (actor, input) => verifyIdentifier({ clock, store }, actor, input),
      code: (typed) => verifyCode({ clock, store }, typed),
    },
    stamp: (actor, request) => stampDocument(licences, actor, request),
    previewStamp: (actor, request) => previewStamp({ ...licences, reader }, actor, request),
    clientStamps: {
      prepare: (actor, request) => prepareClientStamp(licences, actor, request),
      finish: (actor, input) => finishClientStamp(licences, actor, input),
      fetch: (actor, id) => fetchClientStamp(licences, actor, id),
      giveUp: (actor, id) => giveUpClientStamp(licences, actor, id),
    },
    stampBatches: {
      create: (actor, order) => createStampBatch(licences, actor, order),
      list: (actor) => listStampBatches(licences, actor),
      progress: (actor, id) => stampBatchProgress(licences, actor, id),
      add: (actor, document) => addToStampBatch(licences, actor, document),
      items: (actor, which) => listStampBatchItems(licences, actor, which),
      item: (actor, where) => findStampBatchItem(licences, actor, where),
      file: (actor, where) => fetchStampBatchItem(licences, actor, where),
      zip: (actor, id) => zipStampBatch(licences, actor, id),
      start: (actor, id) => startStampBatch(licences, actor, id),
      cancel: (actor, id) => cancelStampBatch(licences, actor, id),
      forget: (actor, id) => forgetStampBatch(licences, actor, id),
    },
    signing: {
      sign: (actor, request) => signDocument(licences, actor, request),
      keys: (actor, organisation) => listSignatureKeys(desk, actor, organisation),
      assignKey: (actor, order) => assignSignatureKey(desk, actor, order),
      withdrawKey: (actor, keyId) => withdrawSignatureKey(desk, actor, keyId),
    },
    provideEvidenceRecord: (actor, order) => provideEvidenceRecord(licences, actor, order),
    catalogue: {
      licenceTypes: (actor) => listLicenceTypes(records, actor),
      licenceType: (actor, code) => getLicenceType(records, actor, code),
    },
    seals: {
      list: (actor, page) => listSeals(records, actor, page),
      get: (actor, code) => getSeal(records, actor, code),
      step: (actor, order) => stepSeal(seals, actor, order),
      now: () => clock.now(),
    },
    sealFilings: {
      export: (actor, query) => exportFilings(records, actor, query),
      import: (actor, told) => importFilings(seals, actor, told),
      identity: async () => (await readIdentity(records))?.id ?? '',
    },
    sealApplications: {
      apply: (actor, order) => applyForSeal({ ...seals, demonstration }, actor, order),
      list: (actor, query) => listApplications(records, actor, query),
      get: (actor, id) => getApplication(records, actor, id),
      decide: (actor, decision) => decideApplication(seals, actor, decision),
      make: (actor, order) => makeAppliedSeal(seals, actor, order),
      file: (actor, order) => fileAppliedSeal(seals, actor, order),
      cancel: (actor, order) => cancelAppliedSeal(seals, actor, order),
    },
    organisations: {
      list: (actor, page) => listOrganisations(records, actor, page),
      get: (actor, code) => getOrganisation(records, actor, code),
      make: (actor, order) => makeOrganisation(organisations, actor, order),
      change: (actor, change) => changeOrganisation(organisations, actor, change),
      end: (actor, ending) => endOrganisation(organisations, actor, ending),
      nameSuccessors: (actor, order) => nameSuccessors(organisations, actor, order),
    },
    grants: {
      list: (actor, page) => listGrants(records, actor, page),
      get: (actor, id) => getGrant(records, actor, id),
      propose: (actor, order) => proposeGrant(granting, actor, order),
      confirm: (actor, order) => confirmGrant(granting, actor, order),
      refuse: (actor, order) => refuseGrant(granting, actor, order),
      end: (actor, order) => endGrant(granting, actor, order),
    },
    useApplications: {
      list: (actor, page) => listApprovals(records, actor, page),
      get: (actor, id) => getApproval(records, actor, id),
      request: (actor, order) => requestUse(granting, actor, order),
      approve: (actor, order) => approveUse(granting, actor, order),
      refuse: (actor, order) => refuseUse(granting, actor, order),
      withdraw: (actor, id) => withdrawUse(granting, actor, id),
    },
    approvers: {
      enrol: (actor, { name, code }) =>
        enrolApprover(granting, actor, { name, voucher: { account: actor.person ?? actor.client, code } }),
      nameDeputy: (actor, order) => nameDeputy(granting, actor, order),
      handOver: (actor, order) => handOver(granting, actor, order),
    },
    compromises: {
      report: (actor, report) => reportCompromise({ ...granting, ...revoking }, actor, report),
      get: (actor, seal) => getCompromise(records, actor, seal),
      documents: (actor, order) => listCompromised(records, actor, order),
      notices: (actor, page) => listNotices(records, actor, page),
      reseal: (actor, order) => orderReseal(granting, actor, order),
    },
    stampings: {
      list: (actor, page) => listStampings(records, actor, page),
      get: (actor, id) => getStamping(records, actor, id),
      export: (actor, filter) => exportStampings(granting, actor, filter),
    },
    sealStops: {
      stop: (actor, order) => stopSeal(granting, actor, order),
      resume: (actor, order) => resumeSeal(granting, actor, order),
    },
    timeStamping,
    revocation: {
      ocsp: createOcspResponder(revocation),
      list: (name) => getRevocationList(revocation, name),
      now: () => revocation.clock.now(),
    },
    alarms: { list: (actor, page) => listAlarms(records, actor, page) },
    alarmsRaised,
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
