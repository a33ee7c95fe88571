import type { Command } from 'commander';
import { readAction } from '../../contract/index.ts';
import { type DecisionOptions, PASSPHRASE_FILE, signedDecision, submit, withDecision } from '../decision/decide.ts';
import { bodyLines } from '../decision/decision-text.ts';
import { type Inbox, inboxOf, pendingDecision } from '../decision/pending-decision.ts';
import { signPending } from '../decision/sign-pending.ts';
import { loadNodeConfig } from '../files/configuration.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';

/** `sfumato inbox`, `approve` and `decline`: decisions that wait for signatures. */
export function registerInbox(program: Command, shell: Shell): void {
  const inbox = program
    .command('inbox')
    .description('list the decisions that wait for signatures, and who may still sign them')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const document = await inboxOf(shell, options.config);
        return { document, text: document.pending.map(entryText).join('\n\n') || 'Nothing waits for signatures.' };
      }),
    );
  helpTail(inbox, ['npx --no sfumato inbox --config site/node.yaml']);
  const approve = program
    .command('approve')
    .description('add your signature to a decision that waits; it is taken once the signatures suffice')
    .argument('<decision>', 'its id, or the first digits of it, as `sfumato inbox` shows it; or a file with it')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption('--key <file>', 'your secret key')
    .option('--passphrase-file <file>', PASSPHRASE_FILE)
    .option('--json', 'print one JSON document')
    .action((named: string, options: DecisionOptions) =>
      shell.run(options, async () => {
        const pending = await pendingDecision(shell, options.config, named);
        const { signed, text } = await signPending(shell, pending, options);
        const outcome = await submit(shell, { configFile: options.config, signed });
        return { ...outcome, text: `${text}\n${outcome.text}` };
      }),
    );
  helpTail(approve, ['npx --no sfumato approve 3f29c1 --key noor.key --config site/node.yaml']);
  const decline = withDecision(
    program
      .command('decline')
      .description('end a decision that waits, for good; whoever signed it may take it back')
      .argument('<decision>', 'its id, or the first digits of it, as `sfumato inbox` shows it'),
  ).action((named: string, options: DecisionOptions) =>
    shell.run(options, async () => declined(shell, named, options)),
  );
  helpTail(decline, [
    'npx --no sfumato decline 3f29c1 --reason "The purpose is not clear yet." --key mira.key --config site/node.yaml',
  ]);
}

async function declined(shell: Shell, named: string, options: DecisionOptions): Promise<Outcome> {
  const { config } = loadNodeConfig(options.config);
  const pending = await pendingDecision(shell, options.config, named);
  const body = { action: readAction(pending)?.action.id };
  const signed = await signedDecision(shell, { kind: 'decline', body }, { ...options, site: config.site });
  const input = { signed };
  const document = await siteVerb(shell, { configFile: options.config, verb: 'decline', input });
  return { document, text: `${document.action} was declined by ${document.people.join(' and ')}.` };
}

function entryText({ action, sinceMs, signedBy, mayStill, missing }: Inbox['pending'][number]): string {
  return [
    `${action.id}  ${action.kind}  since ${shownTime(sinceMs)}`,
    ...bodyLines(action).map((line) => `  ${line}`),
    `  because “${action.reason}”`,
    `  signed by ${signedBy.join(', ')}; who may still sign: ${mayStill.join(', ') || 'nobody who is enrolled'}. ${missing}`,
  ].join('\n');
}
