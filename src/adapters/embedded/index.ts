export { createEmbeddedStore, DATABASE_FOLDER, FILES_FOLDER, type EmbeddedStoreOptions } from './store.ts';
