import { resolve } from 'node:path';
import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato publish`: staging becomes the next immutable snapshot. */
export function registerPublish(program: Command, shell: Shell): void {
  const command = program
    .command('publish')
    .description('make an immutable snapshot of what is staged; one per slot of the site’s calendar')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option(
      '--opt-outs <file>',
      'patients who withdrew, for good, in UTF-8: one PatientID a line, its issuer behind a tab; a line without one means patients whose files name no issuer',
    )
    .option(
      '--verbatim',
      'take all lines of that list as they stand, also those in quotes or with commas, semicolons or bars',
    )
    .option('--empty', 'make the site’s first snapshot although nothing is staged')
    .option('--json', 'print one JSON document')
    .action((options: Publishing & { json?: boolean }) => shell.run(options, async () => publish(shell, options)));
  helpTail(command, [
    'npx --no sfumato publish --config site/node.yaml',
    'npx --no sfumato publish --config site/node.yaml --opt-outs withdrawn.txt',
  ]);
}

interface Publishing {
  readonly config: string;
  readonly optOuts?: string;
  readonly verbatim?: boolean;
  readonly empty?: boolean;
}

/** Publishes; shared with the demo. */
export async function publish(shell: Shell, options: Publishing) {
  const { config: configFile, optOuts, verbatim = false, empty = false } = options;
  if (verbatim && optOuts === undefined) {
    throw new SfumatoError('wrong-use', '--verbatim says how the list of --opt-outs is read; name one.');
  }
  const input = { ...(optOuts !== undefined && { optOuts: resolve(optOuts) }), verbatim, empty };
  const document = await siteVerb(shell, { configFile, verb: 'publish', input });
  const { snapshot, slot, block, policy, inForce } = document;
  const text = `Snapshot ${snapshot} published under ${policy} in slot ${slot}; new patients belong to block ${block}.`;
  const change = inForce === policy ? [] : [`${inForce} is in force now, and ${policy} no longer.`];
  return { document, text: [text, ...change].join('\n') };
}
