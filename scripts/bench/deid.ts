import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { planArchive } from './deid/plan.ts';
import { table } from './deid/report.ts';
import { play } from './deid/session.ts';
import { realFiles } from './deid/sources.ts';
import { type Verdict, verdictOn } from './deid/verdict.ts';
import { newestPolicy } from './newest-policy.ts';
import { printBench } from './report.ts';

// The planted-identifier benchmark. What a hospital's archive holds of people is planted into copies of real files; the
// product is run on them as a person runs it, mishaps among it, and on the same people in a DICOMweb server and in tables;
// then everything that it wrote or said is searched, what it kept of each source is scored by MIDI-B's header actions, and
// its pseudonyms are attacked.

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    /** A folder with `data/dicom` in it: more real files. */
    shared: { type: 'string', default: fileURLToPath(new URL('../../../shared', import.meta.url)) },
    /** How many of the real files are taken, for a quick run: then columns are planted seldom, and some not at all. */
    files: { type: 'string' },
    candidates: { type: 'string', default: '1000000' },
    /** Leaves the folder of the run where it is. */
    keep: { type: 'boolean', default: false },
  },
});

const seed = Number(options.seed);
const sources = realFiles(options.shared).slice(0, options.files === undefined ? undefined : Number(options.files));
const { file: policyFile, policy } = newestPolicy();
// Fewer real files are used more often, so that every column is planted often enough to be scored.
const plan = planArchive({ policy, sources, seed, copies: sources.length < 60 ? 6 : 2 });
const work = mkdtempSync(join(tmpdir(), 'sfumato-deid-'));
try {
  const session = await play({ work, plan, policyFile, policy, seed });
  const verdict = await verdictOn({ plan, session, seed, candidates: Number(options.candidates) });
  if (!options.json) {
    console.log(`${textOf(verdict)}\n`);
  }
  printBench({ name: 'deid', results: verdict.results });
} finally {
  if (!options.keep) {
    rmSync(work, { recursive: true, force: true });
  }
}

function textOf({ scores, misses, found, controls, failed }: Verdict): string {
  const files = plan.series.reduce((sum, { instances }) => sum + instances.length, 0);
  const patients = new Set(plan.series.map(({ patient }) => patient)).size;
  const percent = (right: number, n: number): string => (n === 0 ? '–' : ((right / n) * 100).toFixed(2));
  const named = found.flatMap(({ place, hits }) =>
    hits.map(({ token, form, label }) => `${place}, ${label}: ${token.kind} “${token.text}” in ${form}`),
  );
  const lines = (title: string, list: readonly string[]): readonly string[] =>
    list.length === 0 ? [] : [`\n${title}`, ...list.map((line) => `  ${line}`)];
  return [
    `${policy.name}: ${plan.tokens.length} tokens in ${files} copies of ${sources.length} real files (${plan.bystanders.length} of them planted by name only),`,
    `${plan.series.length} series of ${patients} patients, seed ${seed}\n`,
    table(
      ['action', 'n', 'right', '%'],
      scores.map(({ action, n, right }) => [action, String(n), String(right), percent(right, n)]),
    ),
    '',
    table(
      ['place', 'bytes', 'hits', 'controls found'],
      found.map(({ place, bytes, hits }) => {
        const control = controls.find((one) => one.place === place);
        return [place, String(bytes), String(hits.length), control ? `${control.found} of ${control.put}` : '–'];
      }),
    ),
    ...lines('Commands that failed', failed),
    ...lines('Wrong, by column', misses),
    ...lines('Found where nothing may be', named.slice(0, 60)),
    ...lines(
      'Controls that were missed',
      controls.flatMap(({ place, missed }) => missed.map((one) => `${place}: ${one}`)).slice(0, 40),
    ),
  ].join('\n');
}
