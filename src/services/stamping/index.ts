export { stampDocument, useSeal, type SealUse, type StampRequest, type StampResult } from './stamp.ts';
