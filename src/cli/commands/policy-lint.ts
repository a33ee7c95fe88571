import type { Command } from 'commander';
import { lintPolicy } from '../../policy/index.ts';
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
  const against = `against PS3.15 Table E.1-1, edition ${table.edition}`;
  const found = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const summary = `${facts.policy}: ${facts.fields} fields, ${facts.columns} stored columns, ${found} ${against}.`;
  return {
    document: { ...facts, edition: table.edition, findings },
    text: [...lines, summary].join('\n'),
    exitCode: findings.some(({ level }) => level === 'error') ? 2 : 0,
  };
}
