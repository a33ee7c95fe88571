import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

/** A site's meters, as the site counts: amounts are decimal strings. */
export type MeterReport = VerbOutput['budget'];

interface Options {
  readonly config: string;
  readonly together?: boolean;
  readonly json?: boolean;
}

/** `sfumato budget`: what each meter of a site has spent and has left. */
export function registerBudget(program: Command, shell: Shell): void {
  const command = program
    .command('budget')
    .description('show what every meter of the site has spent and has left, in ε or ρ')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option(
      '--together',
      'show what each person spent in each project on each dataset, and what all three meters leave',
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        if (options.together === true) {
          return await togetherOf(shell, options.config);
        }
        const document = await budgetOf(shell, options.config);
        return { document, text: budgetTable(document) };
      }),
    );
  helpTail(command, [
    'npx --no sfumato budget --config site/node.yaml',
    'npx --no sfumato budget --together --config site/node.yaml',
  ]);
}

async function togetherOf(shell: Shell, configFile: string): Promise<Outcome> {
  const document = await siteVerb(shell, { configFile, verb: 'together', input: {} });
  const unit = document.accountant.kind === 'pure' ? 'ε' : 'ρ';
  const rows = document.together.map(({ dataset, project, person, spent, reserved, left }) => [
    ...[dataset, project, person, spent, reserved, left],
  ]);
  const heads = ['dataset', 'project', 'person', `spent ${unit}`, 'of which set aside', `left ${unit}`];
  return { document, text: table(heads, rows) };
}

/** Reads a site's meters, from the running node or from the folder. */
export async function budgetOf(shell: Shell, configFile: string): Promise<MeterReport> {
  return await siteVerb(shell, { configFile, verb: 'budget', input: {} });
}

/** Meters as a table: as the site counts, which is enforced; what the same questions come to otherwise is shown beside them. */
function budgetTable({ accountant, meters }: MeterReport): string {
  const head =
    accountant.kind === 'pure'
      ? ['meter', 'cap ε', 'spent ε', 'left ε', 'spent in zCDP (not enforced)']
      : [
          'meter',
          'cap ρ',
          'spent ρ',
          'left ρ',
          `granted ε at δ ${accountant.delta}`,
          'spent',
          'sum of ε (not enforced)',
        ];
  return table(
    head,
    meters.map((meter) => {
      const { meter: id, cap, spent, left } = meter;
      const others =
        'zcdp' in meter
          ? [`ρ ${meter.zcdp.rho}; ε ${meter.zcdp.epsilon} at δ ${meter.zcdp.delta}`]
          : [meter.granted, meter.spentEpsilon, meter.pure.epsilon];
      return [meter.ended ? `${id} (ended)` : id, cap, spent, left, ...others];
    }),
  );
}
