import type { Command } from 'commander';
import { readDecision } from '../decision/decision-file.ts';
import { signPending } from '../decision/sign-pending.ts';
import { writeTextFile } from '../files/write-text.ts';
import type { KeySource } from '../key/own-key.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato action sign` and `apply`: the second signature, and the decision itself. */
export function registerActionSign(action: Command, shell: Shell): void {
  const sign = action
    .command('sign')
    .description('add your signature to a decision, after reading what it says')
    .argument('<file>', 'the decision, as `sfumato action new` wrote it')
    .requiredOption('--key <file>', 'your secret key')
    .option('--passphrase-file <file>', 'take the key’s passphrase from the first line of this file')
    .option('--json', 'print one JSON document')
    .action((file: string, options: KeySource & { json?: boolean }) =>
      shell.run(options, async () => {
        const { signed, text: done } = await signPending(shell, readDecision(file).signed, options);
        writeTextFile(file, `${JSON.stringify(signed, null, 2)}\n`);
        const { action: what, signers } = readDecision(file).read;
        const text = `${done} It bears ${signers.length} signature${signers.length === 1 ? '' : 's'}.`;
        return { document: { file, action: what, signers }, text };
      }),
    );
  helpTail(sign, ['npx --no sfumato action sign grant.json --key noor.key']);
  const apply = action
    .command('apply')
    .description('take a decision that bears the signatures it needs')
    .argument('<file>', 'the decision')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { signed, read } = readDecision(file);
        const document = await siteVerb(shell, { configFile: options.config, verb: 'action', input: { signed } });
        return { document, text: `“${read.action.kind}” is in force, and on record with its signatures.` };
      }),
    );
  helpTail(apply, ['npx --no sfumato action apply grant.json --config site/node.yaml']);
}
