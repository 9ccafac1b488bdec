export { readOrMakePassphrase, readPassphrase } from './passphrase.ts';
export {
  createSoftwareCustody,
  openSoftwareCustody,
  type SoftwareCustody,
  type SoftwareCustodyOptions,
} from './software-custody.ts';
