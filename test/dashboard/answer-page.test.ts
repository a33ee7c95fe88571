import { describe, expect, it } from 'vitest';
import type { Estimate, FederatedReply } from '../../src/contract/index.ts';
import type { Asked, Desk } from '../../src/dashboard/index.ts';
import { csvOf } from '../../src/dashboard/researcher/results.ts';
import { openWorkbench } from './open-workbench.ts';

const ID = 'cd'.repeat(16);
const ABOUT = 'PatientSex=F against M, Modality=CT over MR';
const WHOLE: Estimate[] = [
  { name: 'odds ratio', value: 1.2345678, interval: [0.9, 1.6], about: ABOUT },
  { name: 'χ²', value: null, interval: null, why: 'A released cell is 0 or below.' },
];

const reply: FederatedReply = {
  ...{ requestId: ID, loss: null, sites: [{ site: 'a', state: 'answered' }] },
  combined: {
    ...{ sites: ['a'], confidence: '0.95', pieces: [] },
    keys: [{ Modality: 'CT', PatientSex: 'F' }],
    results: [
      {
        ...{ kind: 'count', of: 'patients', fields: [], perGroup: 1 },
        rows: [[{ name: 'patients', value: 12, interval: [9, 15] }]],
        whole: WHOLE,
      },
    ],
  },
};

async function pageText(query = '', lang = 'en', more: Partial<Desk> = {}): Promise<string> {
  const asked: Asked = {
    ...{ id: ID, form: '', until: Date.UTC(2026, 10, 27, 11, 30), reply, failed: undefined },
    ...{ wanted: { draft: { count: 'patients', epsilon: '1' }, sites: ['a'], total: false }, sites: new Map() },
  };
  const none = { methods: () => '', check: () => [], receipts: () => undefined };
  const app = openWorkbench({ sites: async () => ['a'], asked: () => [asked], ...none, ...more });
  const page = await app.request(`/answers/${ID}${query}`, { headers: { 'accept-language': lang } });
  return (await page.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

it('shows which question the answer is to', async () => {
  expect(await pageText()).toContain(
    'Question: {&quot;count&quot;:&quot;patients&quot;,&quot;epsilon&quot;:&quot;1&quot;}',
  );
});

describe('what a table says as a whole', () => {
  it('stands on the page below the cells, with what it is about and what it is not', async () => {
    const text = await pageText();
    expect(text).toContain('Of the whole table: count of patients');
    expect(text).toContain(`odds ratio: ${ABOUT} 1.2346 0.9 … 1.6`);
    expect(text).toContain('χ² not estimable A released cell is 0 or below.');
    expect(text).toContain('those of proportions, ratios, correlations and regressions of sampling as well');
  });

  it('stands in the table of numbers, in no cell', () => {
    expect(csvOf(reply).split('\r\n').slice(1, 4)).toEqual([
      'count of patients,CT,F,patients,12,9,15,0.95,a,',
      `count of patients,,,"odds ratio: ${ABOUT}",1.2345678,0.9,1.6,0.95,a,`,
      'count of patients,,,χ²,,,,0.95,a,A released cell is 0 or below.',
    ]);
  });
});

it.each([
  ['en', 'Effect: odds-ratio (Modality=CT / Modality=MR). Plot and table show its natural logarithm (log scale).'],
  ['en', 'Taken back from this scale: 2.512, 95 % interval 1.910 … 3.304.'],
  [
    'de',
    'Chancenverhältnis (Odds Ratio) (Modality=CT / Modality=MR). Bild und Tabelle zeigen den natürlichen Logarithmus',
  ],
  ['de', 'Von dieser Skala zurückgerechnet: 2,512, 95-%-Intervall 1,910 … 3,304.'],
])('says of which effect a meta-analysis is, and on which scale: %s, %s', async (lang, sentence) => {
  const plot = { svg: '<svg/>', text: 'numbers', scale: 'log', back: ['2.512', '1.910', '3.304'] } as const;
  const query = '?effect=odds-ratio&group1=Modality%3DCT&group2=Modality%3DMR';
  expect(await pageText(query, lang, { forest: () => plot, effects: ['odds-ratio'] })).toContain(sentence);
});
