export { OID, oidName } from './oid.ts';
export { children, MAX_CHILDREN, MAX_DEPTH, malformed, readDer, readDerPrefix, TAG, type DerNode } from './reader.ts';
export * from './values.ts';
export * as der from './writer.ts';
