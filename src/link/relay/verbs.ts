import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import type { Verbs } from '../message/answerer.ts';
import type { Caller } from '../message/caller.ts';
import type { Callers } from './callers.ts';
import type { Hub } from './hub.ts';

const Ticket = z.string().regex(/^[0-9a-f]{32}$/);
/** `caller` is one id as long as a process runs, so that two of one site are told apart. */
const Holding = z.strictObject({ holding: z.array(Ticket).max(LIMITS.linkInHandMax), caller: Ticket.optional() });
const Answer = z.strictObject({ ticket: Ticket });
const Fetched = z.strictObject({ ticket: Ticket.nullable() });

/** What a relay does for sites: they fetch messages and hand in answers. A site reaches its own messages only. */
export function relayVerbs(hub: Hub, callers: Callers): Verbs {
  return async ({ role, name }, { verb, input, attached }, signal) => {
    if (role !== 'site') {
      return undefined;
    }
    if (verb === 'relay.fetch') {
      const { holding, caller } = Holding.parse(input);
      callers.note(name, caller);
      const next = await hub.fetch(name, holding, signal);
      return { output: { ticket: next?.ticket ?? null }, ...(next === undefined ? {} : { attached: next.message }) };
    }
    if (verb === 'relay.answer') {
      hub.answer(name, Answer.parse(input).ticket, attached);
      return { output: {} };
    }
    return undefined;
  };
}

/** A message that was fetched, and how it is answered. */
export interface FetchedMessage {
  readonly ticket: string;
  readonly message: Uint8Array;
  answer(reply: Uint8Array, signal: AbortSignal): Promise<void>;
}

/** The same from the site's side. */
export interface RelayCalls {
  /** The next message, or nothing yet. */
  fetch(holding: readonly string[], signal: AbortSignal): Promise<FetchedMessage | undefined>;
}

/**
 * Calls a relay by one of two ways, each with connections of its own. An answer goes by the way on which its message came, whose
 * connection is open, while the next fetch waits on the other: who asked doesn't wait for a connection to be opened. `caller` is an
 * id of the process that calls.
 */
export function relayCalls(first: Caller, second: Caller, caller: string): RelayCalls {
  let [way, other] = [first, second];
  return Object.freeze({
    async fetch(holding: readonly string[], signal: AbortSignal) {
      const call = way;
      const { output, attached } = await call({ verb: 'relay.fetch', input: { holding, caller } }, signal);
      const { ticket } = Fetched.parse(output);
      if (ticket === null) {
        return undefined;
      }
      [way, other] = [other, way];
      const answer = async (reply: Uint8Array, until: AbortSignal): Promise<void> => {
        await call({ verb: 'relay.answer', input: { ticket }, attached: reply }, until);
      };
      return { ticket, message: attached, answer };
    },
  });
}
