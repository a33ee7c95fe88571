import type { Command } from 'commander';
import { citationFindings, type Finding, lintPolicy } from '../../policy/index.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import { tableFor } from '../policy/ps315-table.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface LintOptions {
  readonly table?: string;
  readonly json?: boolean;
}

/** `sfumato policy lint`: everything that is wrong or doubtful in a policy document. */
export function registerPolicyLint(policy: Command, shell: Shell): void {
  const command = policy
    .command('lint')
    .description('check a policy document, its citations against PS3.15 Table E.1-1')
    .argument('<file>', 'the policy’s YAML file')
    .option('--table <file>', 'check against this table (JSON) instead, to see what another edition asks for')
    .option('--json', 'print one JSON document')
    .action((file: string, options: LintOptions) => shell.run(options, async () => lintFile(file, options.table)));
  helpTail(command, [
    'npx --no sfumato policy lint policies/imaging-metadata/1.1.0.yaml',
    'npx --no sfumato policy lint policies/imaging-metadata/1.1.0.yaml --table policies/ps315/2024b.json',
  ]);
}

function lintFile(file: string, tableFile: string | undefined): Outcome {
  const policy = loadPolicyFile(file);
  const table = tableFor(policy, tableFile);
  const findings = lintPolicy(policy, table);
  const facts = { policy: policy.name, fields: policy.document.fields.length, columns: policy.columns.size };
  const lines = findings.map(({ level, sentence }) => `${level}: ${sentence}`);
  const counts = countsOf(findings, citationFindings(policy.document, table).length);
  const found = countsText(counts, `PS3.15 Table E.1-1, edition ${table.edition}`);
  const summary = `${facts.policy}: ${facts.fields} fields, ${facts.columns} stored columns; ${found}.`;
  return {
    document: { ...facts, edition: table.edition, ...counts, findings },
    text: [...lines, summary].join('\n'),
    exitCode: findings.some(({ level }) => level === 'error') ? 2 : 0,
  };
}

/** What departs from PS3.15, what else is wrong, and what is the program's own advice. */
interface Counts {
  readonly departures: number;
  readonly otherErrors: number;
  readonly warnings: number;
}

function countsOf(findings: readonly Finding[], departures: number): Counts {
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  return { departures, otherErrors: findings.length - departures - warnings, warnings };
}

function countsText({ departures, otherErrors, warnings }: Counts, standard: string): string {
  return [
    `${counted(departures, 'departure')} from ${standard}`,
    ...(otherErrors === 0 ? [] : [counted(otherErrors, 'other error')]),
    counted(warnings, 'warning'),
  ].join(', ');
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count === 0 ? 'no' : count} ${what}s`;
}
