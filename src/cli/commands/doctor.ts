import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import type { Check } from '../doctor/check.ts';
import { coordinatorChecks } from '../doctor/coordinator.ts';
import { alertChecks, siteChecks } from '../doctor/site.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

/** `sfumato doctor`: what would keep a site or a coordinator from serving, or serving safely. */
export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .description(
      'check the configuration, keys, permissions, disk, journal and enrolment of a site or coordinator, and whether the relay or the sites that are dialled answer; changes nothing',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml, or the coordinator’s YAML file')
    .option('--alert', 'at a site: also send a test alert on every way that the configuration names')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => doctor(options, shell)));
  helpTail(command, [
    'npx --no sfumato doctor --config site/node.yaml',
    'npx --no sfumato doctor --config site/node.yaml --alert',
    'npx --no sfumato doctor --config coordinator.yaml',
  ]);
}

interface Options {
  readonly config: string;
  readonly alert?: boolean;
  readonly json?: boolean;
}

async function doctor(options: Options, shell: Shell): Promise<Outcome> {
  const checks = await checksOf(options, shell);
  const failed = checks.some(({ state }) => state === 'failed');
  const text = checks.map(({ name, state, sentence }) => `${state.padEnd(7)}  ${name}: ${sentence}`).join('\n');
  return { document: { checks }, text, exitCode: failed ? 1 : 0 };
}

async function checksOf({ config, alert }: Options, shell: Shell): Promise<readonly Check[]> {
  if (parseYamlKind(config).kind === 'node') {
    return [...(await siteChecks(config, shell)), ...(alert ? await alertChecks(config, shell) : [])];
  }
  if (alert) {
    throw new SfumatoError('wrong-use', 'Only sites send alerts; leave --alert out for a coordinator.');
  }
  return coordinatorChecks(config, shell);
}
