import { describe, expect, it } from 'vitest';
import type { FederatedQuote, Hopeless, Quote } from '../../src/contract/index.ts';
import { summedPiece } from '../../src/query/finer-answers.ts';
import { LAPLACE, PIECE } from '../support/spoken-site.ts';
import { openWorkbench } from './open-workbench.ts';

const FORM = 'price=yes&kind=count+patients&aim=epsilon&epsilon=0.5';

function quoteOf(site: string, covered: boolean): FederatedQuote['sites'][number] {
  const quote: Quote = {
    ...{ state: 'quoted', site, policy: 'p@1.0.0', queryHash: 'c'.repeat(64), epsilon: '0.5', blocks: [2026] },
    ...{ measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }], pieces: [PIECE], cells: 1 },
    ...{ timeClassSeconds: 1, cost: { epsilon: LAPLACE.epsilon, stored: false }, covered, moreSuch: 3 },
  };
  return { site, state: 'answered', quote };
}

/** The pages over a desk that gives this quote. */
function pages(covered: readonly boolean[], hopeless: Hopeless | undefined, more: FederatedQuote['sites'] = []) {
  const quote = { sites: [...covered.map((one, at) => quoteOf('abc'.charAt(at), one)), ...more] };
  return openWorkbench({
    sites: async () => ['a', 'b', 'c'],
    quote: async () => ({ quote, hopeless }),
    ask: async () => (hopeless === undefined ? 'an-answer' : undefined),
  });
}

const pageOf = async (app: ReturnType<typeof pages>, form: string) => await (await app.request(`/?${form}`)).text();

it('keeps a question while the key is closed, and shows where to open it in place of a price', async () => {
  const app = openWorkbench({
    key: { isSealed: true, isOpen: () => false, open: () => true, forget: () => undefined },
  });
  const headers = { 'hx-current-url': `http://x/?${FORM}` };
  const to = (await app.request(`/?${FORM}`, { headers })).headers.get('location') ?? '';
  expect(to).toBe(`/unlock?${FORM}`);
  const page = await app.request(to, { headers });
  expect([page.headers.get('hx-retarget'), page.headers.get('hx-reselect')]).toEqual(['main', 'main']);
  expect(await page.text()).toContain(`action="/unlock?${FORM.replaceAll('&', '&amp;')}"`);
  expect((await app.request(to, { method: 'POST' })).headers.get('location')).toBe(`/?${FORM}`);
});

it.each([
  [true, 1],
  [false, 0],
])('asks for the passphrase of a key only where it has one: %s', async (isSealed, fields) => {
  const opened: string[] = [];
  const open = (passphrase: string) => opened.push(passphrase) > 0;
  const app = openWorkbench({ key: { isSealed, isOpen: () => false, open, forget: () => undefined } });
  const page = await (await app.request('/unlock')).text();
  expect(page.match(/name="passphrase"/g) ?? []).toHaveLength(fields);
  expect(page.includes('has no passphrase')).toBe(!isSealed);
  expect((await app.request('/unlock', { method: 'POST' })).status).toBe(303);
  expect(opened).toEqual(['']);
});

it.each([
  ['http://x/', null],
  ['http://x/#main', null],
  [`http://x/?${FORM}#main`, null],
  ['/', null],
  ['http://x/saved/', 'main'],
  ['http://', 'main'],
])('puts a price into its own page alone: %s', async (from, target) => {
  const headers = { 'hx-current-url': from };
  const page = await pages([true], undefined).request(`/?${FORM}`, { headers });
  expect(page.headers.get('hx-retarget')).toBe(target);
});

it('says beside the field that ε is none', async () => {
  const text = await pageOf(pages([true], undefined), FORM.replace('0.5', 'much'));
  expect(text).toContain('<p class="error" id="epsilon-error">ε is written like 0.5');
});

it.each([
  ['aim=epsilon&epsilon=1&epsilon=2', 'epsilon'],
  ['aim=accuracy&epsilon=1&epsilon=2', 'epsilon'],
  ['aim=accuracy&halfWidth=9&halfWidth=8', 'halfWidth'],
  ['aim=epsilon&halfWidth=9&halfWidth=8', 'halfWidth'],
])('says once what is named twice, whether or not it has a field: %s', async (form, part) => {
  const text = await pageOf(pages([true], undefined), `price=yes&${form}`);
  expect(text.split(`This is named twice (${part})`)).toHaveLength(2);
});

it('asks for the total in a group of its own, apart from the sites that are chosen', async () => {
  const text = await pageOf(pages([true], undefined), FORM);
  const groups = text.split('<fieldset>').slice(1);
  const naming = (name: string): readonly number[] =>
    groups.flatMap((group, at) => (group.includes(`name="${name}"`) ? [at] : []));
  expect([naming('sites').length, naming('total').length]).toEqual([1, 1]);
  expect(naming('sites')).not.toEqual(naming('total'));
  expect(groups[naming('total')[0] ?? 0]).toContain('<legend>What sites give</legend>');
});

describe('the price of a question', () => {
  it('comes with a button that asks, and says when the same again is free', async () => {
    const text = await pageOf(pages([true, true, true], undefined), FORM);
    expect(text).toContain('Added up over 3 sites');
    expect(text).toContain('The same question again is free.');
    expect(text).toContain('Sign and ask');
  });

  it.each([
    [1, 13],
    [2, 18],
    [3, 21],
  ])('has of %i sites that add up five draws each all of these draws in its ±', async (sites, width) => {
    const summed = (at: number): FederatedQuote['sites'][number] => {
      const { site, state, quote } = quoteOf('abc'.charAt(at), true);
      return { site, state, quote: { ...quote, pieces: [summedPiece(PIECE, 5)] } as Quote };
    };
    const text = await pageOf(
      pages(
        [],
        undefined,
        Array.from({ length: sites }, (_, at) => summed(at)),
      ),
      FORM,
    );
    expect(text).toContain(`Added up over ${sites} sites, the noise stays within ± ${width} with`);
  });

  it.each([
    ['as it was priced', FORM, '/answers/an-answer'],
    ['as it was priced, in another spelling', FORM.replace('0.5', '0,5&f1=&by1='), '/answers/an-answer'],
    ['with another ε', FORM.replace('0.5', '0.05'), `/?${FORM.replace('0.5', '0.05').replace('yes', 'anew')}`],
    ['for other sites', `${FORM}&sites=a`, `/?${FORM.replace('yes', 'anew')}&sites=a`],
    ['with an ε that is none', FORM.replace('0.5', 'x'), `/?${FORM.replace('0.5', 'x').replace('yes', 'anew')}`],
  ])('is agreed to for the question that the form holds when the button is pressed: %s', async (_, body, to) => {
    const app = pages([true, true, true], undefined);
    expect(await pageOf(app, FORM)).toContain(`formaction="/ask?${FORM.replaceAll('&', '&amp;')}"`);
    const answer = await app.request(`/ask?${FORM}`, { method: 'POST', body });
    expect(answer.headers.get('location')).toBe(to);
    const page = await (await app.request(to.startsWith('/?') ? to : '/')).text();
    expect(page.includes('so nothing was signed')).toBe(to.includes('anew') && !to.includes('=x'));
    expect(page).not.toContain('/ask?price=anew');
  });

  it.each([
    ['with another ε', FORM.replace('0.5', '0.05')],
    ['of a total', `${FORM}&total=yes`],
  ])('is saved as the form holds it when the button is pressed, which is shown before: %s', async (_, form) => {
    const saved: unknown[] = [];
    const app = openWorkbench({
      sites: async () => ['a'],
      quote: async () => ({ quote: { sites: [quoteOf('a', true)] }, hopeless: undefined }),
      save: (name, { draft, total }, form) => {
        saved.push([name, draft.epsilon, total]);
        return { name, version: 1, form };
      },
      saved: () => [],
    });
    expect(await pageOf(app, FORM)).toContain('form="builder" formmethod="get" formaction="/save"');
    const page = await (await app.request(`/save?${form}`)).text();
    const held = /name="form" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const epsilon = form.includes('0.05') ? '0.05' : '0.5';
    expect(page).toContain(`&quot;epsilon&quot;:&quot;${epsilon}&quot;`);
    await app.request('/save', { method: 'POST', body: new URLSearchParams({ form: held, name: 'chest' }).toString() });
    expect(saved).toEqual([['chest', epsilon, form.includes('total')]]);
    const bad = await app.request(`/save?${FORM.replace('0.5', 'x')}`);
    expect(bad.headers.get('location')).toBe(`/?${FORM.replace('0.5', 'x')}`);
  });

  it('says of a total that it costs as much again', async () => {
    const text = await pageOf(pages([true, true, true], undefined), `${FORM}&total=yes`);
    expect(text).toContain('Asked anew it costs as much again');
    expect(text).not.toContain('again is free');
    expect(text).toContain('Sign and ask');
  });

  it.each([
    ['a total', { why: 'total', silent: ['c'] } as const, 'none would come of this: it would lack c.'],
    [
      'too few',
      { why: 'few', silent: ['c'], willing: 2, least: 3 } as const,
      'the budget of c does not cover it. Ask for less ε',
    ],
  ])('of what can’t come says why, and offers no way to ask: %s', async (_, hopeless, sentence) => {
    const app = pages([true, true, false], hopeless);
    const text = await pageOf(app, `${FORM}&total=yes`);
    expect(text).toContain(sentence);
    expect(text).not.toMatch(/Added up over|This spends|Sign and ask/);
    // A page that was drawn before the budget ran out still has the button.
    const posted = await app.request(`/ask?${FORM}&total=yes`, {
      method: 'POST',
      body: `${FORM}&total=yes`,
    });
    expect(posted.status).toBe(303);
    expect(new URL(posted.headers.get('location') ?? '', 'http://x').searchParams.get('price')).toBe('yes');
  });

  it('says how many would answer where others than budgets are in the way', async () => {
    const hopeless = { why: 'few', silent: ['b', 'c'], willing: 1, least: 2 } as const;
    const quotes = [quoteOf('b', false), { site: 'c', state: 'unavailable' } as const];
    const text = await pageOf(pages([true], hopeless, quotes), FORM);
    expect(text).toContain('takes 2 sites, and 1 would give one');
  });

  it('blames no budget where every site would answer, but fewer were quoted than it takes', async () => {
    const text = await pageOf(pages([true], { why: 'few', silent: [], willing: 1, least: 2 }), FORM);
    expect(text).toContain('takes 2 sites, and 1 would give one');
    expect(text).not.toContain('less ε');
  });

  it('says that the question is to be mended where a site objects to it', async () => {
    const objection = {
      state: 'refused',
      site: 'b',
      code: 'epsilon-out-of-range',
      sentence: 'ε is too large.',
    } as const;
    const hopeless = { why: 'few', silent: ['b'], willing: 1, least: 2 } as const;
    const app = pages([true], hopeless, [{ site: 'b', state: 'refused', quote: objection }]);
    const text = await pageOf(app, FORM);
    expect(text).toContain('it would lack b. The note beside a site says what it objects to; mend the question.');
    expect(text).not.toContain('Ask once more');
  });

  it.each(['key-revoked', 'key-expired', 'project-ended', 'ethics-expired', 'unknown-key'] as const)(
    'says that waiting changes nothing where a site won’t take it from who asks: %s',
    async (code) => {
      const quote = { state: 'refused', site: 'b', code, sentence: 'No.' } as const;
      const more = [{ site: 'b', state: 'refused', quote } as const];
      const [few, total] = [
        { why: 'few', silent: ['b'], willing: 1, least: 2 } as const,
        { why: 'total', silent: ['b'] } as const,
      ];
      const texts = [await pageOf(pages([true], few, more), FORM), await pageOf(pages([true], total, more), FORM)];
      for (const text of texts) {
        expect(text).toContain('b would not take it from you, and waiting changes nothing.');
        expect(text).not.toMatch(/ask once|Ask once/);
      }
      expect(texts.map((text) => text.includes('or choose the other sites'))).toEqual([false, true]);
    },
  );

  it.each([
    ['patient', 'patients', 'Patienten'],
    ['study', 'studies', 'Studien'],
  ] as const)('says of quantiles what its ± is of, and adds up none: per %s', async (per, en, de) => {
    const tree = (site: string): FederatedQuote['sites'][number] => {
      const { state, quote } = quoteOf(site, true);
      const measures = [{ kind: 'quantiles', fields: [], per, perGroup: 1 }];
      return { site, state, quote: { ...quote, measures, pieces: [{ ...PIECE, name: 'tree' }] } as Quote };
    };
    const app = pages([], undefined, [tree('a'), tree('b')]);
    const text = await pageOf(app, FORM);
    expect(text).not.toContain('Added up over');
    expect(text).toContain(`within ± 6 ${en} in each node of the tree; the quantile’s own interval depends on`);
    const german = await app.request(`/?${FORM}`, { headers: { 'Accept-Language': 'de' } });
    expect(await german.text()).toContain(`von ± 6 ${de} in jedem Knoten des Baums; das Intervall des Quantils selbst`);
    expect(await pageOf(pages([true], undefined), FORM)).not.toContain('in each node of the tree');
  });

  it('tells two measures of one kind apart, as the command does', async () => {
    const { quote } = quoteOf('a', true);
    const count = (of: 'patients' | 'studies') => ({ kind: 'count' as const, of, fields: [], perGroup: 1 });
    const two = { measures: [count('patients'), count('studies')], pieces: [PIECE, { ...PIECE, measure: 1 }] };
    const more = [{ site: 'a', state: 'answered' as const, quote: { ...quote, ...two } as Quote }];
    const text = await pageOf(pages([], undefined, more), FORM);
    expect(text).toContain('± count of patients n 6, count of studies n 6');
  });
});
