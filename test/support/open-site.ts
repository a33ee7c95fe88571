import { readFileSync, rmSync } from 'node:fs';
import { type Clock, systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import { createPost } from '../../src/link/index.ts';
import { NodeConfig, type OpenNode, type OpenNodeOptions, openNode } from '../../src/node/index.ts';
import { loadPolicy, parseYamlStrict } from '../../src/policy/index.ts';
import { POLICY_FILE, publishedSite, type SiteWanted } from './site-folder.ts';

/** A clock whose waits are recorded and don't wait. */
export function hurriedClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    wallMs: systemClock.wallMs,
    monotonicMs: systemClock.monotonicMs,
    async until(atMs) {
      waits.push(atMs);
    },
  };
}

/** A published site, open in this process. */
export async function openPublishedSite(
  wanted: SiteWanted,
  clock: Clock,
): Promise<OpenNode & { remove(): Promise<void> }> {
  const { folder, config } = await publishedSite(wanted);
  const node = await openSite({ folder, config, policyFile: POLICY_FILE }, clock);
  return {
    ...node,
    async remove() {
      await node.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A site's folder, open in this process under a policy. */
export function openSite(
  { folder, config: file, policyFile }: { folder: string; config: string; policyFile: string },
  clock: Clock,
  { forOneVerb = false, clockIsRight = false, onTrustedAgain }: Partial<OpenNodeOptions> = {},
): Promise<OpenNode> {
  return openNode({
    config: parseYamlStrict({
      text: readFileSync(file, 'utf8'),
      file,
      schema: NodeConfig,
      errorCode: 'config-invalid',
    }),
    folder,
    policy: loadPolicy({ text: readFileSync(policyFile, 'utf8'), file: policyFile }),
    clock,
    entropy: systemEntropy(),
    network: { fetch: systemFetch, postOf: createPost },
    version: '0.0.0',
    schedule: (work) => void setImmediate(work),
    onFatal: (error) => {
      throw error;
    },
    fault: () => undefined,
    forOneVerb,
    clockIsRight,
    ...(onTrustedAgain && { onTrustedAgain }),
  });
}
