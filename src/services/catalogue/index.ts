export { draftEntry, type DraftOrder } from './draft.ts';
export {
  CATALOGUE_FORMAT,
  exportCatalogue,
  importCatalogue,
  type CatalogueFile,
  type ExchangedEntry,
  type ImportOutcome,
} from './exchange.ts';
export { CATALOGUE_KINDS, type CatalogueDrafts, type CatalogueEntry, type CatalogueKind, type DraftedTemplate } from './kinds.ts';
export type { CatalogueDependencies } from './ports.ts';
export { previewType, type TypePreview } from './preview.ts';
export { getEntry, listEntries } from './read.ts';
export { catalogueFileSchema, contentSchemas } from './schema.ts';
export { takeCatalogueStep, type EntryStep, type StepOrder } from './step.ts';
