export { followStatistics, rebuildStatistics, type CountingDependencies, type RebuiltStatistics } from './follow.ts';
export {
  LONGEST_PERIOD,
  MOST_STATISTICS_ROWS,
  getStatistics,
  type Statistics,
  type StatisticsDependencies,
  type StatisticsQuestion,
} from './read.ts';
export { statisticsCsv } from './table.ts';
