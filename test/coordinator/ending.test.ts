import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { federationClient } from '../../src/client/index.ts';
import { signRevocation } from '../../src/contract/index.ts';
import { analyst, signedDraft, signedQuestion } from '../support/signing.ts';
import { closeSites, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const ada = analyst();
afterEach(closeSites);

/** A coordinator of two sites that answer once they are let, and a question to both that is under way. */
async function askedOf(): Promise<{
  readonly answered: ReturnType<ReturnType<typeof federationClient>['ask']>;
  readonly again: () => ReturnType<ReturnType<typeof federationClient>['ask']>;
  readonly ctx: Awaited<ReturnType<typeof testCoordinator>>['ctx'];
  readonly client: ReturnType<typeof federationClient>;
  readonly answer: () => void;
}> {
  let answer = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const sites = await Promise.all(['a', 'b'].map((site) => siteThatSays(site, reply(release(site)), ready)));
  const { app, ctx, questions } = await testCoordinator(sites, { deadlineMs: 30_000 });
  const fetch = async (input: string | URL | Request, init?: object) => await app.request(input, init);
  const client = federationClient({ url: 'http://coordinator', fetch });
  const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
  const again = () => client.ask(signedQuestion({ secretKey: ada.secretKey, draft, sites: ['a', 'b'] }));
  const answered = again();
  await expect.poll(() => questions.open().length).toBe(1);
  return { answered, again, ctx, client, answer: () => answer() };
}

describe('a coordinator that is told to end', () => {
  it('ends at once where nothing is under way', async () => {
    const { ctx } = await testCoordinator([]);
    const never = { ...systemClock, until: () => new Promise<void>(() => undefined) };
    await ctx.underWay.end(never);
    expect(ctx.underWay.letGo.aborted).toBe(true);
  });

  it('takes no other question, and ends when the sites have answered the one that is under way', async () => {
    const { answered, again, ctx, answer } = await askedOf();
    let hasEnded = false;
    const ended = ctx.underWay.end(systemClock).then(() => {
      hasEnded = true;
    });
    await expect(again()).rejects.toThrow(
      'http://coordinator: The coordinator is ending and takes up nothing new: ask again once it runs.',
    );
    expect(hasEnded).toBe(false);
    answer();
    expect((await answered).combined?.sites).toEqual(['a', 'b']);
    await ended;
  });

  it('waits for sites for a while and no longer, and says then what asking again costs', async () => {
    const { answered, ctx } = await askedOf();
    const late: number[] = [];
    const clock = { ...systemClock, monotonicMs: () => 0, until: async (atMs: number) => void late.push(atMs) };
    await ctx.underWay.end(clock);
    const { sites } = await answered;
    const reason =
      'The coordinator ended before the site answered. Ask again once it runs: what the site has answered by then is stored there and free.';
    expect(sites).toEqual(['a', 'b'].map((site) => ({ site, state: 'unavailable', reason })));
    expect(late).toEqual([30_000]);
  });

  it('says to who asked for a price, a total or a revocation what is to be done once it runs', async () => {
    const { again, ctx, client } = await askedOf();
    const signing = { secretKey: ada.secretKey, draft: { count: 'patients' as const }, sites: ['a', 'b'] };
    const waiting = Promise.all([
      client.dryRun(signedDraft(signing)),
      client.revoke(signRevocation(ada.secretKey, Date.now())),
      client.ask(signedQuestion({ ...signing, change: { release: 'total' } })),
    ]);
    await expect.poll(() => ctx.underWay.count()).toBe(4);
    await ctx.underWay.end({ ...systemClock, until: async () => undefined });
    const reasons = (await waiting).map(({ sites }) => sites[0]?.reason);
    expect(reasons).toEqual(
      [
        'Ask for the price again once it runs: a dry run costs nothing.',
        'Whether the site has the revocation on record isn’t known: send it again once the coordinator runs.',
        'Send the same request again once it runs: nothing is charged twice for it.',
      ].map((sentence) => `The coordinator ended before the site answered. ${sentence}`),
    );
    await expect(again()).rejects.toThrow('is ending');
  });
});
