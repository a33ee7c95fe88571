import { describe, expect, it } from 'vitest';
import { createBudget, toReply } from '../../src/budget/index.ts';
import { answering, router } from '../../src/node/http/procedures.ts';
import { nodeRouter } from '../../src/node/http/router.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is tried here is exactly an `any` that claims to be an answer
type Anything = any;

const refusal = createBudget({ site: 'harbour' }).countRefusal({ code: 'malformed' });

async function answerWith(value: Anything): Promise<unknown> {
  const built = router({ smuggled: answering.mutation(() => value) });
  const context: Anything = {};
  return await built.createCaller(context).smuggled();
}

describe('a procedure that answers', () => {
  it('gives what a durable record or a counted refusal made', async () => {
    expect(await answerWith(refusal)).toEqual(toReply(refusal));
  });

  it.each([
    ['a bare object', { state: 'released', values: ['1'] }],
    ['the reply itself', toReply(refusal)],
    ['a number', 7],
    ['nothing', undefined],
    ['a copy of a token', { ...refusal }],
    ['an heir of a token', Object.create(refusal)],
    ['a proxy of a token', new Proxy(refusal, {})],
  ])('is an error when an any smuggles in %s', async (_, value) => {
    await expect(answerWith(value)).rejects.toThrow();
  });
});

describe('the router of a node', () => {
  it('holds just the procedures listed here, all of them mutations', () => {
    const listed = Object.entries<Anything>(nodeRouter._def.procedures).map(([name, { _def }]) => [name, _def.type]);
    expect(listed.sort()).toEqual([
      ['key.revoke', 'mutation'],
      ['query.answer', 'mutation'],
      ['query.dryRun', 'mutation'],
      ['site.facts', 'mutation'],
      ['total.advertise', 'mutation'],
      ['total.mask', 'mutation'],
    ]);
  });
});
