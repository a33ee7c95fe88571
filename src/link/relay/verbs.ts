import { z } from 'zod';
import type { Verbs } from '../message/answerer.ts';
import type { Caller } from '../message/caller.ts';
import type { Hub } from './hub.ts';

const Ticket = z.string().regex(/^[0-9a-f]{32}$/);
const Holding = z.strictObject({ holding: z.array(Ticket).max(1_000) });
const Answer = z.strictObject({ ticket: Ticket });
const Fetched = z.strictObject({ ticket: Ticket.nullable() });

/** What a relay does for sites: they fetch messages and hand in answers. A site reaches its own messages only. */
export function relayVerbs(hub: Hub): Verbs {
  return async ({ role, name }, { verb, input, attached }, signal) => {
    if (role !== 'site') {
      return undefined;
    }
    if (verb === 'relay.fetch') {
      const next = await hub.fetch(name, Holding.parse(input).holding, signal);
      return { output: { ticket: next?.ticket ?? null }, ...(next === undefined ? {} : { attached: next.message }) };
    }
    if (verb === 'relay.answer') {
      hub.answer(name, Answer.parse(input).ticket, attached);
      return { output: {} };
    }
    return undefined;
  };
}

/** The same from the site's side. */
export interface RelayCalls {
  /** The next message, or nothing yet. */
  fetch(holding: readonly string[], signal: AbortSignal): Promise<{ ticket: string; message: Uint8Array } | undefined>;
  answer(ticket: string, message: Uint8Array, signal: AbortSignal): Promise<void>;
}

/** Calls a relay through `call`. */
export function relayCalls(call: Caller): RelayCalls {
  return Object.freeze({
    async fetch(holding: readonly string[], signal: AbortSignal) {
      const { output, attached } = await call({ verb: 'relay.fetch', input: { holding } }, signal);
      const { ticket } = Fetched.parse(output);
      return ticket === null ? undefined : { ticket, message: attached };
    },
    async answer(ticket: string, message: Uint8Array, signal: AbortSignal) {
      await call({ verb: 'relay.answer', input: { ticket }, attached: message }, signal);
    },
  });
}
