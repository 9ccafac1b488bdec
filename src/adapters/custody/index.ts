export { readOrMakePassphrase, readPassphrase } from './passphrase.ts';
export {
  createSoftwareCustody,
  openSoftwareCustody,
  type SoftwareCustody,
  type SoftwareCustodyOptions,
} from './software-custody.ts';
export { createSignerProcess, type SignerProcess, type SignerProcessOptions } from './process/signer-process.ts';
export { serveSigner, type ServeOptions } from './process/serve.ts';
export type { SignerPlaces, SignerSettings } from './process/child.ts';
export type { KeyRoom, OpenedRoom, SigningCustody } from './process/room.ts';
export { serveCustody, type ServeCustodyOptions, type ServedCustody } from './remote/serve.ts';
export { secretsOf, wrongPart } from './back-end/file.ts';
export { custodyWithoutKeys, withoutKeys } from './without-keys.ts';
export { joinCustodies } from './back-end/join.ts';
export { openCustodyFile } from './back-end/open.ts';
export type { DeviceCustody } from './devices/device-custody.ts';
