import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LIMITS, randomId, systemClock } from '../../src/base/index.ts';
import { callIn, createCallers, createHub, relayCalls, relayVerbs } from '../../src/link/index.ts';
import { entropy, party } from './parties.ts';

const { peer: harbour } = party('site', 'harbour');

/** How often a site that answers so fetches of this relay within a while, and how much it has of it. */
async function called(verbs: ReturnType<typeof relayVerbs>, ms: number, reply = new Uint8Array(1)) {
  const stop = new AbortController();
  const count = { fetched: 0, bytes: 0 };
  const caller: Parameters<typeof relayCalls>[0] = async ({ verb, input, attached = new Uint8Array() }, signal) => {
    await nextTurn();
    const said = await verbs(harbour, { verb, input, attached }, signal);
    count.fetched += verb === 'relay.fetch' ? 1 : 0;
    count.bytes += said?.attached?.length ?? 0;
    return { output: said?.output, attached: said?.attached ?? new Uint8Array() };
  };
  const ended = callIn({
    relay: relayCalls(caller, caller, randomId(entropy)),
    answer: async () => reply,
    ...{ clock: systemClock, entropy, signal: stop.signal, onState: () => undefined },
  });
  await systemClock.until(systemClock.monotonicMs() + ms);
  stop.abort();
  await ended;
  return count;
}

describe('a relay that never waits', () => {
  it('with nothing for a site, as one that does not name it, is not asked without a pause', async () => {
    const hub = createHub({ sites: [], clock: systemClock, entropy });
    const { fetched } = await called(relayVerbs(hub, createCallers(systemClock)), 2_000);
    expect(fetched).toBeGreaterThan(1);
    expect(fetched).toBeLessThan(50);
  });

  it('with what a site holds already is not asked without a pause', async () => {
    const ticket = randomId(entropy);
    const takesNothing = async (_: unknown, { verb }: { verb: string }, signal: AbortSignal) =>
      verb === 'relay.fetch' ? { output: { ticket } } : await never(signal);
    expect((await called(takesNothing, 1_000)).fetched).toBeLessThan(50);
  });

  it('and takes no answers does not fill a site’s memory', async () => {
    const attached = new Uint8Array(8_000_000);
    const floods = async (_: unknown, { verb }: { verb: string }, signal: AbortSignal) =>
      verb === 'relay.fetch' ? { output: { ticket: randomId(entropy) }, attached } : await never(signal);
    const { bytes } = await called(floods, 1_000);
    expect(bytes).toBeLessThan(LIMITS.httpBodiesBytesMax + attached.length + 1);
    // Short messages, as questions are, whose answers are long.
    const asks = async (_: unknown, { verb }: { verb: string }, signal: AbortSignal) =>
      verb === 'relay.fetch' ? { output: { ticket: randomId(entropy) }, attached: new Uint8Array(1) } : never(signal);
    const { fetched } = await called(asks, 1_000, attached);
    expect(fetched).toBeGreaterThan(1);
    expect(fetched).toBeLessThan(LIMITS.httpBodiesBytesMax / attached.length + 3);
  });
});

function never(signal: AbortSignal): Promise<undefined> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
