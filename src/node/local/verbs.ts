import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import type { NodeContext } from '../context.ts';
import { IngestInput, ingestArchive } from '../verbs/archive/ingest.ts';
import { PublishInput, publishSnapshot } from '../verbs/archive/publish.ts';
import { listQuarantine, QuarantineInput } from '../verbs/archive/quarantine.ts';
import { showBudget } from '../verbs/budget/show.ts';
import { DestroyInput, destroyKey } from '../verbs/keys/destroy.ts';
import { parseKeyInput } from '../verbs/keys/input.ts';
import { RotateInput, rotateKey } from '../verbs/keys/rotate.ts';
import { showKeys } from '../verbs/keys/show.ts';
import { ActionInput, applyAction } from '../verbs/site/action.ts';
import { showStatus } from '../verbs/site/status.ts';
import type { RunVerb } from './serve.ts';

/** Verbs for people on the site. They go through the owner's socket, never through HTTP. */
export type LocalVerb =
  | 'ingest'
  | 'publish'
  | 'quarantine'
  | 'budget'
  | 'status'
  | 'action'
  | 'keys'
  | 'rotate'
  | 'destroy';

const VERBS: Readonly<Record<LocalVerb, (ctx: NodeContext, call: Parameters<RunVerb>[0]) => Promise<unknown>>> = {
  ingest: (ctx, { input, signal, onProgress }) =>
    ingestArchive({ ctx, input: IngestInput.parse(input), signal, onProgress }),
  publish: (ctx, { input }) => publishSnapshot({ ctx, input: PublishInput.parse(input) }),
  quarantine: (ctx, { input }) => listQuarantine({ ctx, input: QuarantineInput.parse(input) }),
  budget: async (ctx) => showBudget({ ctx }),
  status: (ctx) => showStatus({ ctx }),
  action: (ctx, { input }) => applyAction({ ctx, input: ActionInput.parse(input) }),
  keys: (ctx) => showKeys({ ctx }),
  rotate: (ctx, { input }) => rotateKey({ ctx, input: parseKeyInput(RotateInput, input) }),
  destroy: (ctx, { input }) => destroyKey({ ctx, input: parseKeyInput(DestroyInput, input) }),
};

/** What doesn't wait for work on the archive: above all, a freeze. Keys are changed between such work, because it seals files. */
const AT_ONCE: readonly LocalVerb[] = ['budget', 'status', 'action', 'keys'];

const LocalVerb = z.enum(Object.keys(VERBS) as [LocalVerb, ...LocalVerb[]]);

/** Runs local verbs over `ctx`; archive verbs one at a time. */
export function localVerbs(ctx: NodeContext): RunVerb {
  let archive: Promise<unknown> = Promise.resolve();
  return async (call) => {
    const verb = LocalVerb.safeParse(call.verb);
    if (!verb.success) {
      throw new SfumatoError(
        'wrong-use',
        'The process that uses this folder does not know the verb; it may be an older version.',
      );
    }
    if (AT_ONCE.includes(verb.data)) {
      return await VERBS[verb.data](ctx, call);
    }
    const mine = archive.then(() => VERBS[verb.data](ctx, call));
    archive = mine.catch(() => undefined);
    return await mine;
  };
}
