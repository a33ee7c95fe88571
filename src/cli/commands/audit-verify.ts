import { join } from 'node:path';
import type { Command } from 'commander';
import { createQuestionLog } from '../../coordinator/index.ts';
import { nodeDisk, verifyJournal } from '../../journal/index.ts';
import { nodeFolds } from '../../node/index.ts';
import { parseYamlKind } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

/** What a verification found. */
interface Verification {
  readonly journal: string;
  readonly records: number;
  readonly verified: boolean;
  readonly problem?: string;
}

/** `sfumato audit verify`: every byte of a journal, and the balances that follow from it. */
export function registerAuditVerify(audit: Command, shell: Shell): void {
  const command = audit
    .command('verify')
    .description('check every byte of a journal and fold its balances again; reads only, also beside a running process')
    .requiredOption('--config <file>', 'the node’s or coordinator’s YAML file')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async (): Promise<Outcome> => {
        const document = verifyFolder(options.config);
        const text = document.verified
          ? `${document.journal}: ${document.records} records verified.`
          : `${document.journal} does NOT verify: ${document.problem}`;
        return { document, text, exitCode: document.verified ? 0 : 1 };
      }),
    );
  helpTail(command, ['npx --no sfumato audit verify --config site/node.yaml']);
}

/** Verifies the journal that belongs to a configuration file; shared with the demonstration. */
export function verifyFolder(configFile: string): Verification {
  const { kind, folder } = parseYamlKind(configFile);
  const journal = join(folder, 'journal');
  const folds = kind === 'node' ? nodeFolds() : [createQuestionLog()];
  const result = verifyJournal({ disk: nodeDisk(journal), folds });
  return result.verified
    ? { journal, records: result.records, verified: true }
    : { journal, records: result.seq ?? 0, verified: false, problem: result.sentence };
}
