export { withExamples } from './describe.ts';
