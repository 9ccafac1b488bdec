/** What these routes need of the services. */
import type {
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
} from '../../../services/objections/index.ts';
import type { Bound } from '../../bound.ts';

/** Objections of holders, counters, and the bodies that answer. */
export interface ObjectionServices {
  readonly shown: Bound<typeof shown>;
  readonly mine: {
    readonly file: Bound<typeof fileMyObjection>;
    readonly list: Bound<typeof listMyObjections>;
    readonly get: Bound<typeof getMyObjection>;
    readonly end: Bound<typeof endMyObjection>;
    readonly attach: Bound<typeof attachToMine>;
    readonly read: Bound<typeof readMyAttachment>;
  };
  readonly file: Bound<typeof fileObjection>;
  readonly list: Bound<typeof listObjections>;
  readonly get: Bound<typeof getObjection>;
  readonly end: Bound<typeof endFiledObjection>;
  readonly attach: Bound<typeof attachToFiled>;
  readonly read: Bound<typeof readEvidence>;
  readonly decide: Bound<typeof decideObjection>;
}
