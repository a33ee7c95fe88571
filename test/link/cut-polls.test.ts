import { expect, it } from 'vitest';
import { LIMITS, SfumatoError, systemClock } from '../../src/base/index.ts';
import { callIn } from '../../src/link/index.ts';
import { entropy } from './parties.ts';

/** The longest that a site stays away between fetches of a relay, of which each is cut after so long. */
async function longestAway(cutAfterMs: number): Promise<number> {
  const stop = new AbortController();
  let [nowMs, fetches] = [0, 0];
  const waits: number[] = [];
  const clock = {
    ...systemClock,
    monotonicMs: () => nowMs,
    until: async (atMs: number) => {
      waits.push(atMs - nowMs);
      nowMs = atMs;
    },
  };
  const relay = {
    fetch: async () => {
      nowMs += cutAfterMs;
      fetches += 1;
      if (fetches === 100) {
        stop.abort();
      }
      throw new SfumatoError('unreachable-peer', 'Cut.');
    },
  };
  const answer = async () => new Uint8Array();
  await callIn({ relay, answer, clock, entropy, signal: stop.signal, onState: () => undefined });
  return Math.max(...waits);
}

it('calls again soon where what stands between ends connections that are idle, and less and less often where nothing answers', async () => {
  expect(await longestAway(12_000)).toBeLessThanOrEqual(LIMITS.linkRetryMsMin);
  expect(await longestAway(0)).toBeGreaterThan(LIMITS.linkRetryMsMax / 2);
});

it('is let go before most of what ends idle connections does, and waited for longer than a former version held it', () => {
  expect(LIMITS.linkPollMs).toBeLessThan(20_000);
  expect(LIMITS.linkPollMs + LIMITS.linkPollGraceMs).toBeGreaterThan(25_000 + LIMITS.linkCutMs);
});
