import { dirname, resolve } from 'node:path';
import { type Access, type AccessParts, createAccess, createProvider } from '../../access/index.ts';
import { LIMITS, systemFetchWithin } from '../../base/index.ts';
import { LONG_FORMS } from '../../dashboard/index.ts';
import type { LoadedNode } from '../files/configuration.ts';
import { readTextFile } from '../files/read-text.ts';
import type { Shell } from '../shell.ts';

/** Whose pages they are, where they are drawn, and what is told of requests and sign-ins. */
interface SitePages
  extends Pick<AccessParts, 'people' | 'sessions' | 'nowMs' | 'draw' | 'onRequest' | 'onFailure' | 'onEvent'> {
  readonly loaded: LoadedNode;
}

/** Sign-in to a site's pages, as its configuration has it. */
export function siteAccess(shell: Shell, { loaded, ...told }: SitePages): Access {
  const { clock, entropy } = shell;
  const { signIn, site } = loaded.config;
  const parts = { ...told, site, clock, entropy, longForms: LONG_FORMS };
  const { origin, proxies } = signIn;
  if (signIn.kind === 'local') {
    return createAccess({ ...parts, origin, proxies });
  }
  const clientSecret = clientSecretOf(loaded);
  const fetch = systemFetchWithin(LIMITS.providerReplyBytesMax);
  return createAccess({
    ...parts,
    origin,
    proxies,
    provider: createProvider({ settings: signIn, clientSecret, fetch, clock, entropy }),
  });
}

/** The secret by which an identity provider knows this client, where the configuration names its file. @throws SfumatoError `file-unreadable`. */
export function clientSecretOf({ config: { signIn }, file }: Pick<LoadedNode, 'config' | 'file'>): string | undefined {
  const named = signIn.kind === 'oidc' ? signIn.clientSecretFile : undefined;
  return named === undefined ? undefined : readTextFile(resolve(dirname(file), named), 'client secret').trim();
}
