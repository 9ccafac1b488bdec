export { presentationPasswordState, setPresentationPassword, type PasswordState } from './password.ts';
export type { PresentationDependencies } from './ports.ts';
export {
  listMyPresentations,
  presentLicence,
  withdrawPresentation,
  type MadePresentation,
  type PresentationOrder,
} from './present.ts';
export { seeLink, seePresentation, seePublicly, type SeenLicence, type ShownCode } from './see.ts';
export { sweepPresentations } from './sweep.ts';
