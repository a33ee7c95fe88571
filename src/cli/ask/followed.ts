import type { NoteKey } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import type { FederatedReply, Request } from '../../contract/index.ts';
import type { PolicyFor } from '../judge/epsilon.ts';
import { proven } from '../judge/evidence.ts';
import { ownReply } from '../judge/reply.ts';
import type { Shell } from '../shell.ts';
import { siteLine } from './site-line.ts';

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
  const line = siteLine(shell, request.sites);
  const reply = await client.ask(signed, ({ site, state }) => line.tell(site, state));
  line.end();
  const held = ownReply(reply, request, policyFor);
  const own = logKeys === undefined ? held : proven(held, request, logKeys);
  if (policyFor(request.policy) === undefined && own.sites.some(({ state: is }) => is === 'answered')) {
    const sentence = `Whether these are answers to this question could not be checked without the document of ${request.policy}; name it with --policy.`;
    shell.terminal.note(`sfumato: ${sentence}`);
  }
  return own;
}
