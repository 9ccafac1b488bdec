export { DATABASE_FOLDER } from './environment.ts';
export { openEmbeddedRegister } from './register.ts';
export { createEmbeddedStore, FILES_FOLDER, type EmbeddedStoreOptions } from './store.ts';
