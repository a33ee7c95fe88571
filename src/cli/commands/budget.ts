import type { Command } from 'commander';
import { z } from 'zod';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

/** What is spent in zCDP, and the ε that this means at δ. Caps don't count it. */
const Zcdp = z.strictObject({ enforced: z.literal(false), rho: z.string(), delta: z.number(), epsilon: z.number() });

/** What was left at the end of a day, in days since 1970-01-01 UTC, and what that day took. */
const Day = z.strictObject({ day: z.int(), left: z.string(), spent: z.string() });

const amounts = {
  meter: z.string(),
  cap: z.string(),
  spent: z.string(),
  reserved: z.string(),
  left: z.string(),
  /** It is of a project that has ended, or of somebody whose projects all have: nothing more is spent on it. */
  ended: z.literal(true).optional(),
  /** Of a project's or person's: how much of what is left the budgets that are charged with it let be used. */
  usable: z.string().optional(),
  days: z.array(Day),
};

const PureMeter = z.strictObject({ ...amounts, zcdp: Zcdp });

/** Amounts are in ρ; what was granted and what is spent also as ε at the declared δ. */
const ZcdpMeter = z.strictObject({
  ...amounts,
  granted: z.string(),
  spentEpsilon: z.string(),
  /** What the same questions come to in pure ε. Caps don't count it. */
  pure: z.strictObject({ enforced: z.literal(false), epsilon: z.string() }),
});

/** A site's meters, as the site counts: amounts are decimal strings. */
export const MeterReport = z.strictObject({
  site: z.string(),
  accountant: z.union([
    z.strictObject({ kind: z.literal('pure') }),
    z.strictObject({ kind: z.literal('zcdp'), delta: z.string() }),
  ]),
  meters: z.array(z.union([PureMeter, ZcdpMeter])),
});
export type MeterReport = z.infer<typeof MeterReport>;

const Together = z.strictObject({
  site: z.string(),
  accountant: MeterReport.shape.accountant,
  together: z.array(
    z.strictObject({
      dataset: z.string(),
      project: z.string(),
      person: z.string(),
      spent: z.string(),
      reserved: z.string(),
      left: z.string(),
    }),
  ),
});

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
  const document = Together.parse(await siteVerb(shell, { configFile, verb: 'together', input: {} }));
  const unit = document.accountant.kind === 'pure' ? 'ε' : 'ρ';
  const rows = document.together.map(({ dataset, project, person, spent, reserved, left }) => [
    ...[dataset, project, person, spent, reserved, left],
  ]);
  const heads = ['dataset', 'project', 'person', `spent ${unit}`, 'of which set aside', `left ${unit}`];
  return { document, text: table(heads, rows) };
}

/** Reads a site's meters, from the running node or from the folder. */
export async function budgetOf(shell: Shell, configFile: string): Promise<MeterReport> {
  return MeterReport.parse(await siteVerb(shell, { configFile, verb: 'budget', input: {} }));
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
