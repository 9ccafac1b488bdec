import type { HttpServices } from '../../../http/services.ts';
import {
  askForLink,
  askToRepresent,
  decideRepresentation,
  delegate,
  endRepresentation,
  getAskedRepresentation,
  listAskedRepresentations,
  listMyRepresentations,
  decideLink,
  downloadMyLicence,
  endMyLink,
  getAskedLink,
  getMyLicence,
  listAskedLinks,
  listMyLicences,
  listMyNumbers,
} from '../../../services/holders/index.ts';
import {
  listMyPresentations,
  presentationPasswordState,
  presentLicence,
  seeLink,
  seePresentation,
  seePublicly,
  setPresentationPassword,
  withdrawPresentation,
  type PresentationDependencies,
} from '../../../services/presentation/index.ts';
import { downloadShared, listMyShares, listShared, revokeShare, shareLicence, useShare } from '../../../services/shares/index.ts';
import { copiesByDuty, downloadDutyCopy } from '../../../services/copies/index.ts';
import { answerDemand, checkByDuty, getDemand, listDemands } from '../../../services/duty/index.ts';
import { exportMyUses, listMyUses, objectToUse } from '../../../services/uses/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Holders and what is theirs. */
export function bindHolders({
  access,
  licences,
  pseudonymsOf,
}: HttpDependencies): Pick<
  HttpServices,
  'my' | 'holderLinks' | 'presentations' | 'shares' | 'uses' | 'duty' | 'representations'
> {
  const { records, journal, crypto, hasher, attempts, clock, random } = access;
  const deps: PresentationDependencies = {
    ...{ records, blobs: licences.store.blobs, journal, crypto, hasher, attempts, clock, random },
    publicUrl: licences.publicUrl,
  };
  const duty = { records, journal, quota: access.quota, crypto, clock, random, copies: copiesByDuty(licences) };
  return {
    my: {
      licences: (who, page) => listMyLicences(deps, who, page),
      licence: (who, asked) => getMyLicence(deps, who, asked),
      download: (who, asked) => downloadMyLicence(deps, who, asked),
      numbers: (who, of) => listMyNumbers(deps, who, of),
      askForLink: (who, asked) => askForLink(deps, who, asked),
      endLink: (who, link) => endMyLink(deps, who, link),
    },
    presentations: {
      passwordState: (who) => presentationPasswordState(deps, who),
      setPassword: (who, change) => setPresentationPassword(deps, who, change),
      present: (who, order) => presentLicence(deps, who, order),
      list: (who, of) => listMyPresentations(deps, who, of),
      withdraw: (who, one) => withdrawPresentation(deps, who, one),
      see: (actor, code) => seePresentation(deps, actor, code),
      seePublicly: (secret) => seePublicly(deps, secret),
      seeLink: (given) => seeLink(deps, given),
      now: () => clock.now(),
    },
    shares: {
      grant: (who, order) => shareLicence(deps, who, order),
      mine: (who, of) => listMyShares(deps, who, of),
      revoke: (who, one) => revokeShare(deps, who, one),
      received: (actor, page) => listShared(deps, actor, page),
      use: (actor, use) => useShare(deps, actor, use),
      download: (actor, use) => downloadShared(deps, actor, use),
      now: () => clock.now(),
    },
    uses: {
      list: (who, page) => listMyUses({ ...deps, pseudonymsOf }, who, page),
      export: (who, of) => exportMyUses({ ...deps, pseudonymsOf }, who, of),
      object: (who, order) => objectToUse({ ...deps, pseudonymsOf }, who, order),
    },
    duty: {
      check: (actor, question) => checkByDuty(duty, actor, question),
      demands: (actor, page) => listDemands(duty, actor, page),
      demand: (actor, id) => getDemand(duty, actor, id),
      answer: (actor, answer) => answerDemand(duty, actor, answer),
      copy: (actor, wanted) => downloadDutyCopy(licences, actor, wanted),
    },
    representations: {
      mine: (who) => listMyRepresentations(deps, who),
      ask: (who, order) => askToRepresent(deps, who, order),
      delegate: (who, order) => delegate(deps, who, order),
      end: (who, id) => endRepresentation(deps, who, id),
      waiting: (actor, page) => listAskedRepresentations(deps, actor, page),
      get: (actor, id) => getAskedRepresentation(deps, actor, id),
      decide: (actor, decision) => decideRepresentation(deps, actor, decision),
    },
    holderLinks: {
      list: (actor, page) => listAskedLinks(deps, actor, page),
      get: (actor, id) => getAskedLink(deps, actor, id),
      decide: (actor, decision) => decideLink(deps, actor, decision),
    },
  };
}
