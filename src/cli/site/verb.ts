import { SHELL } from '../../governance/index.ts';
import { callOwner, type LocalVerb, openNode, ownerPath, type VerbOutput } from '../../node/index.ts';
import { type LoadedNode, loadNodeConfig } from '../files/configuration.ts';
import type { Shell } from '../shell.ts';
import { nodeParts } from './node-parts.ts';

/** A verb of a site and what to tell while it works. */
interface SiteVerb<V extends LocalVerb> {
  readonly configFile: string;
  readonly verb: V;
  readonly input: unknown;
  /** What is shown leaves as a file. */
  readonly exported?: boolean;
  readonly onProgress?: (progress: unknown) => void;
}

/**
 * Does a verb on a site's folder: sends it to the process that uses the folder, or, when none does, opens the folder
 * for the time of the verb.
 */
export async function siteVerb<V extends LocalVerb>(
  shell: Shell,
  { configFile, verb, input, exported = false, onProgress = () => undefined }: SiteVerb<V>,
): Promise<VerbOutput[V]> {
  const loaded = loadNodeConfig(configFile);
  const path = await ownerPath(loaded.folder);
  if (path !== undefined) {
    return await callOwner({ path, verb, input, exported, signal: shell.signal, onProgress });
  }
  return await withNode(
    shell,
    loaded,
    async (node) => await node.run({ verb, input, exported, actor: SHELL, signal: shell.signal, onProgress }),
  );
}

async function withNode<T>(
  shell: Shell,
  loaded: LoadedNode,
  work: (node: Awaited<ReturnType<typeof openNode>>) => Promise<T>,
): Promise<T> {
  const node = await openNode({ ...nodeParts(shell, loaded), forOneVerb: true });
  try {
    return await work(node);
  } finally {
    await node.close();
  }
}
