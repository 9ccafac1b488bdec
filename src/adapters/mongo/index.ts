export { createMongoStore, openMongoPublicStore, openMongoRegister, type MongoStoreOptions, type PublicStore } from './store.ts';
