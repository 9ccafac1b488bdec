export { exchangeApiKey } from './exchange-key.ts';
export { authenticateBearer, letIn, type Presented } from './authenticate.ts';
export { authenticateCertificate } from './by-certificate.ts';
export { MAX_KEY_SET_BYTES, MAX_SET_KEYS, readKeySet, type KeySets, type SetKey } from './key-set.ts';
export { MOST_CHAIN, readTlsSubject, type ClientTrust, type PresentedCertificate } from './tls-subject.ts';
export { issueToken, TOKEN_LIFE, type IssuedToken, type TokenOrder } from './issue-token.ts';
export { JWS_ALGORITHMS } from './jws.ts';
export { tokenEndpoint, type OAuthDependencies } from './ports.ts';
export { readSm2Jws, verifySm2Jws } from './jws.ts';
