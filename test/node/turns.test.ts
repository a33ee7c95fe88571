import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeApp } from '../../src/node/index.ts';
import { turns } from '../../src/node/turns.ts';
import { hurriedClock, openPublishedSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';

let node: Awaited<ReturnType<typeof openPublishedSite>>;
beforeAll(async () => {
  node = await openPublishedSite({ site: 'harbour', publicKey: analyst().publicKey }, hurriedClock());
});
afterAll(async () => node.remove());

/** Turns that end when the test says so, and who has begun. */
function byHand() {
  const ends: (() => void)[] = [];
  const { next } = turns((end) => ends.push(end));
  const begun: string[] = [];
  return {
    begun,
    come: (name: string) => void next().then(() => begun.push(name)),
    async end() {
      ends.shift()?.();
      await nextTurn();
      return ends.length;
    },
  };
}

describe('turns', () => {
  it('let one begin at once and the others one a turn, in the order in which they came', async () => {
    const { begun, come, end } = byHand();
    for (const name of ['first', 'second', 'third']) {
      come(name);
    }
    await nextTurn();
    expect(begun).toEqual(['first']);
    await end();
    expect(begun).toEqual(['first', 'second']);
    come('fourth');
    await end();
    expect(begun).toEqual(['first', 'second', 'third']);
    await end();
    expect(begun).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('keep nobody waiting who comes alone, and end by themselves', async () => {
    const { begun, come, end } = byHand();
    for (const name of ['first', 'second', 'third']) {
      come(name);
      await nextTurn();
      expect(begun.at(-1)).toBe(name);
      expect(await end()).toBe(0);
    }
  });
});

describe('a node', () => {
  it('begins a request of others in its turn, and keeps no probe waiting for it', async () => {
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const app = nodeApp({ ...node.ctx, turns: { next: () => turn } });
    const headers = { 'content-type': 'application/json' };
    let isAnswered = false;
    const asked = Promise.resolve(app.request('/trpc/site.facts', { method: 'POST', headers, body: '{}' })).then(
      (one) => {
        isAnswered = true;
        return one.status;
      },
    );
    expect((await app.request('/healthz')).status).toBe(200);
    await nextTurn();
    expect(isAnswered).toBe(false);
    begin();
    expect(await asked).toBe(200);
  });
});
