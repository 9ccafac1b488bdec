import type { HttpServices } from '../../../http/services.ts';
import { listCalendars, recordCalendar } from '../../../services/calendar/index.ts';
import { listMyNotices, markNoticeRead } from '../../../services/inbox/index.ts';
import {
  attachToFiled,
  attachToMine,
  decideObjection,
  endFiledObjection,
  endMyObjection,
  fileMyObjection,
  fileObjection,
  getMyObjection,
  getObjection,
  listMyObjections,
  listObjections,
  readEvidence,
  readMyAttachment,
  shown,
  type ObjectionDependencies,
} from '../../../services/objections/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Objections, the notices that tell of their answers and of much else, and the calendars by which their terms are counted. */
export function bindObjections({
  access,
  licences,
  pseudonymsOf,
  objectionWorkingDays: workingDays,
}: HttpDependencies): Pick<HttpServices, 'objections' | 'calendars' | 'inbox'> {
  const { records, journal, crypto, hasher, attempts, clock, random } = access;
  const { blobs } = licences.store;
  const deps: ObjectionDependencies = {
    ...{ records, blobs, journal, crypto, hasher, attempts, clock, random, pseudonymsOf, workingDays },
  };
  return {
    objections: {
      shown: (objection) => shown(deps, objection),
      mine: {
        file: (who, order) => fileMyObjection(deps, who, order),
        list: (who, page) => listMyObjections(deps, who, page),
        get: (who, one) => getMyObjection(deps, who, one),
        end: (who, step) => endMyObjection(deps, who, step),
        attach: (who, file) => attachToMine(deps, who, file),
        read: (who, file) => readMyAttachment(deps, who, file),
      },
      file: (actor, order) => fileObjection(deps, actor, order),
      list: (actor, page) => listObjections(deps, actor, page),
      get: (actor, id) => getObjection(deps, actor, id),
      end: (actor, step) => endFiledObjection(deps, actor, step),
      attach: (actor, file) => attachToFiled(deps, actor, file),
      read: (actor, file) => readEvidence(deps, actor, file),
      decide: (actor, decision) => decideObjection(deps, actor, decision),
    },
    inbox: {
      list: (who, page) => listMyNotices(deps, who, page),
      markRead: (who, one) => markNoticeRead(deps, who, one),
    },
    calendars: {
      list: (actor) => listCalendars(records, actor),
      record: (actor, calendar) => recordCalendar({ records, journal, clock }, actor, calendar),
    },
  };
}
