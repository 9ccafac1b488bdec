export { stepTaken } from './asked.ts';
export { checkLink, holds, identifiersOf, plainCode, plainName, type AskedLink } from './identifiers.ts';
export {
  ASKED_STATES,
  REPRESENTATION_KINDS,
  type Asked,
  type AskedState,
  type AskedStep,
  type HolderIdentifier,
  type HolderKind,
  type HolderRecord,
  type IdentifierLink,
  type Power,
  type PresentationPassword,
  type Proof,
  type Representation,
  type RepresentationKind,
  type TakenStep,
} from './model.ts';
export {
  checkMatter,
  checkRepresentation,
  DELEGATED,
  isEffective,
  powersOf,
  type RepresentationTerms,
} from './representation.ts';
