import { existsSync } from 'node:fs';
import { z } from 'zod';
import { SignedAction } from '../../contract/index.ts';
import { onlyNamed } from '../options/only-named.ts';
import type { Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { readDecision } from './decision-file.ts';

const Inbox = z.object({
  pending: z.array(
    z.object({
      action: z.looseObject({ id: z.string(), kind: z.string(), reason: z.string(), body: z.unknown() }),
      signed: SignedAction,
      sinceMs: z.number(),
      signedBy: z.array(z.string()),
      mayStill: z.array(z.string()),
      missing: z.string(),
    }),
  ),
});
export type Inbox = z.infer<typeof Inbox>;

/** Decisions that wait for signatures at a site. */
export async function inboxOf(shell: Shell, configFile: string): Promise<Inbox> {
  return Inbox.parse(await siteVerb(shell, { configFile, verb: 'inbox', input: {} }));
}

/** A decision by its id (or the first digits of it), or from a file. @throws SfumatoError `wrong-use`. */
export async function pendingDecision(shell: Shell, configFile: string, named: string): Promise<SignedAction> {
  if (existsSync(named)) {
    return readDecision(named).signed;
  }
  const { pending } = await inboxOf(shell, configFile);
  const by = { one: 'decision that waits for signatures', of: idOf, see: 'sfumato inbox' };
  return onlyNamed(pending, named, by).signed;
}

function idOf({ action }: Inbox['pending'][number]): string {
  return action.id;
}
