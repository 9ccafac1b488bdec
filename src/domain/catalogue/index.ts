export { additionFault, dictionaryFault, isDictionaryCode, isTypeCode, typeFault } from './check.ts';
export { inlineFace, readLicenceType, type EarlierLicenceTypeRecord, type StoredLicenceType } from './earlier.ts';
export {
  FIELD_TYPES,
  MASK_LEVELS,
  typeOf,
  type ColumnDefinition,
  type FieldDefinition,
  type FieldType,
  type MaskLevel,
} from './field.ts';
export {
  addsFor,
  boundSeal,
  mayIssue,
  typeInUse,
  type AdditionInUse,
  type AdditionReference,
  type Issuer,
  type TypeInUse,
} from './in-use.ts';
export {
  afterVersionStep,
  CATALOGUE_DUTIES,
  catalogueStepFault,
  isWithdrawn,
  openVersion,
  publishedVersion,
  VERSION_STATE_WORDS,
  versionOf,
  withDraft,
  type CatalogueDuty,
  type VersionStep,
} from './lifecycle.ts';
export { COMMON_ELEMENTS, isOwnElement } from './metadata.ts';
export {
  FACE_SOURCES,
  VERSION_STATES,
  type AnnualReviewRule,
  type CatalogueRecord,
  type CatalogueStep,
  type CatalogueVersion,
  type CatalogueWithdrawal,
  type DictionaryContent,
  type DictionaryEntry,
  type DictionaryRecord,
  type ElementMapping,
  type FaceBindings,
  type FaceSource,
  type FaceTemplateRecord,
  type HolderRule,
  type IssuerRule,
  type LicenceTypeRecord,
  type PaperSerialRule,
  type SealBinding,
  type ServiceItemUse,
  type TakenCatalogueStep,
  type TemplateReference,
  type TypeAddition,
  type TypeAdditionRecord,
  type TypeDefinition,
  type ValidityRule,
  type VersionState,
} from './model.ts';
export { readRows, rowsOf, type TableRow } from './table.ts';
export { checkFields, checkPaperSerial, LONG_TERM_WORDS, type Dictionaries } from './values.ts';
