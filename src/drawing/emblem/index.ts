export { readEmblem } from './read.ts';
