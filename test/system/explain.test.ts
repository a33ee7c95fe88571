import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerText } from '../../src/cli/ask/show.ts';
import { type Combined, FederatedReply } from '../../src/contract/index.ts';
import { sfumato } from '../support/command.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function explain(question: string, ...more: string[]) {
  const file = join(folder, 'question.yaml');
  writeFileSync(file, question);
  return sfumato(['explain', file, '--policy', POLICY_FILE, ...more]);
}

const QUESTION = `
measures:
  - mean: { field: PatientAge, clamp: [18, 90] }
  - count: patients
by: [PatientSex]
blocks: [2026]
epsilon: "1"
`;

describe('explain', () => {
  it('shows plan, noise and SQL of a question, and asks nobody', async () => {
    const { code, stdout } = await explain(QUESTION);
    expect(code).toBe(0);
    expect(stdout).toContain('5 cells, of which a patient counts in at most 1; ε 1 in all.');
    expect(stdout).toMatch(/mean +sum of PatientAge +5 +0\.25 +36 +Laplace b 144 +431/);
    expect(stdout).toMatch(/count +n +5 +0\.5 +1 +Laplace b 2 +6/);
    expect(stdout).toContain('FROM series WHERE "live" = 1');
  });

  it('shows the question as a site asks it that counts in zCDP: σ² = Δ₂²/ε² a piece, and ρ in all', async () => {
    const { code, stdout } = await explain(QUESTION, '--zcdp', '0.000001');
    expect(code).toBe(0);
    expect(stdout).toMatch(/mean +sum of PatientAge +5 +0\.25 +√1296 +Gaussian σ² 20736 /);
    expect(stdout).toMatch(/count +n +5 +0\.5 +√1 +Gaussian σ² 4 +4/);
    // 0.5²/2 for the count and 0.25²/2 for each part of the mean.
    expect(stdout).toContain('ρ-zero-concentrated differential privacy with ρ 0.1875,');
    expect((await explain(QUESTION, '--zcdp', '0.5')).code).toBe(2);
  });

  it('shows the question as a project of another purpose asks it: other patients may have withdrawn from that', async () => {
    const [research, quality] = await Promise.all([
      explain(QUESTION, '--json'),
      explain(QUESTION, '--purpose', 'quality', '--json'),
    ]);
    const Document = z.looseObject({ parameters: z.array(z.int()), leavesOut: z.array(z.string()) });
    const [one, other] = [research, quality].map(({ stdout }) => Document.parse(JSON.parse(stdout)));
    expect(other?.leavesOut).toContain('Patients who withdrew, or do not allow the purpose quality, are not counted.');
    const differing = one?.parameters.flatMap((value, at) => (other?.parameters[at] === value ? [] : [value]));
    expect(differing).toEqual([1]); // the bit of research
    expect((await explain(QUESTION, '--purpose', 'fun')).code).toBe(2);
  });

  it('gives the same as one document', async () => {
    const { stdout } = await explain(QUESTION, '--json');
    const Document = z.looseObject({
      sql: z.string(),
      parameters: z.array(z.int()),
      pieces: z.array(z.looseObject({ mechanism: z.looseObject({ epsilon: z.string() }) })),
    });
    const { sql, parameters, pieces } = Document.parse(JSON.parse(stdout));
    expect(new Set(sql.match(/\$\d+/g)).size).toBe(parameters.length);
    expect(pieces.map(({ mechanism }) => mechanism.epsilon)).toEqual(['0.5', '0.25', '0.25']);
  });

  it.each([
    [
      'a field without bounds',
      'mean: Modality\nepsilon: "1"',
      /Modality is a list of values, not a number with bounds/,
    ],
    [
      'two measures side by side',
      'count: patients\nmean: PatientAge\nepsilon: "1"',
      /states count and mean; state one/,
    ],
    ['a question without ε', 'count: patients', /epsilon, or accuracy/],
  ])('says what is wrong with %s', async (_, question, sentence) => {
    const { code, stderr } = await explain(question);
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  });
});

describe('an answer as text', () => {
  it('has a table for every measure, with what could not be estimated and what the whole table says', () => {
    const field = { field: 'PatientAge', unit: 'years', step: 1, low: 0, high: 90, middle: 45 };
    const mean = { kind: 'mean' as const, fields: [field], per: 'study' as const, reduce: 'max' as const, perGroup: 8 };
    const combined: Combined = {
      sites: ['a', 'b'],
      keys: [{ PatientSex: 'F' }, { PatientSex: 'M' }],
      confidence: '0.95',
      results: [
        {
          ...{ kind: 'count', of: 'patients', fields: [], perGroup: 1 },
          rows: [
            [{ name: 'patients', value: 120, interval: [112, 128] }],
            [{ name: 'patients', value: -3, interval: [-11, 5] }],
          ],
          whole: [
            {
              ...{ name: 'proportion in the first cell', about: 'PatientSex=F, of that and PatientSex=M' },
              ...{ value: null, interval: null, why: 'A cell is 0.' },
            },
          ],
        },
        {
          ...mean,
          rows: [
            [{ name: 'mean', value: 61.234567, interval: [60.9, null] }],
            [{ name: 'mean', value: null, interval: null, why: 'The noise is wide.' }],
          ],
        },
      ],
      pieces: [],
    };
    const reply = FederatedReply.parse({ requestId: 'f'.repeat(32), sites: [], combined, loss: null });
    const text = answerText(reply);
    expect(text).toMatch(/F +patients +120 +112 … 128/);
    expect(text).toMatch(/M +patients +-3 +-11 … 5/);
    expect(text).toMatch(
      /proportion in the first cell: PatientSex=F, of that and PatientSex=M +not estimable +A cell is 0\./,
    );
    expect(text).toContain('mean of PatientAge (years); up to 8 studies a patient, reduced by max');
    expect(text).toMatch(/F +mean +61\.235 +60\.9 … ∞/);
    expect(text).toMatch(/M +mean +not estimable +The noise is wide\./);
    expect(answerText(reply, 1)).toContain('… and 1 smaller ones');
  });
});
