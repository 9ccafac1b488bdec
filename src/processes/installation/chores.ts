/** The work of a server that comes back, and how often. */
import type { Duties } from './duties.ts';
import { repeat, type Chore } from './repeat.ts';

const SETTLE_EVERY = 30_000;
/** Licences that wait for their evidence are looked at soon after the start, so that it is known how many they are, ms. */
const COMPLETE_AFTER = 2_000;
const COMPLETE_EVERY = 30_000;
/** How soon a server knows what commands and other servers did to the keys, ms. */
const FOLLOW_EVERY = 1_000;
/** How soon custody knows of locked and closed accounts of whom it could not be told at once, ms. */
const FOLLOW_ACCOUNTS_EVERY = 15_000;
/** How often licences are looked for whose time stamps' certificates end soon, ms. */
const RENEW_EVIDENCE_EVERY = 300_000;
/** Records that are in clear or under an older key are brought under the newest one, some pages at a time, ms. */
const RESEAL_AFTER = 3_000;
const RESEAL_EVERY = 15_000;
const RESEAL_PAGES = 50;
/** How soon a change of status is in the lists that everybody reads; a minute is promised, ms. */
const PUBLISH_AFTER = 500;
const PUBLISH_EVERY = 5_000;
/** How often sources are asked for licences, and folders looked through, ms. */
const COLLECT_EVERY = 30_000;
/** How soon abnormal use is noticed, ms. */
const WATCH_EVERY = 2_000;
/** How soon a change is in the feed, and systems are told of it, ms. */
const FOLLOW_CHANGES_EVERY = 1_000;
const SEND_NOTICES_EVERY = 1_000;
const RENEW_EVERY = 6 * 3_600_000;
const ASK_ABOUT_CLOCK_EVERY = 15_000;
const SWEEP_EVERY = 3_600_000;
const FORGET_EVERY = 60_000;
/** Portions of the work that follows a compromise, ms. */
const WORK_ON_COMPROMISES_EVERY = 2_000;
/** Planned ends and names of organisations are carried out soon after the day; by time alone nothing is done for them any more, ms. */
const CARRY_OUT_CHANGES_EVERY = 30_000;
const SWEEP_TRANSIENTS_EVERY = 60_000;
/** How soon a batch is taken up that was started, here or at another server, ms. */
const WORK_EVERY = 500;
/** When the log of key uses is compared with the register: some time after the start, and from then on every day, ms. */
const RECONCILE_AFTER = 60_000;
const RECONCILE_EVERY = 24 * 3_600_000;

/** What ends is looked for soon after the start, and often enough for every day to be told early, ms. */
const FORECAST_AFTER = 5_000;
const FORECAST_EVERY = 3_600_000;

/** The head of the journal is anchored soon after the start, ms. */
const ANCHOR_AFTER = 2_000;

type Work = () => Promise<unknown>;

/** Everything that a server can be there for; what it really does is said by its duties. */
export interface ServerWork {
  readonly askAboutClock: Work;
  /** Of whoever has keys: what others do to them. */
  readonly keys: {
    readonly look: Work;
    readonly followStops: Work;
    /** Whether custody's ledger is the one that is known, and how far it goes. */
    readonly watchLedger: Work;
    readonly followAccounts: Work;
    /** Ends and names that are planned, for custody. */
    readonly followPlannedEnds: Work;
    /** Null where keys are used in this process. */
    readonly reconcile: Work | null;
  };
  /** What records ask for, without any key that signs. */
  readonly records: {
    readonly resumeDestructions: Work;
    /** Brings so many pages of records under the newest key. */
    readonly reseal: (pages: number) => Promise<unknown>;
    readonly watchUse: Work;
    readonly followChanges: Work;
    readonly sweepReports: Work;
    readonly sweepHolderSessions: Work;
    readonly sweepTransients: Work;
    readonly sweepPresentations: Work;
    /** Makes what holders see of uses from the journal. */
    readonly followUses: Work;
    readonly sweepUses: Work;
    readonly sweepDemands: Work;
    /** Counts what is new in the journal. */
    readonly followStatistics: Work;
    /** Brings what the journal tells into the inboxes of holders. */
    readonly followNotices: Work;
    readonly sweepNotices: Work;
    /** Makes objections of what holders say of uses. */
    readonly followObjections: Work;
    /** Passes on those that are overdue, closes and forgets what is over. */
    readonly sweepObjections: Work;
    /** Judges the quality of some licences. */
    readonly followQuality: Work;
    readonly forgetDrafts: Work;
    readonly forgetBatches: Work;
    readonly sweepPlans: Work;
    readonly eraseDrafts: Work;
    /** Null where nothing may be fetched, or there is no folder. */
    readonly pullSources: Work | null;
    readonly takeFolders: Work | null;
  };
  /** The same, with keys. */
  readonly signing: {
    readonly forecast: Work;
    readonly certifyResponders: Work;
    readonly renewTimeStampUnits: Work;
    readonly renewAnchorKey: Work;
    readonly renewClaimKeys: Work;
    readonly publishStatusLists: Work;
    readonly renewStatementKey: Work;
    readonly sendNotices: Work;
    readonly renewHeads: Work;
    readonly anchor: Work;
    /** How often the head of the journal is anchored, ms. */
    readonly anchorEvery: number;
    readonly renewLists: Work;
    readonly stampBatches: Work;
    readonly issueBatches: Work;
    readonly compromises: Work;
    readonly organisationChanges: Work;
    readonly settle: Work;
    readonly completeEvidence: Work;
    readonly renewEvidence: Work;
  };
}

/** Starts what a server's duties ask for; what a piece of work rejects with is reported and does not end it. */
export function startChores(duties: Duties, work: ServerWork, onError: (error: unknown) => void): readonly Chore[] {
  const every = (rhythm: Parameters<typeof repeat>[0], piece: Work): Chore => repeat(rhythm, piece, onError);
  const { keys, records, signing } = work;
  return [
    every(ASK_ABOUT_CLOCK_EVERY, work.askAboutClock),
    ...(duties.keys
      ? [
          every(FOLLOW_EVERY, keys.look),
          every(FOLLOW_EVERY, keys.followStops),
          every(FOLLOW_EVERY, keys.watchLedger),
          every({ first: FOLLOW_EVERY, then: FOLLOW_ACCOUNTS_EVERY }, keys.followAccounts),
          every({ first: FOLLOW_EVERY, then: FOLLOW_ACCOUNTS_EVERY }, keys.followPlannedEnds),
          ...(keys.reconcile === null ? [] : [every({ first: RECONCILE_AFTER, then: RECONCILE_EVERY }, keys.reconcile)]),
        ]
      : []),
    ...(duties.chores
      ? [
          every({ first: RESEAL_AFTER, then: FORGET_EVERY }, records.resumeDestructions),
          every({ first: RESEAL_AFTER, then: RESEAL_EVERY }, () => records.reseal(RESEAL_PAGES)),
          // At once the first time: what is in the journal when it begins is not judged.
          every({ first: 1, then: WATCH_EVERY }, records.watchUse),
          every(FOLLOW_CHANGES_EVERY, records.followChanges),
          every(SWEEP_EVERY, records.sweepReports),
          every(FORGET_EVERY, records.forgetDrafts),
          every(SWEEP_EVERY, records.sweepHolderSessions),
          every(SWEEP_TRANSIENTS_EVERY, records.sweepTransients),
          every(SWEEP_EVERY, records.sweepPresentations),
          every({ first: COMPLETE_AFTER, then: WATCH_EVERY }, records.followUses),
          every(SWEEP_EVERY, records.sweepUses),
          every(SWEEP_EVERY, records.sweepDemands),
          every({ first: COMPLETE_AFTER, then: WATCH_EVERY }, records.followStatistics),
          every({ first: COMPLETE_AFTER, then: WATCH_EVERY }, records.followNotices),
          every(SWEEP_EVERY, records.sweepNotices),
          every({ first: COMPLETE_AFTER, then: WATCH_EVERY }, records.followObjections),
          every({ first: RESEAL_AFTER, then: SWEEP_EVERY }, records.sweepObjections),
          every({ first: COMPLETE_AFTER, then: WATCH_EVERY }, records.followQuality),
          every(FORGET_EVERY, records.forgetBatches),
          every(FORGET_EVERY, records.sweepPlans),
          every(SWEEP_EVERY, records.eraseDrafts),
          ...(records.pullSources === null ? [] : [every({ first: RESEAL_AFTER, then: COLLECT_EVERY }, records.pullSources)]),
          ...(records.takeFolders === null ? [] : [every({ first: RESEAL_AFTER, then: COLLECT_EVERY }, records.takeFolders)]),
        ]
      : []),
    ...(duties.keyChores
      ? [
          every({ first: FORECAST_AFTER, then: FORECAST_EVERY }, signing.forecast),
          every(RENEW_EVERY, signing.certifyResponders),
          every(RENEW_EVERY, signing.renewTimeStampUnits),
          every(RENEW_EVERY, signing.renewAnchorKey),
          every(RENEW_EVERY, signing.renewClaimKeys),
          every({ first: PUBLISH_AFTER, then: PUBLISH_EVERY }, signing.publishStatusLists),
          every(RENEW_EVERY, signing.renewStatementKey),
          every(SEND_NOTICES_EVERY, signing.sendNotices),
          every(RENEW_EVERY, signing.renewHeads),
          every({ first: Math.min(ANCHOR_AFTER, signing.anchorEvery), then: signing.anchorEvery }, signing.anchor),
          every(RENEW_EVERY, signing.renewLists),
          every(WORK_EVERY, signing.stampBatches),
          every(WORK_EVERY, signing.issueBatches),
          every(WORK_ON_COMPROMISES_EVERY, signing.compromises),
          // The certificates of the seals are revoked.
          every({ first: RESEAL_AFTER, then: CARRY_OUT_CHANGES_EVERY }, signing.organisationChanges),
          // Commands work on the same data, and may be killed too.
          every(SETTLE_EVERY, signing.settle),
          every({ first: COMPLETE_AFTER, then: COMPLETE_EVERY }, signing.completeEvidence),
          every(RENEW_EVIDENCE_EVERY, signing.renewEvidence),
        ]
      : []),
  ];
}
