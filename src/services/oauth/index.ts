export { authenticateBearer, letIn, type Presented } from './authenticate.ts';
export { authenticateCertificate } from './by-certificate.ts';
export { issueToken, TOKEN_LIFE, type IssuedToken, type TokenOrder } from './issue-token.ts';
export { JWS_ALGORITHMS } from './jws.ts';
export { tokenEndpoint, type OAuthDependencies } from './ports.ts';
export { readSm2Jws, verifySm2Jws } from './jws.ts';
