import type { NoteKey } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import type { FederatedReply, Request, SiteState } from '../../contract/index.ts';
import type { PolicyFor } from '../judge/epsilon.ts';
import { proven } from '../judge/evidence.ts';
import { ownReply } from '../judge/reply.ts';
import type { Shell } from '../shell.ts';

/** A request as it was signed. */
export interface Signed {
  readonly request: Request;
  readonly signed: string;
}

/** Whom to ask, and by which documents the reply is read. */
export interface Following {
  readonly client: FederationClient;
  readonly policyFor: PolicyFor;
  /** The sites' log keys, where the asker has them from the sites and wants answers held against them. */
  readonly logKeys?: readonly NoteKey[] | undefined;
}

/** Asks, with a line that says how each site stands, as long as it lasts; gives the reply once it is held against the request. @throws SfumatoError as `ownReply` and `proven`. */
export async function followed(
  shell: Shell,
  { client, policyFor, logKeys }: Following,
  { request, signed }: Signed,
): Promise<FederatedReply> {
  const states = new Map<string, SiteState | 'asked'>(request.sites.map((site) => [site, 'asked']));
  shell.terminal.status(lineOf(states));
  const reply = await client.ask(signed, ({ site, state }) => {
    states.set(site, state);
    shell.terminal.status(lineOf(states));
  });
  shell.terminal.status(lineOf(states), true);
  const held = ownReply(reply, request, policyFor);
  const own = logKeys === undefined ? held : proven(held, request, logKeys);
  if (policyFor(request.policy) === undefined && own.sites.some(({ state: is }) => is === 'answered')) {
    const sentence = `Whether these are answers to this question could not be checked without the document of ${request.policy}; name it with --policy.`;
    shell.terminal.note(`sfumato: ${sentence}`);
  }
  return own;
}

const NAMED_MAX = 6;

/** Every site by name where they are few, else how many stand how. */
function lineOf(states: ReadonlyMap<string, string>): string {
  if (states.size <= NAMED_MAX) {
    return [...states].map(([site, state]) => `${site}: ${state === 'asked' ? '…' : state}`).join('   ');
  }
  const counts = new Map<string, number>();
  for (const state of states.values()) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}
