import { currentEdition, statusOf } from '../../../domain/licence/index.ts';
import type { HttpServices } from '../../../http/services.ts';
import {
  draftEntry,
  exportCatalogue,
  getEntry,
  importCatalogue,
  listEntries,
  previewType,
  takeCatalogueStep,
  type CatalogueDependencies,
} from '../../../services/catalogue/index.ts';
import { countStatusLists, getPublication } from '../../../services/claims/index.ts';
import { chooseCopySeal, downloadCopy, listCopies, makeCancelledRendition, makeUseCopy } from '../../../services/copies/index.ts';
import { getLicenceType, listLicenceTypes } from '../../../services/licence-types/index.ts';
import { applyForStatus, decideStatus, listApplications } from '../../../services/licence-status/index.ts';
import {
  attachToLicence,
  changeStatus,
  downloadLicence,
  getAttachment,
  getLicence,
  issueLicence,
  listLicences,
  listPapersDue,
  listReviewsDue,
  makeEdition,
  printLicence,
  printOverlay,
  reviewLicence,
  searchLicences,
  stepPaper,
} from '../../../services/licences/index.ts';
import {
  cancelIssueBatch,
  forgetIssueBatch,
  getIssueBatch,
  issueBatchResults,
  issueTableTemplate,
  listIssueBatches,
  receiveIssueTable,
  startIssueBatch,
} from '../../../services/licences/batches/index.ts';
import {
  changeLicenceDraft,
  getLicenceDraft,
  issueLicenceDraft,
  listLicenceDrafts,
  makeLicenceDraft,
  previewLicence,
  previewLicenceDraft,
  returnLicenceDraft,
  withdrawLicenceDraft,
} from '../../../services/licences/drafts/index.ts';
import {
  changeOrganisation,
  endOrganisation,
  getOrganisation,
  listOrganisations,
  makeOrganisation,
  nameSuccessors,
  previewName,
  withdrawEnd,
  type OrganisationDependencies,
} from '../../../services/organisations/index.ts';
import {
  everyPlace,
  getPlace,
  importPlaces,
  listPlaces,
  moveOrganisations,
  placeNames,
} from '../../../services/organisations/register/index.ts';
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
} from '../../../services/retention/index.ts';
import { importMapping, listMappings, mappedStatus } from '../../../services/status-mappings/index.ts';
import { revokeSealCertificates } from '../../../services/seals/index.ts';
import {
  keptReport,
  sealReport,
  verifyAndKeep,
  verifyCode,
  verifyCopyNumber,
  verifyFields,
  verifyIdentifier,
} from '../../../services/verification/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Licences, what they are made from, and verifying. */
export function bindLicences({
  access,
  licences,
  seals,
  verification,
  reports,
  retention,
}: HttpDependencies): Pick<
  HttpServices,
  | 'licences'
  | 'licenceDrafts'
  | 'issueBatches'
  | 'copies'
  | 'statusApplications'
  | 'statusMappings'
  | 'retention'
  | 'verification'
  | 'publications'
  | 'catalogue'
  | 'catalogueKeeping'
  | 'organisations'
  | 'places'
> {
  const { store, clock } = licences;
  const { records } = store;
  const organisations: OrganisationDependencies = {
    ...{ records, journal: licences.journal, clock, demonstration: licences.demonstration },
    retireSeal: (actor, seal) => revokeSealCertificates(seals, actor, seal),
  };
  const catalogue: CatalogueDependencies = {
    ...{ records, journal: licences.journal, clock, demonstration: licences.demonstration },
    crypto: licences.engine.crypto,
  };
  return {
    licences: {
      async issue(actor, request) {
        const { licence, repeated } = await issueLicence(licences, actor, request);
        const edition = currentEdition(licence);
        const now = clock.now();
        return { licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }), repeated };
      },
      async makeEdition(actor, request) {
        const { licence, edition, repeated } = await makeEdition(licences, actor, request);
        const now = clock.now();
        return { licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }), repeated };
      },
      list: (actor, page) => listLicences(licences, actor, page),
      search: (actor, search) => searchLicences(licences, actor, search),
      get: (actor, input) => getLicence(licences, actor, input),
      download: (actor, input) => downloadLicence(licences, actor, input),
      review: (actor, order) => reviewLicence(licences, actor, order),
      reviewsDue: (actor, page) => listReviewsDue(licences, actor, page),
      attach: (actor, order) => attachToLicence(licences, actor, order),
      attachment: (actor, order) => getAttachment(licences, actor, order),
      print: (actor, order) => printLicence(licences, actor, order),
      stepPaper: (actor, order) => stepPaper(licences, actor, order),
      overlay: (actor, order) => printOverlay(licences, actor, order),
      papersDue: (actor, page) => listPapersDue(licences, actor, page),
      changeStatus: (actor, change) => changeStatus(licences, actor, change),
    },
    licenceDrafts: {
      preview: (actor, order) => previewLicence(licences, actor, order),
      make: (actor, order) => makeLicenceDraft(licences, actor, order),
      list: (actor, page) => listLicenceDrafts(licences, actor, page),
      get: (actor, order) => getLicenceDraft(licences, actor, order),
      previewDraft: (actor, order) => previewLicenceDraft(licences, actor, order),
      change: (actor, order) => changeLicenceDraft(licences, actor, order),
      return: (actor, order) => returnLicenceDraft(licences, actor, order),
      issue: (actor, id) => issueLicenceDraft(licences, actor, id),
      withdraw: (actor, id) => withdrawLicenceDraft(licences, actor, id),
    },
    issueBatches: {
      template: (actor, type) => issueTableTemplate(licences, actor, type),
      receive: (actor, received) => receiveIssueTable(licences, actor, received),
      list: (actor) => listIssueBatches(licences, actor),
      get: (actor, id) => getIssueBatch(licences, actor, id),
      start: (actor, id) => startIssueBatch(licences, actor, id),
      cancel: (actor, id) => cancelIssueBatch(licences, actor, id),
      forget: (actor, id) => forgetIssueBatch(licences, actor, id),
      results: (actor, id) => issueBatchResults(licences, actor, id),
    },
    statusApplications: {
      apply: (actor, change) => applyForStatus(licences, actor, change),
      decide: (actor, order) => decideStatus(licences, actor, order),
      list: (actor, page) => listApplications(licences, actor, page),
    },
    statusMappings: {
      list: (actor) => listMappings(records, actor),
      status: (actor, question) => mappedStatus({ records, clock }, actor, question),
      import: (actor, mapping) => importMapping({ records, journal: licences.journal, clock }, actor, mapping),
    },
    copies: {
      make: (actor, order) => makeUseCopy(licences, actor, order),
      cancelled: (actor, order) => makeCancelledRendition(licences, actor, order),
      list: (actor, order) => listCopies(licences, actor, order),
      download: (actor, order) => downloadCopy(licences, actor, order),
      verify: (actor, input) => verifyCopyNumber({ clock, store }, actor, input),
      chooseSeal: (actor, order) => chooseCopySeal(licences, actor, order),
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
      fields: (actor, question) =>
        verifyFields(
          { records, journal: licences.journal, quota: access.quota, crypto: access.crypto, clock, random: licences.random },
          actor,
          question,
        ),
      code: (typed, moment) => verifyCode({ clock, store }, typed, moment),
    },
    publications: {
      get: (name) => getPublication(records, name),
      lists: () => countStatusLists(records),
    },
    catalogue: {
      licenceTypes: (actor) => listLicenceTypes(records, actor),
      licenceType: (actor, code) => getLicenceType(records, actor, code),
    },
    places: {
      list: (actor, query) => listPlaces(records, actor, query),
      get: (actor, place) => getPlace(records, actor, place),
      every: (actor, tree) => everyPlace(records, actor, tree),
      import: (actor, file) => importPlaces(organisations, actor, file),
      move: (actor, order) => moveOrganisations(organisations, actor, order),
    },
    catalogueKeeping: {
      list: (actor, kind) => listEntries(records, actor, kind),
      get: (actor, entry) => getEntry(records, actor, entry),
      preview: (actor, order) => previewType({ records, engine: licences.engine, clock }, actor, order),
      draft: (actor, order) => draftEntry(catalogue, actor, order),
      step: (actor, order) => takeCatalogueStep(catalogue, actor, order),
      export: (actor, codes) => exportCatalogue(records, actor, codes),
      import: (actor, order) => importCatalogue(catalogue, actor, order),
    },
    organisations: {
      names: (found) => placeNames(records, found),
      list: (actor, page) => listOrganisations(records, actor, page),
      get: (actor, code) => getOrganisation(records, actor, code),
      make: (actor, order) => makeOrganisation(organisations, actor, order),
      change: (actor, change) => changeOrganisation(organisations, actor, change),
      previewName: (actor, order) => previewName(records, actor, order),
      end: (actor, ending) => endOrganisation(organisations, actor, ending),
      withdrawEnd: (actor, order) => withdrawEnd(organisations, actor, order),
      nameSuccessors: (actor, order) => nameSuccessors(organisations, actor, order),
    },
  };
}
