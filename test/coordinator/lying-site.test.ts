import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FederatedReply, type Query, type ReleasedWire, type Reply } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { closeSites, LAPLACE, PIECE, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const ada = analyst();
afterEach(closeSites);

type Draft = Omit<Query, 'blocks'>;
const COUNT: Draft = { count: 'patients', by: ['PatientSex'], epsilon: '0.5' };

/** What comes of a question that two honest sites answer, and a third as it likes. */
async function askBeside(liar: unknown, draft: Draft = COUNT, honest: Partial<ReleasedWire> = {}) {
  const sites = [
    await siteThatSays('a', reply(release('a', honest))),
    await siteThatSays('b', reply(release('b', honest))),
    await siteThatSays('liar', liar),
  ];
  const { app, journal, questions } = await testCoordinator(sites, { deadlineMs: 5_000 });
  const signed = signedQuestion({ secretKey: ada.secretKey, draft, sites: ['a', 'b', 'liar'] });
  const response = await app.request('/trpc/query.ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
  });
  await journal.close();
  expect(response.status).toBe(200);
  expect(questions.open()).toEqual([]);
  return z.object({ result: z.object({ data: FederatedReply }) }).parse(await response.json()).result.data;
}

const ofMechanism = (change: Partial<typeof LAPLACE>): Partial<ReleasedWire> => ({
  pieces: [{ ...PIECE, mechanism: { ...LAPLACE, ...change } }],
});

const NO = { state: 'refused', site: 'liar', code: 'busy', sentence: 'x' } as const;
const RECEIPT = {
  ...{ site: 'liar', seq: 1, kind: 'refuse', recordHash: 'a'.repeat(64), opening: 'a'.repeat(32) },
  proof: 'a proof',
} as const;

/** A table by another field too, with noise of scale 1/ε. */
function finer(each: number, epsilon: string, denominator: string, numerator: string): Reply {
  const keys = ['F', 'M'].flatMap((PatientSex) =>
    Array.from({ length: each }, (_, at) => ({ PatientSex, X: String(at) })),
  );
  const noise = ofMechanism({ epsilon, scale: { numerator, denominator } });
  const wide = release('liar', { keys, epsilon, ...noise, values: [keys.map(() => '1')] });
  return { ...reply(wide), replayed: true, collapse: { over: ['X'], queryHash: 'c'.repeat(64) } };
}

describe('what one site makes up', () => {
  it.each<[string, unknown]>([
    ['years that are none', reply(release('liar', { blocks: Array.from({ length: 100_000 }, () => 1e15) }))],
    [
      'more years than can be signed',
      reply(release('liar', { blocks: Array.from({ length: 201 }, (_, at) => 2000 + at) })),
    ],
    ['one year twice', reply(release('liar', { blocks: [2026, 2026] }))],
    ['a year that was not signed', reply(release('liar', { blocks: [1999] }))],
    ['a sentence without end', reply(release('liar', { definition: 'x'.repeat(1_000_000) }))],
    ['caveats without end', reply(release('liar', { leavesOut: Array.from({ length: 100_000 }, () => 'x') }))],
    ['text that is none', reply(release('liar', { definition: '\ud800' }))],
    ['a no of text that is none, with its receipt', { ...reply({ ...NO, detail: '\ud800' }), receipt: RECEIPT }],
    [
      'a no to another request',
      reply({ ...NO, of: { requestId: 'f'.repeat(32), textHash: 'a'.repeat(64), hourMs: 0 } }),
    ],
    ['a receipt of text that is none', { ...reply(release('liar')), receipt: { ...RECEIPT, proof: '\ud800' } }],
    ['a no of a megabyte', reply({ ...NO, sentence: 'x'.repeat(1_000_000) })],
    [
      'noise that its ε does not give',
      reply(release('liar', ofMechanism({ scale: { numerator: '1000', denominator: '1' } }))),
    ],
    [
      'less ε than was signed',
      reply(
        release('liar', {
          epsilon: '0.001',
          ...ofMechanism({ epsilon: '0.001', scale: { numerator: '1000', denominator: '1' } }),
        }),
      ),
    ],
    ['shares that are not its ε', reply(release('liar', { epsilon: '0.6' }))],
    [
      'a table to be added up that has not the fields',
      { ...reply(release('liar')), collapse: { over: ['X'], queryHash: 'c'.repeat(64) } },
    ],
    ['a table too noisy to be added up', finer(300, '0.5', '1', '2')],
  ])('costs its own answer alone: %s', async (_, liar) => {
    const { sites, combined } = await askBeside(liar);
    expect(sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
    expect(sites[2]?.reason).toBe('The site gave an answer that is not valid.');
    expect(combined).toMatchObject({ sites: ['a', 'b'], pieces: [{ values: ['20', '-2'] }] });
  });

  it('does not keep a coordinator busy with noise that nobody asked for', async () => {
    const width = 272;
    const measures: ReleasedWire['measures'] = [
      {
        ...{ kind: 'quantiles', perGroup: 1, tree: { branching: 16, leafSteps: 1, levels: [16, 256] } },
        fields: [{ field: 'PatientAge', unit: 'a', step: 1, low: 0, high: 255, middle: 127 }],
      },
    ];
    const tree = (scale: string): Partial<ReleasedWire> => ({
      measures,
      pieces: [
        {
          ...PIECE,
          name: 'tree',
          fields: [0],
          width,
          mechanism: { ...LAPLACE, scale: { numerator: scale, denominator: '1' } },
        },
      ],
    });
    const values = (cells: number) => [Array.from({ length: cells * width }, () => '100')];
    const keys = Array.from({ length: 300 }, (_, at) => ({ X: String(at) }));
    const lie = release('liar', { ...tree('1000'), keys, values: values(300) });
    const liar = { ...reply(lie), collapse: { over: ['X'], queryHash: 'c'.repeat(64) } };
    const draft: Draft = { quantiles: { field: 'PatientAge', at: ['0.5'] }, epsilon: '0.5' };
    const started = performance.now();
    const { sites, combined } = await askBeside(liar, draft, { ...tree('2'), keys: [{}], values: values(1) });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
    expect(combined?.sites).toEqual(['a', 'b']);
  });

  it('does not fill a coordinator’s memory with the leaves of a tree that nobody drew', async () => {
    const tree = { branching: 16, leafSteps: 1, levels: [2 ** 31] };
    const fields = [{ field: 'PatientAge', unit: 'a', step: 1, low: 0, high: 2 ** 40, middle: 127 }];
    const measures: ReleasedWire['measures'] = [{ kind: 'quantiles', perGroup: 1, tree, fields }];
    const lie = release('liar', { measures, pieces: [{ ...PIECE, name: 'tree', fields: [0] }] });
    // Without a document of the policy all that agree are added up.
    const { sites } = await askBeside(reply(lie));
    expect(sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
  });

  it('is told from a stored table that was paid for dearly enough to be added up', async () => {
    const { combined } = await askBeside(finer(4, '2', '2', '1'));
    expect(combined).toMatchObject({ sites: ['a', 'b', 'liar'], pieces: [{ values: ['24', '2'] }] });
  });
});
