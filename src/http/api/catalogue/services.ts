/** What these routes need of the services. */
import type {
  draftEntry,
  exportCatalogue,
  getEntry,
  importCatalogue,
  listEntries,
  previewType,
  takeCatalogueStep,
} from '../../../services/catalogue/index.ts';
import type { Bound } from '../../bound.ts';

/** Keeping the catalogue. */
export interface CatalogueKeepingServices {
  readonly list: Bound<typeof listEntries>;
  readonly get: Bound<typeof getEntry>;
  readonly preview: Bound<typeof previewType>;
  readonly draft: Bound<typeof draftEntry>;
  readonly step: Bound<typeof takeCatalogueStep>;
  readonly export: Bound<typeof exportCatalogue>;
  readonly import: Bound<typeof importCatalogue>;
}
