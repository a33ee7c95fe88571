import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

type Status = VerbOutput['status'];

/** `sfumato status`: how a site stands to its witnesses, what is frozen, who decides. */
export function registerStatus(program: Command, shell: Shell): void {
  const command = program
    .command('status')
    .description('say how a site stands to its witnesses, what is frozen, and who decides there')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const document = await statusOf(shell, options.config);
        return { document, text: textOf(document), exitCode: document.witness.state === 'halted' ? 1 : 0 };
      }),
    );
  helpTail(command, ['npx --no sfumato status --config site/node.yaml']);
}

/** Reads a site's state, from the running node or from the folder. */
export async function statusOf(shell: Shell, configFile: string): Promise<Status> {
  return await siteVerb(shell, { configFile, verb: 'status', input: {} });
}

function textOf(status: Status): string {
  const { site, records, witness, policy, policyWaiting, snapshot, frozen, people } = status;
  const who = people
    .map(({ person, roles, revoked }) => `${person} (${[...roles, ...(revoked ? ['key revoked'] : [])].join(', ')})`)
    .join('; ');
  return [
    `${site}: ${records} records, ${policy}, ${snapshot === null ? 'no snapshot yet' : `snapshot ${snapshot}`}.`,
    ...(policyWaiting ? [`${policyWaiting} is approved, and in force from the next publish on.`] : []),
    programLine(status),
    `Witnesses: ${witness.state}. ${witness.sentence}`,
    `Frozen: ${frozen.length === 0 ? 'nothing' : frozen.join(', ')}.`,
    `Who decides: ${who || 'nobody is enrolled; only the configuration decides'}.`,
  ].join('\n');
}

function programLine({ version, accountant }: Status): string {
  return `Program: version ${version}. Losses are counted in ${accountant === 'pure' ? 'pure ε' : 'zCDP'}.`;
}
