import type { LinkIdentity } from '../../link/index.ts';
import { readLinkKeys } from '../../node/index.ts';
import { loadCoordinatorConfig, loadNodeConfig, parseYamlKind } from '../files/configuration.ts';
import type { Shell } from '../shell.ts';
import { linkKeysIn } from './link-keys.ts';

/** A party of a federation as its configuration names it. */
export interface Party {
  readonly identity: LinkIdentity;
  /** Its folder, absolute: of its keys and of the peers that it trusts. */
  readonly folder: string;
}

/** The party that a configuration is of; makes its link keys where it has none yet. */
export function partyOf(configFile: string, shell: Pick<Shell, 'entropy' | 'terminal'>): Party {
  const { role, name, folder } = named(configFile);
  linkKeysIn(folder, role, shell);
  return { identity: { role, name, ...readLinkKeys(folder) }, folder };
}

function named(configFile: string): Pick<LinkIdentity, 'role' | 'name'> & { readonly folder: string } {
  if (parseYamlKind(configFile).kind === 'node') {
    const { config, folder } = loadNodeConfig(configFile);
    return { role: 'site', name: config.site, folder };
  }
  const { config, folder } = loadCoordinatorConfig(configFile);
  return { role: 'coordinator', name: config.name, folder };
}
