import { type Command, Option } from 'commander';
import { type DecisionOptions, decide, withDecision } from '../decision/decide.ts';
import { helpTail, type Shell } from '../shell.ts';

interface FreezeOptions extends DecisionOptions {
  readonly severity?: string;
  readonly contact?: string;
}

/** `sfumato grant`, `freeze` and `unfreeze`. */
export function registerGrant(program: Command, shell: Shell): void {
  const grant = withDecision(
    program
      .command('grant')
      .description('give a meter more ε, or less; two people sign it')
      .argument('<meter>', 'the meter, as `sfumato budget` names it')
      .argument('<epsilon>', 'how much more ε; for less, with a minus, such as -2.5'),
  ).action((meter: string, epsilon: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'grant', body: { meter, epsilon } }, options)),
  );
  helpTail(grant, [
    'npx --no sfumato grant project:lung-imaging 2 --reason "Second phase, minutes of 3 May." --key mira.key --config site/node.yaml',
  ]);
  const freeze = withDecision(
    program
      .command('freeze')
      .description('stop questions or messages at once, and open an incident; one person suffices')
      .argument('<scope>', 'node, project:ID, analyst:PERSON, link:coordinator/NAME or link:site/NAME'),
  )
    .addOption(new Option('--severity <how>', 'how bad it is').choices(['low', 'medium', 'high']))
    .option('--contact <text>', 'whom to call')
    .action((scope: string, options: FreezeOptions) =>
      shell.run(options, async () => {
        const { severity, contact } = options;
        const body = { scope, ...(severity && { severity }), ...(contact && { contact }) };
        return decide(shell, { kind: 'freeze', body }, options);
      }),
    );
  helpTail(freeze, [
    'npx --no sfumato freeze analyst:ada --reason "Key reported lost." --severity high --contact "Duty officer, 5512" --key mira.key --config site/node.yaml',
  ]);
  const unfreeze = withDecision(
    program
      .command('unfreeze')
      .description('let go on what was frozen; two people sign it')
      .argument('<scope>', 'what was frozen, as `sfumato status` names it'),
  ).action((scope: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'unfreeze', body: { scope } }, options)),
  );
  helpTail(unfreeze, [
    'npx --no sfumato unfreeze analyst:ada --reason "A new key was enrolled." --key mira.key --config site/node.yaml',
  ]);
}
