export { checkChosen, shownFields, type ShownField } from './face.ts';
export {
  checkLife,
  checkShare,
  LONGEST_SHARE,
  MOST_USES,
  MOST_WRONG,
  PRESENTATION_LIFE,
  presentationEnd,
  SHARE_WORDS,
  shareState,
  type ShareState,
} from './judge.ts';
export {
  PRESENTATION_STATES,
  type Presentation,
  type PresentationState,
  type PresentationVia,
  type ShareGrant,
  type Shown,
} from './model.ts';
export { checkPresentationPassword } from './password.ts';
