import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notPlanted } from '../../scripts/bench/deid/input.ts';
import { planArchive } from '../../scripts/bench/deid/plan.ts';
import { seeded } from '../../scripts/bench/deid/random.ts';
import { actionResults, actionScores } from '../../scripts/bench/deid/report.ts';
import { scored } from '../../scripts/bench/deid/score.ts';
import { embedded, FORMS, searchFor } from '../../scripts/bench/deid/search.ts';
import { realFiles } from '../../scripts/bench/deid/sources.ts';
import { writeTables } from '../../scripts/bench/deid/table-files.ts';
import { listedSeries } from '../../scripts/bench/deid/web-server.ts';
import { newestPolicy } from '../../scripts/bench/newest-policy.ts';

// The benchmark of planted identifiers must itself be able to fail.

const plan = planArchive({ policy: newestPolicy().policy, sources: realFiles('nowhere'), seed: 1, copies: 4 });
const random = seeded(1, 'planted');
const noise = Buffer.from(Array.from({ length: 200_000 }, () => random.below(256)));

function missedIn(bytes: Uint8Array): readonly string[] {
  const found = new Set(searchFor(plan.tokens)(bytes).map(({ token }) => token.text));
  return plan.tokens.map(({ text }) => text).filter((text) => !found.has(text));
}

describe('the benchmark of planted identifiers', () => {
  it('plants every token of its list into some file', () => {
    expect(plan.tokens.length).toBeGreaterThan(100);
    expect(notPlanted(plan)).toEqual([]);
  });

  it('has its server and its tables tell every token too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sfumato-planted-'));
    try {
      const [csv = ''] = await writeTables(plan, folder);
      const tables = [csv, join(folder, 'second-half.csv')].map((file) => readFileSync(file));
      expect(missedIn(Buffer.concat(tables))).toEqual([]);
      expect(missedIn(Buffer.from(JSON.stringify(listedSeries(plan))))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(FORMS)('finds a token in %s, amid other bytes', (form) => {
    const search = searchFor(plan.controls);
    const missed = plan.controls.filter((token) => {
      const amid = Buffer.concat([noise, embedded(token, form), noise]);
      return !search(amid).some((hit) => hit.token === token && hit.form === form);
    });
    expect(missed).toEqual([]);
  });

  it('finds nothing where nothing is, nor eight digits of a random number', () => {
    const search = searchFor(plan.tokens);
    const date = plan.tokens.find(({ kind, text }) => kind === 'date' && /^\d{8}$/.test(text));
    expect(search(noise)).toEqual([]);
    expect(search(Buffer.from(`7f3a${date?.text}9c`))).toEqual([]);
    expect(search(Buffer.from(`on ${date?.text}.`))).toHaveLength(1);
  });

  it('counts whatever has no output as wrong, in removal as in retention', () => {
    const nothing = { plan, header: [], instance: [], snapshot: [], leaked: new Set<string>() };
    const scores = actionScores(scored(nothing));
    expect(scores.map(({ right }) => right)).toEqual(scores.map(() => 0));
    expect(scores.every(({ n }) => n > 0)).toBe(true);
    expect(actionResults(scores).some(({ holds }) => holds)).toBe(false);
  });

  it('counts an action that was never called for as not done', () => {
    expect(actionResults(actionScores([])).some(({ holds }) => holds)).toBe(false);
  });
});
