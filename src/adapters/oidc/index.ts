import { PROVIDER_NAMES, type IdentityProvider, type ProviderName } from '../../services/federation/index.ts';
import type { Clock } from '../../services/platform.ts';
import { readIdentityFile } from './file.ts';
import { createOpenIdProvider } from './provider.ts';

export { createOpenIdProvider } from './provider.ts';
export { readIdentityFile, type IdentityFile, type ProviderFile } from './file.ts';

/** The providers of a file; none without one. Rejects with IDENTITY_FILE_INVALID. */
export async function openProviders(
  path: string | null,
  { publicUrl, production, clock }: { readonly publicUrl: string; readonly production: boolean; readonly clock: Clock },
): Promise<Readonly<Partial<Record<ProviderName, IdentityProvider>>>> {
  if (path === null) return {};
  const described = await readIdentityFile(path, { production });
  const providers: Partial<Record<ProviderName, IdentityProvider>> = {};
  for (const name of PROVIDER_NAMES) {
    const file = described[name];
    const redirectUri = `${publicUrl}/oidc/${name}/callback`;
    if (file) providers[name] = createOpenIdProvider({ file, redirectUri, afterSignOut: `${publicUrl}/`, clock });
  }
  return providers;
}
