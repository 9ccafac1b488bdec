export { stampDocument, type StampRequest, type StampResult } from './stamp.ts';
