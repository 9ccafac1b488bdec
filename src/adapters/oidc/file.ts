/** The file that describes identity providers: one of staff, one of holders. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { wrongPart } from '../custody/back-end/file.ts';
import { readFileIfPresent } from '../files/index.ts';
import { SM2_ALGORITHMS } from './sm2-tokens.ts';

const name = z.string().min(1).max(200);

const claims = z.strictObject({
  account: name.default('preferred_username'),
  name: name.default('name'),
  citizenNumber: name.optional(),
  creditCode: name.optional(),
  organisation: name.optional(),
  assurance: name.default('acr'),
});

const PROVIDER = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: name,
  /** File whose first line is the secret of this client; a public client has none. */
  clientSecretFile: z.string().min(1).max(1024).optional(),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
  scopes: z.array(name).min(1).max(20).default(['openid', 'profile']),
  /** Algorithm that ID tokens and logout tokens are signed with. */
  signingAlgorithm: z.enum(['RS256', 'PS256', 'ES256', ...SM2_ALGORITHMS]).default('RS256'),
  /** Names of claims in ID token and UserInfo. */
  claims: claims.prefault({}),
  /** Whether UserInfo is asked besides. */
  userInfo: z.boolean().default(false),
  /** Levels of assurance that do; any when empty. */
  assurances: z.array(name).max(20).default([]),
});

const IDENTITY_FILE = z.strictObject({ staff: PROVIDER.optional(), holders: PROVIDER.optional() });

/** One provider as described; paths are absolute. */
export type ProviderFile = z.infer<typeof PROVIDER>;

/** The providers that a file describes. */
export type IdentityFile = z.infer<typeof IDENTITY_FILE>;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** True for an address on this machine, where http does. */
export function isLoopback(issuer: string): boolean {
  return LOOPBACK.includes(new URL(issuer).hostname);
}

/**
 * Reads an identity file; its relative paths start from its folder. Rejects with IDENTITY_FILE_INVALID, also when an issuer is reached
 * without TLS from beyond this machine, or at all in production.
 */
export async function readIdentityFile(path: string, rules: { readonly production: boolean }): Promise<IdentityFile> {
  const invalid = (reason: Bilingual, cause?: unknown) => new YinzhengError('IDENTITY_FILE_INVALID', { path, reason }, { cause });
  const bytes = await readFileIfPresent(path);
  if (bytes === null) throw invalid(bilingual('there is no such file', '文件不存在'));
  let content: unknown;
  try {
    content = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw invalid(bilingual('it is not JSON', '不是 JSON'), cause);
  }
  const read = IDENTITY_FILE.safeParse(content);
  if (!read.success) throw invalid(wrongPart(read.error), read.error);
  const { staff, holders } = read.data;
  for (const provider of [staff, holders]) {
    if (provider && !provider.issuer.startsWith('https:') && (rules.production || !isLoopback(provider.issuer)))
      throw invalid(bilingual('the issuer is reached by https', 'issuer 必须使用 https'));
  }
  if (holders && holders.claims.citizenNumber === undefined)
    throw invalid(bilingual('holders.claims.citizenNumber: missing', '缺少 holders.claims.citizenNumber'));
  const absolute = (provider: ProviderFile | undefined): ProviderFile | undefined =>
    provider?.clientSecretFile === undefined
      ? provider
      : { ...provider, clientSecretFile: resolve(dirname(resolve(path)), provider.clientSecretFile) };
  return { staff: absolute(staff), holders: absolute(holders) };
}
