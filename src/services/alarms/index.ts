export { listAlarms, type AlarmPage } from './list.ts';
export { createAlarmWatch, type AlarmWatch, type WatchDependencies } from './watch.ts';
