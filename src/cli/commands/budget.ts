import type { Command } from 'commander';
import { z } from 'zod';
import { helpTail, type Shell } from '../shell.ts';
import { table } from '../table.ts';
import { siteVerb } from '../verb.ts';

/** What is spent in zCDP, and the ε that this means at δ. Caps don't count it. */
const Zcdp = z.strictObject({ enforced: z.literal(false), rho: z.string(), delta: z.number(), epsilon: z.number() });

/** A site's meters with ε as decimal strings. */
export const MeterReport = z.strictObject({
  site: z.string(),
  meters: z.array(
    z.strictObject({
      ...{ meter: z.string(), cap: z.string(), spent: z.string(), reserved: z.string(), left: z.string() },
      zcdp: Zcdp,
    }),
  ),
});
export type MeterReport = z.infer<typeof MeterReport>;

/** `sfumato budget`: what each meter of a site has spent and has left. */
export function registerBudget(program: Command, shell: Shell): void {
  const command = program
    .command('budget')
    .description('show what every meter of the site has spent and has left, in ε')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const document = await budgetOf(shell, options.config);
        return { document, text: budgetTable(document) };
      }),
    );
  helpTail(command, ['npx --no sfumato budget --config site/node.yaml']);
}

/** Reads a site's meters, from the running node or from the folder. */
export async function budgetOf(shell: Shell, configFile: string): Promise<MeterReport> {
  return MeterReport.parse(await siteVerb(shell, { configFile, verb: 'budget', input: {} }));
}

/** Meters as a table: those in ε are enforced; what the same questions come to in zCDP is shown beside them. */
function budgetTable({ meters }: MeterReport): string {
  return table(
    ['meter', 'cap ε', 'spent ε', 'left ε', 'spent in zCDP (not enforced)'],
    meters.map(({ meter, cap, spent, left, zcdp: { rho, epsilon, delta } }) => [
      ...[meter, cap, spent, left],
      `ρ ${rho}; ε ${epsilon} at δ ${delta}`,
    ]),
  );
}
