import { describe, expect, it } from 'vitest';
import { type Clock, LIMITS, systemClock, utf8ToBytes } from '../../src/base/index.ts';
import { createCallers, createHub, relayVerbs } from '../../src/link/index.ts';
import { entropy, party } from './parties.ts';

const harbour = party('site', 'harbour').peer;
const never = new AbortController().signal;
const [ours, copy, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(32));

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

describe('a relay', () => {
  it('tells two processes of one site from restarts, once, and says when there is one again', () => {
    expect(told([[ours], [ours], [copy], [copy], [third]])).toEqual({ said: [], now: false });
    expect(told([[ours], [copy], [ours], [copy], [ours]])).toEqual({ said: [true], now: true });
    const later = LIMITS.linkDoubledMs + 1;
    expect(told([[ours], [copy], [ours], [ours, later]])).toEqual({ said: [true, false], now: false });
    expect(told([[undefined], [ours], [undefined], [ours]])).toEqual({ said: [], now: false });
  });

  it('sends neither of two that fetch for one site away at once, and gives a message to the last', async () => {
    const hub = createHub({ sites: ['harbour'], clock: systemClock, entropy });
    const verbs = relayVerbs(hub);
    const fetch = (process: string | undefined) =>
      verbs(harbour, { verb: 'relay.fetch', input: { holding: [], process }, attached: new Uint8Array() }, never);
    const first = Promise.resolve(fetch(ours)).then(() => 'sent away');
    const second = Promise.resolve(fetch(copy));
    const while_ = new Promise((resolve) => setTimeout(resolve, 100, 'waits'));
    expect(await Promise.race([first, second.then(() => 'sent away'), while_])).toBe('waits');
    const asked = hub.deliver('harbour', utf8ToBytes('question'), AbortSignal.timeout(200));
    expect((await second)?.attached).toEqual(utf8ToBytes('question'));
    await expect(asked).rejects.toBeDefined();
    expect(await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))])).toBe('waits');
  });
});
