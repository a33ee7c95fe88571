import { describe, expect, it } from 'vitest';
import { answerText, quoteText } from '../../src/cli/ask/show.ts';
import { type FederatedReply, MeasureWire } from '../../src/contract/index.ts';
import type { Asked } from '../../src/dashboard/index.ts';
import { csvOf } from '../../src/dashboard/researcher/results.ts';
import { voiceOf } from '../../src/dashboard/researcher/voice.ts';
import { sayIn } from '../../src/dashboard/texts/say.ts';
import {
  costText,
  ENGLISH,
  halfWidthsText,
  halfWidthText,
  numberText,
  type ShownNumber,
  shownAnswer,
  shownQuote,
  titleText,
  type Voice,
} from '../../src/shown/index.ts';
import { openWorkbench } from '../dashboard/open-workbench.ts';
import { NOTHING, ODD, QUESTIONS, QUOTED, replyTo } from './support/replies.ts';

const GERMAN = voiceOf(sayIn('de'));
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const unmarked = (page: string): string =>
  oneLine(page.replace(/<[^>]*>/g, ' ').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity));

/**
 * All that a model says, member by member, in a voice. Two members are drawn in each drawing’s own way: a state, and the confidence, which
 * heads a column on the terminal and stands in the lead of a page.
 */
function leavesOf(
  model: unknown,
  voice: Voice,
  member = '',
  beside: ShownNumber['interval'] = null,
): readonly string[] {
  if (typeof model === 'number') {
    return [numberText(voice, model, beside)];
  }
  if (typeof model === 'string' && ['name', 'why'].includes(member)) {
    return [oneLine(voice.say({ own: model }))];
  }
  if (typeof model === 'string') {
    return [['epsilon', 'rho', 'width'].includes(member) ? voice.amount(model) : model];
  }
  if (typeof model !== 'object' || model === null) {
    return [];
  }
  if ('own' in model || 'word' in model) {
    return [oneLine(voice.say(model as Parameters<Voice['say']>[0]))];
  }
  return Object.entries(model)
    .filter(([name]) => name !== 'state' && name !== 'confidence')
    .flatMap(([name, part]) =>
      leavesOf(part, voice, name, 'interval' in model ? (model as ShownNumber).interval : beside),
    );
}

/** The part of a page before its receipts and texts, without the charts, which repeat the tables. */
async function pageOf(path: string, lang: string, desk: Parameters<typeof openWorkbench>[0]): Promise<string> {
  const none = { methods: () => '', check: () => [], receipts: () => undefined, sites: async () => [] };
  const app = openWorkbench({ ...none, ...desk });
  const page = await (await app.request(path, { headers: { 'Accept-Language': lang } })).text();
  return page.replace(/<figure[\s\S]*?<\/figure>/g, '').replace(/^[\s\S]*<main/, '<main');
}

function answerPage(reply: FederatedReply, lang = 'en'): Promise<string> {
  const asked: Asked = {
    ...{ id: reply.requestId, form: '', until: undefined, reply, failed: undefined, sites: new Map() },
    wanted: { draft: { count: 'patients', epsilon: '1' }, sites: [], total: false },
  };
  return pageOf(`/answers/${reply.requestId}`, lang, { asked: () => [asked] });
}

/** The cells of a page’s tables, but for headings and the states, which are in words of the page’s own. */
function cellsOf(page: string): readonly string[] {
  return [...page.matchAll(/<(td|th scope="row")[^>]*>([\s\S]*?)<\/t[dh]>/g)]
    .map(([, , cell = '']) => cell)
    .filter((cell) => !cell.includes('badge'))
    .map(unmarked);
}

/** The cells of the terminal’s tables, but for headings and the states. */
function terminalCells(text: string, states: readonly string[]): readonly string[] {
  return [...text.matchAll(/\n(?:-+ *)+\n([\s\S]*?)(?=\n\n|$)/g)]
    .flatMap(([, rows = '']) => rows.split('\n'))
    .flatMap((row) => row.trim().split(/ {2,}/))
    .filter((cell) => !states.includes(cell));
}

const lacking = (whole: string, parts: readonly string[]): readonly string[] =>
  parts.filter((part) => !whole.includes(part));

const REPLIES: readonly (readonly [string, FederatedReply])[] = [
  ...Object.entries(QUESTIONS).map(([kind, asked]) => [kind, replyTo(asked)] as const),
  ['numbers without an interval', ODD],
  ...NOTHING.map((reply) => [`nothing, because ${reply.notCombined ?? 'nobody answered'}`, reply] as const),
];

describe('an answer is the same wherever it is drawn', () => {
  it('of every measure, with every state of a site', () => {
    expect(Object.keys(QUESTIONS).sort()).toEqual([...MeasureWire.shape.kind.options].sort());
    for (const [kind, reply] of REPLIES.slice(0, Object.keys(QUESTIONS).length)) {
      expect(reply.combined?.results.map((result) => result.kind)).toEqual([kind]);
    }
  });

  it.each(REPLIES)('on the terminal and on the pages of both languages: %s', async (_, reply) => {
    const model = shownAnswer(reply);
    expect(leavesOf(model, ENGLISH).length).toBeGreaterThan(1);
    const text = oneLine(answerText(reply));
    expect(lacking(text, leavesOf(model, ENGLISH))).toEqual([]);
    expect(lacking(unmarked(await answerPage(reply)), leavesOf(model, ENGLISH))).toEqual([]);
    expect(lacking(unmarked(await answerPage(reply, 'de')), leavesOf(model, GERMAN))).toEqual([]);
  });

  it.each(REPLIES)('with no cell that the other lacks: %s', async (_, reply) => {
    const [text, page] = [answerText(reply), await answerPage(reply)];
    const states = reply.sites.map(({ state }) => state);
    expect(terminalCells(text, states).toSorted()).toEqual(
      cellsOf(page)
        .filter((cell) => cell !== '')
        .toSorted(),
    );
  });

  it.each(REPLIES)('and in the table to take along: %s', (_, reply) => {
    const { combined, sites } = shownAnswer(reply);
    const numbers = combined?.measures.flatMap(({ rows, whole }) => [...rows, ...whole]) ?? [];
    const [, ...lines] = csvOf(reply).trimEnd().split('\r\n');
    expect(lines).toHaveLength(numbers.length + sites.length);
    const wrong = numbers.filter(({ cell, name, value, interval, why }, at) =>
      [...cell, name.replaceAll('"', '""'), value, ...(interval ?? []), why].some(
        (part) => part !== null && !lines[at]?.includes(String(part)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('says per what its numbers are, what they were reduced by, and what they were clamped to', async () => {
    const reply = replyTo(QUESTIONS.mean);
    const title = /mean of PatientAge \(years\); up to \d studies a patient, reduced by max, clamped to \d+ … \d+/;
    expect(answerText(reply)).toMatch(title);
    expect(unmarked(await answerPage(reply))).toMatch(title);
    expect(unmarked(await answerPage(reply, 'de'))).toMatch(
      /Mittelwert von PatientAge \(years\); bis zu \d Studien je Patient, zusammengefasst durch max, begrenzt auf \d+ … \d+/,
    );
    expect(csvOf(reply)).toMatch(new RegExp(`\n"?${title.source}`));
    expect(answerText(replyTo(QUESTIONS.sum))).toContain('; one value a patient, reduced by first, clamped to 0 … 90');
    expect(answerText(replyTo(QUESTIONS.moments))).toContain(
      'PatientAge clamped to 0 … 90, SliceThickness clamped to 0 … 10',
    );
    expect(answerText(replyTo(QUESTIONS.histogram))).not.toContain('clamped');
  });

  it('tells measures apart that differ in one respect alone, and their noise as well', () => {
    const field = 'SliceThickness';
    const values = [
      { field },
      { field, clamp: [1.5, 4] as [number, number] },
      { field, per: 'study' as const },
      { field, reduce: 'max' as const },
    ];
    const reply = replyTo({ measures: values.map((mean) => ({ mean })) });
    const titles = shownAnswer(reply).combined?.measures.map(({ title }) => titleText(ENGLISH, title)) ?? [];
    expect([titles.length, new Set(titles).size]).toEqual([4, 4]);
    const answer = reply.sites[0]?.reply?.answer;
    const { measures = [], pieces = [] } = answer?.state === 'released' ? answer : {};
    const widths = measures.map((_, at) =>
      halfWidthsText({ measures, pieces: pieces.filter(({ measure }) => measure === at) }),
    );
    expect(new Set(widths.map((text) => text.replace(/ n .*/, ''))).size).toBe(4);
    expect(widths.join()).toContain('mean of SliceThickness (first, 1.5 … 4) n ');
  });

  it('names histograms by their field alone: what lies beyond their bins is counted, and not moved', () => {
    const reply = replyTo({
      measures: ['PatientAge', 'SliceThickness'].map((field) => ({ histogram: { field, bins: [0, 5, 10] } })),
    });
    const answer = reply.sites[0]?.reply?.answer;
    const { measures = [], pieces = [] } = answer?.state === 'released' ? answer : {};
    const widths = halfWidthsText({ measures, pieces });
    expect(widths).toMatch(/histogram of PatientAge \(first\) /);
    expect(widths).not.toContain('…');
  });

  it('shows the half-width of a sum in its unit, without the last digits of a double', () => {
    const field = { field: 'SliceThickness', unit: 'mm', step: 0.07, low: 0, high: 100 };
    const measure = { kind: 'sum', fields: [field] } as unknown as MeasureWire;
    expect(halfWidthText(measure, '300')).toBe('21 mm');
  });

  it('says under a table in how many of its cells a patient counts, where these are not all, of a total as well', () => {
    const reply = replyTo({ count: 'patients', by: ['Modality'] });
    const said = 'A patient counts in at most 3 of the 7 cells; what lies beyond is left out.';
    expect(answerText(reply)).toMatch(new RegExp(`\\n\\n${said}\\n\\nAdded up over`));
    const capless = reply.sites.map(({ site }) => ({ site, state: 'answered' as const }));
    const receipts = reply.sites.flatMap(({ reply: one }) => (one ? [{ answer: one.answer, receipt: null }] : []));
    expect(answerText({ ...reply, sites: capless, receipts } as unknown as FederatedReply)).toContain(said);
    expect(answerText(replyTo({ count: 'patients' }))).not.toContain('A patient counts in');
    // Of a field that a patient has one value of, nothing lies beyond.
    expect(answerText(replyTo(QUESTIONS.count))).not.toContain('A patient counts in');
  });

  it('shows ρ beside ε where a site counts in zCDP', async () => {
    const reply = replyTo(QUESTIONS.count);
    expect(answerText(reply)).toMatch(/^counts-zcdp +answered +2 \(ρ 2\)$/m);
    expect(cellsOf(await answerPage(reply))).toContain('2 (ρ 2)');
  });

  it('leaves no value out of a sentence', () => {
    for (const [, reply] of REPLIES) {
      expect(answerText(reply)).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('a quote is the same wherever it is drawn', () => {
  const quote = { sites: [...QUOTED] };
  const page = (lang: string) =>
    pageOf('/?price=yes&kind=count+patients&aim=epsilon&epsilon=0.5', lang, {
      quote: async () => ({ quote, hopeless: undefined }),
    });

  it('on the terminal and on the pages of both languages', async () => {
    const models = QUOTED.map(shownQuote);
    // A cost is one cell.
    const leaves = (voice: Voice): readonly string[] =>
      models.flatMap(({ price, ...more }) => [
        ...leavesOf(more, voice),
        ...(price === undefined ? [] : [costText(voice, price.cost), ...leavesOf(price, voice)]),
      ]);
    expect(lacking(oneLine(quoteText(quote)), leaves(ENGLISH))).toEqual([]);
    expect(lacking(unmarked(await page('en')), leaves(ENGLISH))).toEqual([]);
    expect(lacking(unmarked(await page('de')), leaves(GERMAN))).toEqual([]);
    expect(oneLine(quoteText(quote))).toContain('may end before your quota does.');
    expect(unmarked(await page('en'))).toContain('may end before your quota does.');
    expect(unmarked(await page('de'))).toContain('kann früher zu Ende sein als Ihr Kontingent.');
    expect(quoteText({ sites: QUOTED.slice(-2) })).not.toContain('your quota does');
    expect(cellsOf(await page('en'))).toContain('0.25 (ρ 0.03125)');
    expect(cellsOf(await page('de'))).toContain('0,25 (ρ 0,03125)');
  });
});
