import { describe, expect, it } from 'vitest';
import { type Clock, LIMITS, systemClock, utf8ToBytes } from '../../src/base/index.ts';
import { createCallers, createHub, relayCalls, relayVerbs } from '../../src/link/index.ts';
import { entropy, party } from './parties.ts';

const harbour = party('site', 'harbour').peer;
const never = new AbortController().signal;
const [ours = '', copy = '', third = ''] = ['a', 'b', 'c'].map((letter) => letter.repeat(32));

/** What a relay says of processes that call in, in this order, after so many milliseconds each. */
function told(calls: readonly (readonly [process: string | undefined, afterMs?: number])[]) {
  let nowMs = 1_000;
  const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };
  const said: boolean[] = [];
  const callers = createCallers(clock, (site, isDoubled) => site === 'harbour' && said.push(isDoubled));
  for (const [process, afterMs = 1_000] of calls) {
    nowMs += afterMs;
    callers.note('harbour', process);
  }
  return { said, now: callers.isDoubled('harbour') };
}

/** A relay of one site, and how a process of that site fetches of it. */
function relay() {
  const hub = createHub({ sites: ['harbour'], clock: systemClock, entropy });
  const callers = createCallers(systemClock);
  const verbs = relayVerbs(hub, callers);
  const fetch = async (caller: string | undefined, signal = never) => {
    const input = { holding: [], ...(caller !== undefined && { caller }) };
    return await verbs(harbour, { verb: 'relay.fetch', input, attached: new Uint8Array() }, signal);
  };
  const ask = (question: string) =>
    hub.deliver('harbour', utf8ToBytes(question), AbortSignal.timeout(200)).catch(() => undefined);
  return { callers, fetch, ask, verbs };
}

/** What a fetch has come to after a while. */
async function after100ms(fetch: ReturnType<ReturnType<typeof relay>['fetch']>) {
  const waits = new Promise<'waits'>((resolve) => setTimeout(resolve, 100, 'waits'));
  const done = fetch.then((said) => new TextDecoder().decode(said?.attached ?? new Uint8Array()));
  return await Promise.race([done, waits]);
}

describe('a relay', () => {
  it('tells two processes of one site from restarts, once, and says when there is one again', () => {
    expect(told([[ours], [ours], [copy], [copy], [third]])).toEqual({ said: [], now: false });
    expect(told([[ours], [copy], [ours], [copy], [ours]])).toEqual({ said: [true], now: true });
    const later = LIMITS.linkDoubledMs + 1;
    expect(told([[ours], [copy], [ours], [ours, later]])).toEqual({ said: [true, false], now: false });
    expect(told([[undefined], [ours], [undefined], [ours]])).toEqual({ said: [], now: false });
  });

  it('knows a process by what its fetches say', async () => {
    const { callers, verbs, ask } = relay();
    const way: Parameters<typeof relayCalls>[0] = async ({ verb, input }, signal) => {
      const said = await verbs(harbour, { verb, input, attached: new Uint8Array() }, signal);
      return { output: said?.output, attached: said?.attached ?? new Uint8Array() };
    };
    void ask('question');
    const doubled: boolean[] = [];
    for (const caller of [ours, copy, ours]) {
      await relayCalls(way, way, caller).fetch([], never);
      doubled.push(callers.isDoubled('harbour'));
    }
    expect(doubled).toEqual([false, false, true]);
  });

  it('sends neither of two that fetch for one site away at once, and gives a message to the last', async () => {
    const { fetch, ask } = relay();
    const [first, second] = [fetch(ours), fetch(copy)];
    expect(await Promise.all([first, second].map(after100ms))).toEqual(['waits', 'waits']);
    const asked = ask('question');
    expect(await after100ms(second)).toBe('question');
    await asked;
    expect(await after100ms(first)).toBe('waits');
    // The last is on its way back: what comes meanwhile is for it.
    void ask('next');
    expect(await after100ms(first)).toBe('waits');
    expect(await after100ms(fetch(copy))).toBe('next');
  });

  it('gives a message to the one that came before, where those that came after it have stopped', async () => {
    const { fetch, ask } = relay();
    const first = fetch(ours);
    const stops = [copy, third].map((process) => {
      const stop = new AbortController();
      void fetch(process, stop.signal);
      return stop;
    });
    for (const stop of stops) {
      stop.abort();
    }
    void ask('question');
    expect(await after100ms(first)).toBe('question');
  });

  it('lets a few fetches of a site wait, and sends the oldest away', async () => {
    const { fetch, ask } = relay();
    const all = Array.from({ length: LIMITS.linkFetchesMax + 2 }, () => fetch(ours));
    const states = await Promise.all(all.map(after100ms));
    expect(states).toEqual(['', '', ...Array.from({ length: LIMITS.linkFetchesMax }, () => 'waits')]);
    void ask('question');
    expect(await after100ms(all.at(-1) ?? fetch(ours))).toBe('question');
  });

  it('takes fetches that do not say which process they are of, as a site before this did', async () => {
    const { fetch, ask } = relay();
    void ask('question');
    expect(await after100ms(fetch(undefined))).toBe('question');
  });
});
