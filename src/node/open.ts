import { SfumatoError } from '../base/index.ts';
import type { NodeContext } from './context.ts';
import { readSiteKeys } from './keys/site-keys.ts';
import { ownFolder } from './local/own.ts';
import { localServer, type ServeVerb } from './local/serve.ts';
import { localVerbs, type RunVerb, verbsByName } from './local/verbs.ts';
import { openContext } from './open-context.ts';
import type { OpenNodeOptions } from './open-options.ts';

/** A site's folder in use by this process. */
export interface OpenNode {
  readonly ctx: NodeContext;
  /** Runs a local verb for an actor; the owner's socket does so for other processes of the site's account. */
  readonly run: RunVerb;
  close(): Promise<void>;
}

/**
 * Takes a site's folder into use: becomes its owner, replays the journal, records what the configuration brings, and opens
 * the current snapshot. @throws SfumatoError in one sentence when any of this can't be.
 */
export async function openNode(options: OpenNodeOptions): Promise<OpenNode> {
  const keys = readSiteKeys(options.folder, options.config.site);
  const current: { run: ServeVerb } = { run: stillOpening };
  const server = localServer((call) => current.run(call));
  const lock = await ownFolder(server, options.folder);
  const stopServing = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  try {
    const ctx = await openContext(options, keys);
    const run = localVerbs(ctx);
    current.run = verbsByName(run);
    return {
      ctx,
      run,
      async close() {
        await Promise.all([ctx.assessments.close(), stopServing()]);
        ctx.rounds.close();
        await ctx.guard.close();
        await ctx.snapshots.close();
        await ctx.journal.close();
        lock.release();
      },
    };
  } catch (error) {
    await stopServing();
    lock.release();
    throw error;
  }
}

function stillOpening(): Promise<never> {
  return Promise.reject(
    new SfumatoError('folder-owned', 'The process that uses this folder is still starting; try again.'),
  );
}
