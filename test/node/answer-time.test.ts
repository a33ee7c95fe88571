import { afterAll, describe, expect, it } from 'vitest';
import { canonicalJson, systemClock } from '../../src/base/index.ts';
import { toReply } from '../../src/budget/index.ts';
import type { Draft } from '../../src/contract/index.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { askedNode, CT } from '../support/asked-node.ts';

const { clock, node, question, dryRunOf, post, ask } = await askedNode();
afterAll(() => node.remove());

describe('when a node answers', () => {
  it('lets every reply leave at admission + T, whatever it is', async () => {
    const fresh = question({ ...CT, where: { Modality: 'MG' } });
    const cases: [string, number][] = [
      [fresh, 1_000],
      [fresh, 250], // the stored answer of a request id has no plan
      [question({ ...CT, where: { Modality: 'MG' } }), 1_000],
      [question({ ...CT, where: { Modalty: 'MG' } }), 250],
      ['hello', 250],
    ];
    for (const [signed, afterMs] of cases) {
      clock.waits.length = 0;
      const earliest = clock.monotonicMs();
      await ask(signed);
      const latest = clock.monotonicMs();
      const leaves = Math.max(...clock.waits);
      expect(leaves - afterMs).toBeGreaterThanOrEqual(earliest);
      expect(leaves - afterMs).toBeLessThanOrEqual(latest);
    }
  });

  it('goes on record at three quarters of T, also when its run failed, so that no record number tells how long it took', async () => {
    const hurried = clock.until;
    const lastAt = async (ctx: typeof node.ctx, draft: Draft) => {
      const seen: { atMs: number; records: number }[] = [];
      clock.until = async (atMs) => void seen.push({ atMs, records: node.ctx.journal.records });
      const { answer } = toReply(await answerQuestion({ ctx, input: { signed: question(draft) } }));
      clock.until = hurried;
      const leavesMs = Math.max(...seen.map(({ atMs }) => atMs));
      // What was waited for last before the last record was made.
      const last = seen.findLast(({ records }) => records === node.ctx.journal.records - 1);
      return { state: answer.state, beforeMs: leavesMs - (last?.atMs ?? 0) };
    };
    const { ctx } = node;
    expect(await lastAt(ctx, { ...CT, where: { Modality: 'RF' } })).toEqual({ state: 'released', beforeMs: 250 });
    // A snapshot that no statement can be run on.
    const pin = () => ({ id: 'f'.repeat(32), snapshot: { close: () => undefined }, release: () => undefined });
    const failing = { ...ctx, snapshots: { ...ctx.snapshots, pin } };
    expect(await lastAt(failing, { ...CT, where: { Modality: 'OT' } })).toEqual({ state: 'refused', beforeMs: 250 });
  });

  it('lets a request that waited for another leave at its own admission + T, not as soon as it is done', async () => {
    const hurried = clock.until;
    clock.until = systemClock.until;
    const draft: Draft = { ...CT, where: { Modality: 'DX' } };
    const startedMs = systemClock.monotonicMs();
    const timed = async (epsilon: string) => {
      const { answer } = await ask(question({ ...draft, epsilon }));
      return { state: answer.state, afterMs: systemClock.monotonicMs() - startedMs };
    };
    const [first, second] = await Promise.all(['0.1', '0.2'].map(timed));
    clock.until = hurried;
    expect([first?.state, second?.state]).toEqual(['released', 'released']);
    // The second is admitted when the first has left, after 1 s, and takes 1 s of its own.
    expect(second?.afterMs).toBeGreaterThanOrEqual(2_000);
  });

  it('tells nobody that there is an answer before it leaves', async () => {
    let leave: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const original = clock.until;
    const draft: Draft = { ...CT, where: { Modality: 'XA' } };
    const first = question(draft);
    clock.until = () => gate;
    let left = 0;
    const asked = ask(first).then((reply) => [left, reply] as const);
    await expect.poll(() => node.ctx.journal.records).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const copy = ask(first).then((reply) => [left, reply] as const);
    const signed = dryRunOf(draft);
    const stored = async () => await (await post('query.dryRun', { signed })).json();
    expect(await stored()).toMatchObject({ result: { data: { cost: { stored: false } } } });
    left = 1;
    leave();
    clock.until = original;
    expect((await asked)[0]).toBe(1);
    expect((await copy)[0]).toBe(1);
    expect(canonicalJson((await copy)[1].answer)).toBe(canonicalJson((await asked)[1].answer));
    expect(await stored()).toMatchObject({ result: { data: { cost: { stored: true } } } });
  });
});
