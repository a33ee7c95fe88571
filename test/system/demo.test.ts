import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SiteManifest } from '../../src/dicom/generate.ts';
import { parseEpsilon } from '../../src/privacy/index.ts';
import { noiseHalfWidth, rational } from '../../src/privacy/laws.ts';
import { sfumato } from '../support/command.ts';
import { trueCohort, trueStudies, trueThickness } from '../support/true-counts.ts';

const Document = z.strictObject({
  questions: z.array(
    z.strictObject({
      name: z.string(),
      query: z.looseObject({ epsilon: z.string() }),
      sites: z.array(
        z.strictObject({
          site: z.string(),
          state: z.enum(['answered', 'out-of-budget', 'refused', 'unavailable', 'not-asked']),
          reason: z.string().optional(),
          epsilon: z.string().optional(),
          replayed: z.boolean().optional(),
        }),
      ),
      combined: z
        .strictObject({
          sites: z.array(z.string()),
          rows: z.array(
            z.strictObject({
              key: z.record(z.string(), z.string()),
              value: z.number(),
              interval: z.tuple([z.number(), z.number()]),
            }),
          ),
        })
        .nullable(),
    }),
  ),
  budgets: z.array(
    z.strictObject({ site: z.string(), meter: z.string(), cap: z.string(), spent: z.string(), left: z.string() }),
  ),
  journals: z.array(z.strictObject({ site: z.string(), records: z.int(), verified: z.boolean() })),
  metaAnalysis: z.looseObject({
    estimate: z.number(),
    ci: z.tuple([z.number(), z.number()]),
    notCombined: z.array(z.strictObject({ site: z.string(), why: z.string().min(10) })).optional(),
    effects: z.array(
      z.looseObject({
        label: z.string(),
        effect: z.number(),
        samplingVariance: z.number().positive(),
        noiseVariance: z.number().positive(),
      }),
    ),
  }),
});
type Document = z.infer<typeof Document>;

const SITES = ['harbour', 'hillside', 'lakeside'];
const folder = mkdtempSync(join(tmpdir(), 'sfumato-demo-'));
const demos = new Map<number, { document: Document; manifests: SiteManifest[] }>();

beforeAll(async () => {
  for (const seed of [1, 2]) {
    const at = join(folder, String(seed));
    const run = await sfumato(['demo', '--json', '--seed', String(seed), '--folder', at]);
    expect(run.code, run.stderr).toBe(0);
    const manifests = SITES.map((site) =>
      SiteManifest.parse(JSON.parse(readFileSync(join(at, site, 'manifest.json'), 'utf8'))),
    );
    demos.set(seed, { document: Document.parse(JSON.parse(run.stdout)), manifests });
  }
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demo(seed: number): { document: Document; manifests: SiteManifest[] } {
  const found = demos.get(seed);
  if (found === undefined) {
    throw new Error('the demonstration did not run');
  }
  return found;
}

/** What a sum over the sites is off by once in a million runs: of four such checks in every run of the tests, none is to fail by chance. */
function halfWidthOf(epsilon: string, sensitivity: bigint): number {
  const scale = rational(sensitivity * 1_000_000_000n, parseEpsilon(epsilon) ?? 1n);
  return Number(
    noiseHalfWidth(
      SITES.map(() => ({ name: 'discrete-laplace', scale })),
      { confidence: '0.999999' },
    ),
  );
}

describe.each([1, 2])('the demonstration with seed %i', (seed) => {
  it('finds the true cohort within its 99.9999 % interval, as counted from the generator’s manifests', () => {
    const { document, manifests } = demo(seed);
    const truths = manifests.map(trueCohort);
    expect(Math.min(...truths)).toBeGreaterThanOrEqual(40);
    const truth = truths.reduce((sum, one) => sum + one, 0);
    const [row] = document.questions[0]?.combined?.rows ?? [];
    expect(Math.abs((row?.value ?? 0) - truth)).toBeLessThanOrEqual(halfWidthOf('0.5', 1n));
  });

  it('finds the true number of studies within its 99.9999 % interval', () => {
    const { document, manifests } = demo(seed);
    const question = document.questions.find(({ name }) => name === 'studies with CT series');
    const truth = manifests.map((manifest) => trueStudies(manifest, 'CT')).reduce((sum, one) => sum + one, 0);
    // The real files that the demonstration adds hold at most 29 studies beyond the manifests.
    const slack = halfWidthOf('0.5', 8n) + 29;
    expect(Math.abs((question?.combined?.rows[0]?.value ?? 0) - truth)).toBeLessThanOrEqual(slack);
  });

  it('answers the same question again identically and free', () => {
    const { questions } = demo(seed).document;
    expect(questions[2]?.combined).toEqual(questions[0]?.combined);
    expect(questions[2]?.sites.map(({ replayed }) => replayed)).toEqual([true, true, true]);
    expect(questions[0]?.sites.map(({ replayed }) => replayed)).toEqual([false, false, false]);
  });

  it('finds how much thicker the slices of one make are at each site where the noise leaves that, and over all of them, with a forest plot', () => {
    const { document, manifests } = demo(seed);
    const truths = manifests.map((manifest) => trueThickness(manifest, /siemens/i) - trueThickness(manifest, /^ge/i));
    const { effects, notCombined = [] } = document.metaAnalysis;
    // Now and then the noise leaves a small site no effect; it is named then, with why.
    const named = [...effects.map(({ label }) => label), ...notCombined.map(({ site }) => site)];
    expect(named.sort()).toEqual(SITES);
    expect(effects[0]?.label).toBe('harbour');
    effects.forEach(({ label, effect, samplingVariance, noiseVariance }) => {
      // 8 standard errors: where Laplace noise is all that there is, it passes them with e^(−8·√2), about 10⁻⁵.
      expect(Math.abs(effect - (truths[SITES.indexOf(label)] ?? 0))).toBeLessThan(
        8 * Math.sqrt(samplingVariance + noiseVariance),
      );
    });
    const { estimate, ci } = document.metaAnalysis;
    expect(ci[0]).toBeLessThan(estimate);
    expect(estimate).toBeLessThan(ci[1]);
    const plot = readFileSync(join(folder, String(seed), 'forest.svg'), 'utf8');
    for (const { label } of effects) {
      expect(plot).toContain(label);
    }
  });

  it('asks until one site’s budget refuses, and goes on with the others', () => {
    const { questions } = demo(seed).document;
    expect(questions.slice(0, -1).flatMap(({ sites }) => sites.map(({ state }) => state))).not.toContain(
      'out-of-budget',
    );
    const last = questions.at(-1);
    expect(last?.sites.map(({ site, state }) => [site, state])).toEqual([
      ['harbour', 'answered'],
      ['hillside', 'answered'],
      ['lakeside', 'out-of-budget'],
    ]);
    expect(last?.combined?.sites).toEqual(['harbour', 'hillside']);
  });

  it('accounts for every ε, and leaves journals that verify', () => {
    const { document } = demo(seed);
    for (const site of SITES) {
      const charged = document.questions
        .flatMap(({ sites }) => sites.filter((one) => one.site === site && one.replayed === false))
        .reduce((sum, { epsilon }) => sum + (parseEpsilon(epsilon ?? '') ?? 0n), 0n);
      for (const { cap, spent, left } of document.budgets.filter((meter) => meter.site === site)) {
        expect(parseEpsilon(spent)).toBe(charged);
        expect((parseEpsilon(left) ?? 0n) + charged).toBe(parseEpsilon(cap));
      }
    }
    expect(document.journals.map(({ site, verified }) => [site, verified])).toEqual(SITES.map((site) => [site, true]));
  });
});

describe('two demonstrations', () => {
  it('differ with the seed', () => {
    const rows = [1, 2].map((seed) => demo(seed).document.questions[1]?.combined?.rows);
    expect(rows[0]).not.toEqual(rows[1]);
    const truths = [1, 2].map((seed) => demo(seed).manifests.map((manifest) => trueStudies(manifest, 'CT')));
    expect(truths[0]).not.toEqual(truths[1]);
  });
});
