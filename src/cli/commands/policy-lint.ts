import type { Command } from 'commander';
import { lintPolicy } from '../../policy/index.ts';
import { loadPolicyFile } from '../load.ts';
import { helpTail, type Shell } from '../shell.ts';

/** `sfumato policy lint`: everything that is wrong or doubtful in a policy document. */
export function registerPolicyLint(policy: Command, shell: Shell): void {
  const command = policy
    .command('lint')
    .description('check a policy document')
    .argument('<file>', 'the policy’s YAML file')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { json?: boolean }) =>
      shell.run(options, async () => {
        const loaded = loadPolicyFile(file);
        const findings = lintPolicy(loaded);
        const failed = findings.some(({ level }) => level === 'error');
        const lines = findings.map(({ level, sentence }) => `${level}: ${sentence}`);
        const summary = `${loaded.name}: ${loaded.document.fields.length} fields, ${loaded.columns.size} stored columns, ${findings.length} findings.`;
        return {
          document: {
            policy: loaded.name,
            fields: loaded.document.fields.length,
            columns: loaded.columns.size,
            findings,
          },
          text: [...lines, summary].join('\n'),
          exitCode: failed ? 2 : 0,
        };
      }),
    );
  helpTail(command, ['npx --no sfumato policy lint policies/imaging-metadata/1.0.0.yaml']);
}
