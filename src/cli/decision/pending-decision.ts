import { existsSync } from 'node:fs';
import type { SignedAction } from '../../contract/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { onlyNamed } from '../options/only-named.ts';
import type { Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { readDecision } from './decision-file.ts';

export type Inbox = VerbOutput['inbox'];

/** Decisions that wait for signatures at a site. */
export async function inboxOf(shell: Shell, configFile: string): Promise<Inbox> {
  return await siteVerb(shell, { configFile, verb: 'inbox', input: {} });
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
