import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/contract/index.ts';
import { voiceOf } from '../../src/dashboard/researcher/voice.ts';
import { dayOf } from '../../src/dashboard/site/decide.ts';
import { membersText } from '../../src/dashboard/site/projects/terms.ts';
import { groundText } from '../../src/dashboard/site/visit.ts';
import { DATA } from '../../src/dashboard/texts/data.table.ts';
import { FORMS } from '../../src/dashboard/texts/forms.table.ts';
import { LOGGED } from '../../src/dashboard/texts/logged.table.ts';
import { PROJECTS } from '../../src/dashboard/texts/projects.table.ts';
import { REFUSALS } from '../../src/dashboard/texts/refusals.table.ts';
import { sayIn, writtenText } from '../../src/dashboard/texts/say.ts';
import { costText, intervalText, numberText } from '../../src/shown/index.ts';
import { type OpenPages, openPages } from './open-pages.ts';
import { openWorkbench } from './open-workbench.ts';
import { OPERATORS_PATHS, PAGE_PATHS } from './page-paths.table.ts';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages({ published: true });
});
afterAll(() => site.close());

/** What a reader sees of a page, but for what stands there as it was written elsewhere: names, documents and versions. */
function seen(page: string): string {
  const body = page.slice(page.indexOf('<body'));
  return body
    .replace(/<(code|textarea|script|footer|option)\b.*?<\/\1>/gs, ' ')
    .replace(/<(\w+)[^>]* (lang="en"|class="(hash|banner)")[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<input[^>]* type="(hidden|date)"[^>]*>/g, ' ')
    .replace(/<input[^>]* value="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*alt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ');
}

/** A day has two points; the thousands of a hint count letters. */
const POINTS = /(?<![\d.@])(?![1-9]\d{0,2}\.000 Zeichen)\d+\.\d+(?![\d.])/g;
const ISO_DAYS = /\d{4}-\d\d-\d\d/g;

describe('a page in German', () => {
  it.each([...PAGE_PATHS, ...OPERATORS_PATHS].filter((path) => !path.startsWith('/policy')))(
    '%s writes amounts with a comma and days as German does',
    async (path) => {
      const who = OPERATORS_PATHS.some((one) => one === path) ? 'otto' : 'mira';
      const page = await (await site.browser(who, 0, 'de').get(path)).text();
      expect(seen(page).match(POINTS) ?? []).toEqual([]);
      expect(seen(page).match(ISO_DAYS) ?? []).toEqual([]);
    },
  );

  it('is looked at in its lead, too, and for amounts with three digits behind the point', () => {
    const page = '<body><p class="lead" dir="auto">0.5</p><p>1.125, bis 20.000 Zeichen, 31.01.2027</p>';
    expect(seen(page).match(POINTS)).toEqual(['0.5', '1.125']);
  });

  it('shows an amount and a day, which English writes in its own way, and files in neither', async () => {
    const page = async (lang: 'en' | 'de', path: string) =>
      seen(await (await site.browser('mira', 0, lang).get(path)).text());
    expect(await page('de', '/what-if')).toMatch(/0,1/);
    expect(await page('en', '/what-if')).toMatch(/0\.1/);
    expect(await page('de', '/health')).toMatch(/\d\d\.\d\d\.\d{4} \d\d:\d\d/);
    expect(await page('en', '/health')).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    const file = (lang: 'en' | 'de') => site.browser('mira', 0, lang).get('/budgets.csv');
    expect(await (await file('de')).text()).toBe(await (await file('en')).text());
  });

  it('writes the last day of a key as it takes it, one beside the other', () => {
    const key = 'A'.repeat(43);
    const expires = Date.UTC(2027, 1, 1);
    const members = [{ person: 'carl', key, expires }];
    expect(membersText(sayIn('de'), members)).toBe(`carl ${key} 31.01.2027`);
    expect(membersText(sayIn('en'), members)).toBe(`carl ${key} 2027-01-31`);
    expect(dayOf('31.01.2027', 'ends')).toBe(expires);
    expect(dayOf('2027-01-31', 'ends')).toBe(expires);
    expect(dayOf('31.02.2027')).toBeUndefined();
  });

  it('says how often the site publishes, and that nobody watches it', async () => {
    const page = seen(await (await site.browser('rosa', 0, 'de').get('/health')).text());
    expect(page).toContain(' täglich ');
    expect(page).toContain('Kein Zeuge ist eingerichtet');
    expect(page).not.toMatch(/daily|No witness/);
  });

  it('takes what it shows: a comma in a field', async () => {
    const page = await (await site.browser('mira', 0, 'de').get('/what-if?epsilon=0,25')).text();
    expect(page).toContain('value="0,25"');
    expect(page).not.toContain('wie 0,1 innerhalb');
  });
});

describe('the workbench in German', () => {
  const fields = [{ name: 'SliceThickness', range: { low: 0.3, high: 2.3, step: 0.1, unit: 'mm' } }];
  const page = async (query: string) => {
    const app = openWorkbench({ fields: () => fields, sites: async () => ['a'] });
    return seen(await (await app.request(`/?${query}`, { headers: { cookie: 'lang=de' } })).text());
  };

  it('writes bounds and what was typed with a comma', async () => {
    const form = 'kind=mean&of=SliceThickness&low=0.6&high=1,9&f1=SliceThickness&l1=0.5&h1=1,5';
    const text = await page(form);
    for (const number of ['≥ 0,3', '≤ 2,3', '0,6', '1,9', '0,5', '1,5']) {
      expect(text).toContain(` ${number} `);
    }
    expect(text.match(POINTS) ?? []).toEqual([]);
  });

  it('names what can be measured, and why a site refuses', async () => {
    expect(voiceOf(sayIn('de')).say({ own: sentenceOf('budget-exhausted') })).toBe(REFUSALS['budget-exhausted'].de);
    expect(voiceOf(sayIn('de')).say({ own: 'unknown field Modalty' })).toBe('unknown field Modalty');
    const app = openWorkbench({ fields: () => fields, sites: async () => ['a'] });
    const text = await (await app.request('/', { headers: { cookie: 'lang=de' } })).text();
    const kinds = /<select id="kind".*?<\/select>/s.exec(text)?.[0].replace(/<[^>]*>/g, ' ');
    expect(kinds).toContain('Patienten zählen');
    expect(kinds).not.toMatch(/count|sum |mean|quantiles|histogram /);
  });

  it('leaves what it does not read as it was typed', async () => {
    const text = await page('price=yes&kind=mean&of=SliceThickness&low=1.250&f1=SliceThickness&h1=1.500');
    expect(text).toContain(' 1.250 ');
    expect(text).toContain(' 1.500 ');
  });
});

describe('somebody’s own words', () => {
  const de = sayIn('de');

  it('stand in a text as they were written', () => {
    const ethics = de(PROJECTS.ethicsText, { reference: '17.2026', expires: '31.01.2027' });
    expect(ethics).toBe('17.2026, bis 31.01.2027');
    const ended = (reason: string) => de(PROJECTS.endedBy, { when: '2027-02-01', people: '2026-12-31', reason });
    expect(ended('2.5 years are over')).toContain('2.5 years are over');
    expect(ended('2026-01-31')).toMatch(/^01\.02\.2027.* 2026-12-31.* 2026-01-31$/);
    expect(de(FORMS.hides, { text: '2.5 a\\u202eb' })).toContain('2.5 a\\u202eb');
    expect(de(DATA.ignoredColumns, { names: '2026-01-31' })).toContain('2026-01-31');
  });

  it('stand so in a ground, too, among amounts', () => {
    const values = { people: 'noor', reason: '2.5 years' };
    expect(groundText(de, { code: 'pending-same', values })).toContain('„2.5 years“');
    expect(groundText(de, { code: 'grant-below-zero', values: { now: '0.5' } })).toContain('ε 0,5 ');
  });

  it('of a project that asks for amounts', () => {
    expect(de(PROJECTS.askedText, { all: '2.5', each: '0.5' })).toBe('ε 2,5 für das Projekt, 0,5 je Mitglied');
    expect(de(LOGGED.project, { project: '2026-01-31' })).toBe('Projekt 2026-01-31');
  });
});

describe('a number', () => {
  const [en, de] = [sayIn('en'), sayIn('de')];

  it('has the decimal mark of the language, alone, before its unit and within a text', () => {
    expect(['0.5', '-2.25', '12.5 mm', '7'].map((one) => writtenText(de, one))).toEqual([
      '0,5',
      '-2,25',
      '12,5 mm',
      '7',
    ]);
    expect(writtenText(en, '0.5')).toBe('0.5');
    const text = { en: 'ε {amount}', de: 'ε {amount}' } as const;
    expect([en(text, { amount: '0.5' }), de(text, { amount: '0.5' })]).toEqual(['ε 0.5', 'ε 0,5']);
  });

  it('is left alone where it is a version or a name', () => {
    expect([writtenText(de, '2026-11-27'), writtenText(en, '2026-11-27')]).toEqual(['27.11.2026', '2026-11-27']);
    for (const other of ['1.1.0', 'imaging-metadata@1.1.0', 'a 0.5', '0.5.']) {
      expect(writtenText(de, other)).toBe(other);
    }
  });

  it('of an answer, too, and both ends of its interval', () => {
    const [german, english] = [voiceOf(de), voiceOf(en)];
    const interval: [number, null] = [53.906, null];
    expect([numberText(german, 54.129), intervalText(german, interval)]).toEqual(['54,129', '53,906 … ∞']);
    expect(intervalText(english, interval)).toBe('53.906 … ∞');
    expect(numberText(german, 12345)).toBe('12345');
    expect([numberText(german, 1.23456e-7), numberText(english, 1.23456e-7)]).toEqual(['1,2346e-7', '1.2346e-7']);
    expect(costText(german, { epsilon: '0.5', rho: '0.125' })).toBe('0,5 (ρ 0,125)');
  });
});
