import type { Command } from 'commander';
import { type Verification, verifyFolder } from '../audit/verify-folder.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

/** `sfumato audit verify`: every byte of a journal, and all that follows from it. */
export function registerAuditVerify(audit: Command, shell: Shell): void {
  const command = audit
    .command('verify')
    .description(
      'check every byte of a journal, fold its balances again, and check stored answers, checkpoints and co-signatures; reads only, also beside a running process',
    )
    .requiredOption('--config <file>', 'the node’s or coordinator’s YAML file')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async (): Promise<Outcome> => {
        const document = await verifyFolder(options.config, (records) =>
          shell.terminal.status(`${records} records checked …`),
        );
        return { document, text: textOf(document), exitCode: document.verified ? 0 : 1 };
      }),
    );
  helpTail(command, ['npx --no sfumato audit verify --config site/node.yaml']);
}

function textOf({ journal, records, verified, problem, answers, cosigned }: Verification): string {
  if (!verified) {
    return `${journal} does NOT verify: ${problem}`;
  }
  const opened =
    answers &&
    `${answers.opened} stored answers fit their digests, ${answers.closed} can’t be opened here${answers.closed > 0 ? CLOSED : '.'}`;
  return `${journal}: ${records} records verified. ${opened ?? ''} ${cosigned ? seen(cosigned) : ''}`.trim();
}

const CLOSED =
  ': the seal key that they are under isn’t in keys/, as after `keys destroy` (`sfumato keys show` says which were destroyed). That they were given, and what they cost, is on record all the same.';

/** What a journal can't show of itself. */
function seen({ checkpoints, records }: NonNullable<Verification['cosigned']>): string {
  const covered =
    checkpoints === 0
      ? 'No witness has co-signed any of it.'
      : `Co-signed checkpoints: ${checkpoints}, the last over the first ${records} records.`;
  return `${covered} Whether it was cut short, or written anew by whoever has its keys, only a witness can tell, when the node starts.`;
}
