import { dirname, resolve } from 'node:path';
import { type Access, type AccessParts, createAccess, createProvider } from '../access/index.ts';
import { LIMITS, systemFetchWithin } from '../base/index.ts';
import { LONG_FORMS } from '../dashboard/index.ts';
import { type LoadedNode, readTextFile } from './load.ts';
import type { Shell } from './shell.ts';

/** Whose pages they are, where they are drawn, and what is told of requests and sign-ins. */
interface SitePages extends Pick<AccessParts, 'people' | 'sessions' | 'draw' | 'onRequest' | 'onFailure' | 'onEvent'> {
  readonly loaded: LoadedNode;
  readonly configFile: string;
}

/** Sign-in to a site's pages, as its configuration has it. */
export function siteAccess(shell: Shell, { loaded, configFile, ...told }: SitePages): Access {
  const { clock, entropy } = shell;
  const { signIn, site } = loaded.config;
  const parts = { ...told, site, clock, entropy, longForms: LONG_FORMS };
  const { origin, proxies } = signIn;
  if (signIn.kind === 'local') {
    return createAccess({ ...parts, origin, proxies });
  }
  const file = signIn.clientSecretFile;
  const clientSecret =
    file === undefined ? undefined : readTextFile(resolve(dirname(configFile), file), 'client secret').trim();
  const fetch = systemFetchWithin(LIMITS.providerReplyBytesMax);
  return createAccess({
    ...parts,
    origin,
    proxies,
    provider: createProvider({ settings: signIn, clientSecret, fetch, clock, entropy }),
  });
}
