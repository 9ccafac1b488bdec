export { applyForStatus, decideStatus, listApplications, type ApplicationAnswer, type ApplicationPage } from './apply.ts';
