/** What systems send to prove who they are, and the keys that are registered for them. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { utf8 } from '../../src/base/bytes.ts';
import { createNativeProvider, readJwk, signingKeyType } from '../../src/crypto/native/index.ts';
import { readForm } from '../../src/http/oauth/form.ts';
import { readProof } from '../../src/services/clients/proof.ts';
import { judgeAssertion } from '../../src/services/oauth/assertion.ts';
import { readKeySet } from '../../src/services/oauth/key-set.ts';
import { readTlsSubject } from '../../src/services/oauth/tls-subject.ts';
import { readToken } from '../../src/services/oauth/issue-token.ts';
import { readJws, readSm2Jws, verifyJws, verifySm2Jws } from '../../src/services/oauth/jws.ts';
import { readTerms } from '../../src/services/clients/terms.ts';
import { certificateOf, chainOf } from '../../src/http/proof/certificate.ts';
import { signatureBase } from '../../src/services/signed-requests/base.ts';
import { base64Of, readContentDigest, readSignature } from '../../src/services/signed-requests/parse.ts';
import { attempt } from '../attempt.ts';
import { FalseAcceptance, type Target } from '../target.ts';

const CLIENT = '0123456789abcdef';
const TLS_NAMES = ['subject-dn', 'san-dns', 'san-uri', 'san-ip', 'san-email'] as const;
const ISSUER = 'https://licence.example';

const assertions: Target = {
  name: 'client-assertions',
  form: 'text',
  covers: ['services/oauth/jws.ts#readJws', 'services/oauth/jws.ts#verifyJws', 'services/oauth/assertion.ts#judgeAssertion'],
  open() {
    const crypto = createNativeProvider();
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    const now = Date.now();
    const seconds = Math.floor(now / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: CLIENT, sub: CLIENT, aud: ISSUER, exp: seconds + 100, iat: seconds, jti: 'x' };
    const signed = `${part({ alg: 'ES256', kid: 'k' })}.${part(claims)}`;
    const privateKey = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const signature = sign('sha256', utf8(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return {
      seeds: [`${signed}.${signature}`, `${part({ alg: 'SGD_SM3_SM2' })}.${part({ exp: 'x', aud: [ISSUER] })}.${signature}`].map(
        utf8,
      ),
      async run(input) {
        const jws = readJws(Buffer.from(input).toString('latin1'));
        if (!jws) return false;
        judgeAssertion(jws.claims, { clientId: CLIENT, now, issuer: ISSUER });
        const right = await verifyJws(crypto, jws, { keyType: 'p-256', spki });
        if (right && !jws.text.startsWith(`${signed}.`)) throw new FalseAcceptance('another assertion was taken as signed');
        return right;
      },
    };
  },
};

const platformTokens: Target = {
  name: 'platform-tokens',
  form: 'text',
  covers: ['services/oauth/jws.ts#readSm2Jws', 'services/oauth/jws.ts#verifySm2Jws'],
  open() {
    const crypto = createNativeProvider();
    const spki = generateKeyPairSync('ec', { namedCurve: 'SM2' }).publicKey.export({ format: 'der', type: 'spki' });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const seed = `${part({ alg: 'SM2', kid: 'k' })}.${part({ iss: ISSUER, sub: 'x' })}.${Buffer.alloc(64, 1).toString('base64url')}`;
    return {
      seeds: [utf8(seed)],
      run(input) {
        const text = Buffer.from(input).toString('latin1');
        const jws = readSm2Jws(text, 'SM2');
        // Nobody signed with this key.
        if (verifySm2Jws(crypto, text, spki)) throw new FalseAcceptance('a token was taken as signed');
        return jws !== null;
      },
    };
  },
};

const keys: Target = {
  name: 'client-keys',
  form: 'der',
  covers: ['crypto/native/signing-key.ts#signingKeyType'],
  open: () => ({
    seeds: ['prime256v1', 'SM2'].map((namedCurve) =>
      generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' }),
    ),
    run: (input) => signingKeyType(input).length > 0,
  }),
};

const texts: Target = {
  name: 'client-texts',
  form: 'text',
  covers: [
    'crypto/native/signing-key.ts#readJwk',
    'services/clients/proof.ts#readProof',
    'services/clients/terms.ts#readTerms',
    'services/oauth/issue-token.ts#readToken',
    'http/oauth/form.ts#readForm',
    'services/oauth/key-set.ts#readKeySet',
    'services/oauth/tls-subject.ts#readTlsSubject',
    'pki/certificate/name-from-text.ts#nameKeyOfText',
  ],
  open() {
    const crypto = createNativeProvider();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const random = { bytes: (length: number) => new Uint8Array(length) };
    return {
      seeds: [
        'grant_type=client_credentials&client_id=0123456789abcdef&scope=licence%3Averify',
        `yt_${'ab'.repeat(32)}`,
        String(publicKey.export({ format: 'pem', type: 'spki' })),
        JSON.stringify(publicKey.export({ format: 'jwk' })),
        JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] }),
        'CN=a\\2c b+O=c,C=CN',
        '2001:db8::1',
        'urn:a@b.example',
      ].map(utf8),
      run(input) {
        const text = Buffer.from(input).toString('utf8');
        const taken = [
          attempt(() => readForm(input).size > 0),
          attempt(() => readToken(text) !== null),
          attempt(() => readProof({ crypto, random }, { kind: 'public-key', text }).secret === null),
          attempt(() => readTerms({ scopes: [text], perMinute: null, perDay: null, validUntil: null }, 0).scopes.length > 0),
          attempt(() => readJwk({ kty: 'EC', crv: 'SM2', x: text, y: text }).length > 0),
          attempt(() => readJwk(membersOf(text)).length > 0),
          attempt(() => (readKeySet(input)?.length ?? 0) > 0),
          ...TLS_NAMES.map((name) => attempt(() => readTlsSubject(name, text) !== '')),
        ];
        return taken.includes(true);
      },
    };
  },
};

/** The members of a JWK as the schema of the route lets them through: texts only. */
function membersOf(text: string): Parameters<typeof readJwk>[0] {
  const members = [...text.matchAll(/"(kty|crv|x|y|n|e)":"([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { kty: '', ...(Object.fromEntries(members) as object) };
}

const signedRequests: Target = {
  name: 'signed-requests',
  form: 'text',
  covers: [
    'services/signed-requests/parse.ts#readSignature',
    'services/signed-requests/parse.ts#readContentDigest',
    'services/signed-requests/parse.ts#base64Of',
    'services/signed-requests/base.ts#signatureBase',
    'http/proof/certificate.ts#certificateOf',
    'http/proof/certificate.ts#chainOf',
  ],
  open: () => ({
    seeds: [
      `sig=("@method" "@authority" "@path" "@query" "content-digest");created=1767225600;nonce="0123456789abcdef";keyid="${CLIENT}/k";alg="sm2-sm3"\nsig=:AAAA:`,
      'x\nsm3=:lvFkEhZ7s6CF/+Y5GTqOYcRxXEAuBMrygrS+z9I8x5w=:',
      ':MAMCAQE=:',
    ].map(utf8),
    run(input) {
      const [first = '', second = ''] = Buffer.from(input).toString('latin1').split('\n');
      const read = readSignature(first, second);
      const parts = { method: 'GET', target: '/a?b', field: (name: string) => (name.includes('x') ? undefined : second) };
      const base = read && signatureBase(read, parts, ISSUER);
      // The base is what is signed: what is covered must not be able to say more lines than it has.
      if (read && base !== null && base.split('\n').length !== read.components.length + 1)
        throw new FalseAcceptance('a component added a line to the signature base');
      return [read, readContentDigest(second), base64Of(second), certificateOf(first), chainOf(second)].some(
        (found) => found !== null,
      );
    },
  }),
};

export const CLIENT_TARGETS: readonly Target[] = [assertions, platformTokens, keys, texts, signedRequests];
