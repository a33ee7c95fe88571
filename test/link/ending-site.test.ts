import { describe, expect, it } from 'vitest';
import { LIMITS, randomId, systemClock, utf8ToBytes } from '../../src/base/index.ts';
import { callIn } from '../../src/link/index.ts';
import type { FetchedMessage } from '../../src/link/relay/verbs.ts';
import { entropy } from './parties.ts';

/** A relay that has one message, and a site that is told to end while it works on that; `handsIn` is what the relay does with the answer. */
function endingSite(handsIn: FetchedMessage['answer']) {
  const stop = new AbortController();
  let work: (() => void) | undefined;
  let fetches = 0;
  const ended = callIn({
    relay: {
      async fetch(holding, signal) {
        fetches += 1;
        return holding.length > 0
          ? await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
          : { ticket: randomId(entropy), message: new Uint8Array(1), answer: handsIn };
      },
    },
    answer: async () => {
      await new Promise<void>((resolve) => {
        work = resolve;
      });
      return utf8ToBytes('charged and on record');
    },
    ...{ clock: systemClock, entropy, signal: stop.signal, onState: () => undefined },
  });
  return {
    ended,
    stop: () => stop.abort(),
    isWorking: () => work !== undefined,
    work: () => work?.(),
    fetched: () => fetches,
  };
}

describe('a site that is told to end while it answers', () => {
  it('ends once the answer is with its relay, and fetches nothing more', async () => {
    const taken: string[] = [];
    const site = endingSite(async (reply) => void taken.push(new TextDecoder().decode(reply)));
    await expect.poll(site.isWorking).toBe(true);
    const fetched = site.fetched();
    site.stop();
    const first = await Promise.race([
      site.ended.then(() => 'ended'),
      new Promise((resolve) => setTimeout(resolve, 200, 'works')),
    ]);
    expect(first).toBe('works');
    site.work();
    await site.ended;
    expect({ taken, fetched: site.fetched() }).toEqual({ taken: ['charged and on record'], fetched });
  });

  it.each(['before', 'after'])('tries again where its relay took the answer badly a moment %s', async (when) => {
    let tries = 0;
    const taken: string[] = [];
    const site = endingSite(async (reply) => {
      tries += 1;
      if (tries <= 2) {
        throw new Error('503 for a moment');
      }
      taken.push(new TextDecoder().decode(reply));
    });
    await expect.poll(site.isWorking).toBe(true);
    if (when === 'before') {
      site.work();
      await expect.poll(() => tries, { interval: 1 }).toBeGreaterThan(0);
    }
    site.stop();
    site.work();
    await site.ended;
    expect({ taken, tries }).toEqual({ taken: ['charged and on record'], tries: 3 });
  });

  it('waits a short while for a relay that takes no answer, and not longer', async () => {
    const site = endingSite(
      (_, until) => new Promise((_resolve, reject) => until.addEventListener('abort', () => reject(until.reason))),
    );
    await expect.poll(site.isWorking).toBe(true);
    site.work();
    const fromMs = systemClock.monotonicMs();
    site.stop();
    await site.ended;
    expect(systemClock.monotonicMs() - fromMs).toBeGreaterThanOrEqual(LIMITS.linkLastReplyMs - 1);
    expect(systemClock.monotonicMs() - fromMs).toBeLessThan(LIMITS.linkLastReplyMs + 5_000);
  });
});
