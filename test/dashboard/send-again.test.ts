import { describe, expect, it } from 'vitest';
import type { FederatedReply } from '../../src/contract/index.ts';
import type { Asked } from '../../src/dashboard/index.ts';
import { openWorkbench } from './open-workbench.ts';

const ID = 'ab'.repeat(16);
type Outcome = FederatedReply['sites'][number];

function replyOf(...sites: readonly Outcome[]): FederatedReply {
  return { requestId: ID, sites: [...sites], combined: null, notCombined: 'Nothing was combined.', loss: null };
}

function pages(change: Partial<Asked>, total = false) {
  const again: string[] = [];
  const gone: string[] = [];
  const asked: Asked = {
    ...{ id: ID, form: '', until: Date.UTC(2026, 10, 27, 11, 30), reply: undefined, failed: undefined },
    wanted: { draft: { count: 'patients', epsilon: '1' }, sites: ['a', 'b'], total },
    sites: new Map([
      ['a', 'answered'],
      ['b', 'unavailable'],
    ]),
    ...change,
  };
  const app = openWorkbench({
    sites: async () => ['a', 'b'],
    asked: () => [asked],
    sendAgain: (id: string) => id === ID && again.push(id) > 0,
    letGo: (id: string) => id === ID && gone.push(id) > 0,
    ...{ methods: () => '', check: () => [], receipts: () => undefined },
  });
  return { app, again, gone };
}

const textOf = async ({ app }: ReturnType<typeof pages>, path = `/answers/${ID}`): Promise<string> =>
  await (await app.request(path)).text();

describe('a question whose answer did not come', () => {
  it('can be sent again as it was signed, and no page that stays as it is is offered', async () => {
    const failed = pages({ failed: 'The coordinator did not answer to the end.' });
    const text = await textOf(failed);
    expect(text).toContain(`action="/answers/${ID}/again"`);
    expect(text).toContain('until 2026-11-27 11:30 UTC');
    expect(text).not.toContain('Look again');
    const sent = await failed.app.request(`/answers/${ID}/again`, { method: 'POST' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/answers/${ID}`]);
    expect(failed.again).toEqual([ID]);
    expect((await failed.app.request(`/answers/${'0'.repeat(32)}/again`, { method: 'POST' })).status).toBe(404);
  });

  it('is looked at again, and not sent, while it is under way', async () => {
    const text = await textOf(pages({}));
    expect(text).toContain('Look again');
    expect(text).not.toContain('/again"');
  });

  it.each<[string, Outcome, boolean, boolean]>([
    ['a site was not reached', { site: 'b', state: 'unavailable' }, false, true],
    ['a site was busy', { site: 'b', state: 'refused', reason: 'busy' }, false, true],
    ['a site has refused', { site: 'b', state: 'refused', reason: 'unknown-key' }, false, false],
    ['a vector of a total is late', { site: 'b', state: 'unavailable' }, true, true],
    ['a total is said to be turned down, at one site', { site: 'b', state: 'not-asked' }, true, true],
    ['all vectors of a total are said to be there', { site: 'b', state: 'answered' }, true, true],
    ['a key was revoked', { site: 'b', state: 'refused', reason: 'key-revoked' }, true, false],
    ['a project has ended, in words', { site: 'b', state: 'refused', reason: 'The project has ended.' }, true, false],
    ['a total is said to be turned down', { site: 'b', state: 'refused', reason: 'round-unfit' }, true, true],
  ])('may give more where %s', async (_, outcome, total, offered) => {
    const text = await textOf(pages({ reply: replyOf({ site: 'a', state: 'answered' }, outcome) }, total));
    expect(text.includes(`/answers/${ID}/again`)).toBe(offered);
    expect(text.includes(`/answers/${ID}/let-go`)).toBe(total);
  });

  it('is let go of by a button that says what that costs, where it is a total', async () => {
    const refused = replyOf({ site: 'a', state: 'answered' }, { site: 'b', state: 'refused', reason: 'round-unfit' });
    const spent = pages({ reply: refused }, true);
    const text = await textOf(spent);
    expect(text).toContain(`action="/answers/${ID}/let-go"`);
    expect(text).toContain('is signed anew, which every site charges again.');
    expect(text).toContain('is the coordinator’s word alone');
    expect((await spent.app.request(`/answers/${ID}/let-go`, { method: 'POST' })).status).toBe(303);
    expect(spent.gone).toEqual([ID]);
    expect((await spent.app.request(`/answers/${'0'.repeat(32)}/let-go`, { method: 'POST' })).status).toBe(404);
    expect(await textOf(pages({ failed: 'Lost.' }, true))).not.toContain('word alone');
    expect(await textOf(pages({ failed: 'Lost.' }))).not.toContain('let-go');
    const gone = await textOf(pages({ failed: 'Lost.', until: undefined, isLetGo: true }, true));
    expect(gone).toContain('You have let go of it');
    expect(gone).not.toContain('action="/answers/');
  });

  it('stays so where the pages don’t have the signed request', async () => {
    const elsewhere = pages({ failed: 'No.', until: undefined });
    expect(await textOf(elsewhere)).not.toContain('/again"');
  });
});

describe('the list of answers', () => {
  it('says which were of the total alone', async () => {
    expect(await textOf(pages({}, true), '/answers')).toContain('the total alone');
    expect(await textOf(pages({}), '/answers')).toContain('each site’s answer');
  });
});

describe('the open key', () => {
  it('is forgotten by the one button that says so', async () => {
    expect((await textOf(pages({}), '/')).split('Forget the key now')).toHaveLength(2);
  });
});
