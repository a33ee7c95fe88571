import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs the proof of privacy and writes docs/privacy-proof.md from what it found. With a folder as argument: from what runs under
// SFUMATO_PROOF_FOLDER left there.

const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(join(tmpdir(), 'sfumato-proof-'));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.suites.config.ts', '--mode', 'privacy'];

const ATTACKS = [
  ...[
    'attack',
    'knowledge',
    'questions',
    'ε spent',
    'trials',
    'success',
    'limit',
    'predicted',
    'control arm',
    'verdict',
  ],
];
const EMPIRICAL = ['what is released', 'claimed', 'draws', 'shown', 'expected to be shown', 'verdict'];
const MUTANTS = ['fault', 'planted in', 'caught by', 'verdict'];

function table(name: string, heads: readonly string[]): string {
  const names: string[] = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const rows = names.map((one) => readFileSync(join(folder, name, `${encodeURIComponent(one)}.txt`), 'utf8'));
  return [`<!-- table: ${name} -->`, `| ${heads.join(' | ')} |`, `|${heads.map(() => '---|').join('')}`, ...rows].join(
    '\n',
  );
}

function document(): string {
  return `# The proof of privacy

Written by \`npm run privacy-proof\` from a run of \`npm run test:privacy\`. Seeds are fixed, so every run finds these figures, and the
suite fails where it finds others. What one patient can do to an answer before noise is shown by \`test/replay/\`, in the same suite.

## Red team

Each attack is played many times over against the product's own parts: publish and DuckDB, plan, stored answers, budget and
journal, exact noise from a seeded generator, release gate. Where it doesn't say “the whole path”, “keys”, “errors” or “time”,
what DuckDB counts is worked out once for each history, and the journal is in memory. A fair coin decides which of two
neighbouring histories the site has; the attacker knows what the table says, asks, and guesses.

- *Success* is the share of right guesses, with bounds of Clopper and Pearson at 99.9 %.
- *Limit* is what ε-differential privacy allows at all the ε lost: e^ε/(1 + e^ε) for a patient's presence; the same with 2ε for a
  value of a patient known to be present; with the sum of all ε where several sites hold the patient.
- *Predicted* is what the best attacker of that knowledge reaches, from the noise's exact law (for reconstruction, least squares
  with normal errors; 50 % where nothing at all should be seen).
- *Control arm* is the same attack against a build made of the same parts without the defence.
- An attack *holds* when the lower bound is at most the limit, the upper bound at least the prediction, and the control arm's
  lower bound lies beyond the limit.

${table('attacks', ATTACKS)}

## Empirical ε

Noisy answers with and without one patient, drawn through the release gate; the event that tells most is chosen from the exact
law. Chances are bounded by Clopper and Pearson at 99.9 %. Of ε, ln(least chance with / greatest chance without) is shown. Gaussian noise, at sites
that count in zCDP, bounds no such ratio; of ρ, the largest Rényi divergence of the two chances over its order is shown. One event tells
less of it: half to four fifths. What is shown may not lie above the claim, and must reach 0.9 of what so many draws are expected to show.

${table('empirical', EMPIRICAL)}

## Planted faults

Each fault is one edit of the source, and a run of one file of tests that passes without it. A fault is caught when a test fails.

${table('mutants', MUTANTS)}
`;
}

try {
  const env = { ...process.env, SFUMATO_PROOF_FOLDER: folder };
  const status = given === undefined ? spawnSync(process.execPath, vitest, { stdio: 'inherit', env }).status : 0;
  if (status === 0) {
    writeFileSync('docs/privacy-proof.md', document());
  }
  process.exitCode = status ?? 1;
} finally {
  if (given === undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
}
