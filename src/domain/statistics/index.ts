export { addToCells, addToDays, MOST_CELLS, MOST_REASONS } from './bucket.ts';
export {
  countsOf,
  dateIn,
  dayOfEvent,
  IN_TIME_DAYS,
  isCounted,
  licenceNamed,
  STANDING_KINDS,
  type AboutLicence,
} from './count.ts';
export {
  MEASURES,
  OTHERS,
  STANDINGS,
  type Cell,
  type Count,
  type Counts,
  type Measure,
  type Period,
  type Standing,
  type StandingRecord,
  type StatisticsRecord,
} from './model.ts';
export {
  bucketId,
  bucketPrefix,
  bucketsOf,
  bucketsWithin,
  dayNumber,
  generationPrefix,
  lastOfMonth,
  standingId,
  type Bucket,
} from './period.ts';
export { plainStanding, standingChanges, type StandingChange, type StandingMoment } from './standing.ts';
export { GROUPINGS, statisticsTable, type Grouping, type StatisticsRow, type StatisticsTable } from './table.ts';
