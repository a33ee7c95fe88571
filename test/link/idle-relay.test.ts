import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LIMITS, randomId, systemClock } from '../../src/base/index.ts';
import { callIn, createHub, relayCalls, relayVerbs } from '../../src/link/index.ts';
import { entropy, party } from './parties.ts';

const { peer: harbour } = party('site', 'harbour');

/** How often a site fetches of this relay within a while, and how much of what it fetched the relay has not taken an answer to. */
async function called(verbs: ReturnType<typeof relayVerbs>, ms: number) {
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
    relay: relayCalls(caller, caller),
    answer: async () => new Uint8Array(1),
    ...{ clock: systemClock, entropy, signal: stop.signal, onState: () => undefined },
  });
  await systemClock.until(systemClock.monotonicMs() + ms);
  stop.abort();
  await ended;
  return count;
}

describe('a relay that never waits', () => {
  it('with nothing for a site, as one that does not name it, is not asked without a pause', async () => {
    const { fetched } = await called(relayVerbs(createHub({ sites: [], clock: systemClock, entropy })), 2_000);
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
  });
});

function never(signal: AbortSignal): Promise<undefined> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
