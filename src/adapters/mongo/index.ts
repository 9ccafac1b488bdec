export { createMongoStore, openMongoRegister, type MongoStoreOptions } from './store.ts';
