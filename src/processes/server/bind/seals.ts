import type { HttpServices } from '../../../http/services.ts';
import {
  getCompromise,
  listCompromised,
  listNotices,
  orderReseal,
  reportCompromise,
} from '../../../services/compromise/index.ts';
import {
  approveUse,
  confirmGrant,
  endGrant,
  enrolApprover,
  getApproval,
  getCountedGrant,
  handOver,
  listApprovals,
  listGrants,
  nameDeputy,
  proposeGrant,
  refuseGrant,
  refuseUse,
  requestUse,
  resumeSeal,
  listStops,
  stopSeal,
  takeSealStep,
  withdrawUse,
} from '../../../services/grants/index.ts';
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
} from '../../../services/seals/index.ts';
import { exportStampings, getStamping, listStampings } from '../../../services/stamping/log/index.ts';
import { readIdentity } from '../../../services/storage/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Seals, their life, and who may use them. */
export function bindSeals({
  revoking,
  licences,
  seals,
}: HttpDependencies): Pick<
  HttpServices,
  | 'seals'
  | 'sealFilings'
  | 'sealApplications'
  | 'grants'
  | 'useApplications'
  | 'approvers'
  | 'stampings'
  | 'sealStops'
  | 'compromises'
> {
  const { store, clock } = licences;
  const { records } = store;
  const granting = { records, journal: licences.journal, clock, random: licences.random, grants: licences.grants };
  const { demonstration } = licences;
  return {
    seals: {
      list: (actor, page) => listSeals(records, actor, page),
      get: (actor, code) => getSeal(records, actor, code),
      step: (actor, order) => takeSealStep(granting, actor, order),
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
    grants: {
      list: (actor, page) => listGrants(records, actor, page),
      get: (actor, id) => getCountedGrant(granting, actor, id),
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
      list: (actor, page) => listStops(granting, actor, page),
      stop: (actor, order) => stopSeal(granting, actor, order),
      resume: (actor, order) => resumeSeal(granting, actor, order),
    },
  };
}
