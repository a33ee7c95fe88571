import type { Command } from 'commander';
import { composeDraft, quoteOf } from '../ask/compose.ts';
import { originOf } from '../ask/origin.ts';
import { type UsableField, usableFields } from '../ask/usable-fields.ts';
import { openOwnKey } from '../key/own-key.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import { listed } from '../options/listed.ts';
import { policyOfSites } from '../policy/sites-policy.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';

interface Options {
  readonly coordinator: string;
  readonly key: string;
  readonly passphraseFile?: string;
  readonly sites?: string;
  readonly policy?: string;
  readonly json?: boolean;
}

/** `sfumato project fields`: what a researcher's questions may name. */
export function registerProjectFields(project: Command, shell: Shell): void {
  const command = project
    .command('fields')
    .description('show the fields that questions of a project may use, as the sites say by free dry runs')
    .argument('<project>', 'its id')
    .requiredOption('--coordinator <url>', 'the coordinator’s address')
    .requiredOption('--key <file>', 'your secret key, that of a member of the project')
    .option('--passphrase-file <file>', 'take the key’s passphrase from the first line of this file')
    .option('--sites <list>', 'site ids, separated by commas (all when left out)')
    .option('--policy <file>', 'the policy that the sites work under (found in policies/ when left out)')
    .option('--json', 'print one JSON document, with all values of each field')
    .action((id: string, options: Options) => shell.run(options, async () => projectFields(shell, id, options)));
  helpTail(command, ['npx --no sfumato project fields lung-imaging --coordinator http://127.0.0.1:7100 --key ada.key']);
}

async function projectFields(shell: Shell, project: string, options: Options): Promise<Outcome> {
  const client = coordinatorClient(originOf(options.coordinator));
  const secretKey = await openOwnKey(shell, options);
  shell.terminal.status('Asking the sites which fields the project may use …');
  const all = await client.facts();
  const named = options.sites === undefined ? undefined : listed(options.sites);
  const policy = policyOfSites(
    { sites: all.sites.filter(({ site }) => named?.includes(site) ?? true) },
    options.policy,
  );
  const { sites, fields } = await usableFields(policy, async (draft) => {
    const { entropy, clock } = shell;
    const asking = { draft, project, secretKey, entropy, nowMs: clock.wallMs(), ...(named && { sites: named }) };
    return await quoteOf(composeDraft(asking, all), asking, { client });
  });
  const silent = (named ?? all.sites.map(({ site }) => site)).filter((site) => !sites.includes(site));
  const document = { project, policy: policy.name, sites, silent, fields };
  return { document, text: textOf(document) };
}

interface Shown {
  readonly project: string;
  readonly policy: string;
  readonly sites: readonly string[];
  readonly silent: readonly string[];
  readonly fields: readonly UsableField[];
}

function textOf({ project, policy, sites, silent, fields }: Shown): string {
  const rows = fields.map((field) => [
    ...[field.name, usesText(field), field.sites.length === sites.length ? 'all' : field.sites.join(', ')],
    kindText(field),
  ]);
  return [
    `${project}, ${policy}, as ${sites.join(', ')} ${sites.length === 1 ? 'says' : 'say'}.`,
    ...silent.map((site) => `${site} doesn’t say; a dry run of a question shows why.`),
    '',
    table(['field', 'may be', 'at', 'values, or range'], rows),
    '',
    'In conditions: where, cohort. Grouped by: by. Measured: sum, mean, variance, quantiles, histogram, moments (docs/questions.md).',
  ].join('\n');
}

function usesText({ uses }: UsableField): string {
  return [
    ...(uses.includes('mean') ? ['measured'] : []),
    ...(uses.includes('by') ? ['grouped by'] : []),
    'in conditions',
  ].join(', ');
}

const VALUES_SHOWN = 8;

function kindText({ values = [], range }: UsableField): string {
  if (range === undefined) {
    const more = values.length - VALUES_SHOWN;
    return [...values.slice(0, VALUES_SHOWN), ...(more > 0 ? [`and ${more} more (--json)`] : [])].join(', ');
  }
  const { low, high, step, unit, bins } = range;
  const own = bins === undefined ? 'no bins of its own' : `bins ${bins.join(', ')}`;
  return `${low} … ${high} ${unit} by ${step}; ${own}`;
}
