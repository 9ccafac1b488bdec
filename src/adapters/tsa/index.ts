export { createTsaClient, type TsaClientOptions } from './client.ts';
