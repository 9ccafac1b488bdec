export { handleFindings, listFindings, type QualityDependencies, type QualityPage } from './findings.ts';
export { followQuality, type QualityFollowing } from './follow.ts';
