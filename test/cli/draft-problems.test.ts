import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { composeDraft } from '../../src/cli/ask/compose.ts';
import { loadDraft } from '../../src/cli/ask/load-draft.ts';
import type { Draft } from '../../src/contract/index.ts';
import { analyst } from '../support/signing.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-draft-problems-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const DECIMAL = 'a decimal number in quotes, below 10000 and with at most nine decimals, such as "0.5"';
const SHARE = 'a share of the values between 0 and 1 in quotes, with at most six decimals, such as "0.5"';

describe('a question with a number that can’t be read', () => {
  it.each([
    ['count: patients\nepsilon: "0,5"', `epsilon is "0,5", but must be ${DECIMAL}`],
    ['count: patients\nepsilon: "-0.5"', `epsilon is "-0.5", but must be ${DECIMAL}`],
    ['count: patients\nepsilon: 0.5', `epsilon is 0.5, but must be ${DECIMAL}`],
    [
      'count: patients\naccuracy: { halfWidth: 20, confidence: "95 %" }',
      `accuracy.confidence is "95 %", but must be ${SHARE.replace(' of the values', '').replace('0.5', '0.95').replace('six', 'nine')}`,
    ],
    ['quantiles: { field: PatientAge, at: ["50"] }\nepsilon: "1"', `quantiles.at[0] is "50", but must be ${SHARE}`],
    ['quantiles: { field: PatientAge, at: [0.5] }\nepsilon: "1"', `quantiles.at[0] is 0.5, but must be ${SHARE}`],
    // No value stands at the share 0: sites would answer, and be charged, and nothing could be read off.
    ['quantiles: { field: PatientAge, at: ["0.00"] }\nepsilon: "1"', `quantiles.at[0] is "0.00", but must be ${SHARE}`],
    [
      'measures: [{ quantiles: { field: PatientAge, at: ["1.5"] } }]\nepsilon: "1"',
      `measures[0].quantiles.at[0] is "1.5", but must be ${SHARE}`,
    ],
  ])('is told which form it takes: %s', (text, sentence) => {
    const file = join(scratch, 'question.yaml');
    writeFileSync(file, `${text}\n`);
    expect(() => loadDraft(file)).toThrow(sentence);
  });
});

describe('a field’s name of another form', () => {
  const FORM = 'but must be a field’s name, such as PatientAge';
  it.each([
    ['where: { modality: MR }', ':2: unknown key modality in where; did you mean Modality?'],
    [
      'cohort: { has: { slice_thickness: 2 } }',
      ':2: unknown key slice_thickness in cohort.has; did you mean SliceThickness?',
    ],
    ['where: { anny: [{ Modality: MR }] }', ':2: unknown key anny in where; did you mean any?'],
    ['by: [patientSex]', `:2: by[0] is "patientSex", ${FORM}; did you mean PatientSex?`],
    ['by: [{ field: patientsex, values: [F] }]', `:2: by[0].field is "patientsex", ${FORM}; did you mean PatientSex?`],
    ['where: { xyz_unheard_of_9: 2 }', '; write a field’s name, such as PatientAge, or one of all, any, not'],
  ])('is told with the nearest field: %s', (part, sentence) => {
    const file = join(scratch, 'named.yaml');
    writeFileSync(file, `count: patients\n${part}\nepsilon: "1"\n`);
    expect(() => loadDraft(file)).toThrow(sentence);
  });

  it('is told so of a measure, too', () => {
    const file = join(scratch, 'measure.yaml');
    writeFileSync(file, 'mean: patientAge\nepsilon: "1"\n');
    expect(() => loadDraft(file)).toThrow(`mean is "patientAge", ${FORM}; did you mean PatientAge?`);
  });
});

describe('a question that nobody would read', () => {
  it('is told so before anybody is asked', () => {
    const PatientAge = Array.from({ length: 800 }, (_, at) => at);
    const asking = {
      draft: { count: 'patients', where: { PatientAge }, blocks: [2026], epsilon: '1' } satisfies Draft,
      ...{ project: 'lung', secretKey: analyst().secretKey, nowMs: 0, entropy: systemEntropy() },
    };
    const hash = 'a'.repeat(64);
    const facts = {
      ...{ protocol: 1 as const, policy: 'imaging-metadata@1.2.0', deidentificationHash: hash, disclosureHash: hash },
      ...{ logKey: 'k', serving: true, blocks: [2026], minSites: 1 },
    };
    const sites = [{ site: 'harbour', facts: { ...facts, site: 'harbour' } }];
    expect(() =>
      composeDraft(
        { ...asking, draft: { ...asking.draft, where: { Modality: 'CT' } } },
        { protocol: 1 as const, minSites: 1, sites },
      ),
    ).not.toThrow();
    expect(() => composeDraft(asking, { protocol: 1 as const, minSites: 1, sites })).toThrow(
      /^The question is too large: /,
    );
  });
});
