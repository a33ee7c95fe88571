import type { Command } from 'commander';
import { formatNoteKey, noteKeyOf, SfumatoError } from '../../base/index.ts';
import type { Watching } from '../../link/index.ts';
import {
  makeLinkKeys,
  makeSiteKeys,
  makeWitnessKey,
  publicKeyText,
  publicLogKey,
  readKeyFile,
  readWitnessKey,
  writeKeyFile,
} from '../../node/index.ts';
import { loadCoordinatorConfig, loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options {
  readonly analyst?: string;
  readonly config?: string;
  readonly coordinator?: string;
  readonly json?: boolean;
}

/** `sfumato keygen`: the keys of a site, or of an analyst. */
export function registerKeygen(program: Command, shell: Shell): void {
  const command = program
    .command('keygen')
    .description('make the secret keys that a site still lacks, or an analyst’s signing key')
    .option('--config <file>', 'the site’s node.yaml: makes what is missing in its keys/')
    .option('--analyst <file>', 'writes an Ed25519 secret key there and prints the public key to enrol')
    .option(
      '--coordinator <file>',
      'the coordinator’s YAML file: makes its link keys, and the key with which it co-signs as a witness',
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => keygen(options, shell)));
  helpTail(command, ['npx --no sfumato keygen --analyst ada.key', 'npx --no sfumato keygen --config site/node.yaml']);
}

function keygen(options: Options, shell: Shell): Outcome {
  if (options.analyst !== undefined) {
    writeKeyFile(options.analyst, 'analyst', shell.entropy);
    const publicKey = publicKeyText(readKeyFile(options.analyst, 'analyst'));
    return {
      document: { file: options.analyst, publicKey },
      text: `${options.analyst} made. Public key to enrol: ${publicKey}`,
    };
  }
  if (options.coordinator !== undefined) {
    return coordinatorKeys(options.coordinator, shell);
  }
  if (options.config === undefined) {
    throw new SfumatoError(
      'wrong-use',
      'Name the keys to make: --config FILE for a site, --analyst FILE for a person.',
    );
  }
  const { folder, config } = loadNodeConfig(options.config);
  const made = [...makeSiteKeys(folder, shell.entropy), ...makeLinkKeys(folder, shell.entropy)];
  const logKey = publicLogKey(folder, config.site);
  const witnessKey = witnessKeyOf(folder, config.watches, shell);
  const lines = [
    madeText(folder, made),
    ...(logKey === undefined ? [] : [`Receipts are verified with ${logKey}`]),
    ...(witnessKey === null ? [] : [witnessText(witnessKey)]),
  ];
  return { document: { folder, made, logKey: logKey ?? null, witnessKey }, text: lines.join('\n') };
}

function coordinatorKeys(file: string, shell: Shell): Outcome {
  const { config, folder } = loadCoordinatorConfig(file);
  const made = makeLinkKeys(folder, shell.entropy);
  const witnessKey = witnessKeyOf(folder, config.witness, shell);
  const done = madeText(folder, made);
  const text = witnessKey === null ? done : `${done}\n${witnessText(witnessKey)}`;
  return { document: { folder, made, witnessKey }, text };
}

/** The public key of the witness that a configuration makes of its process: made now, if it isn't there. */
function witnessKeyOf(folder: string, watching: Watching | undefined, { entropy }: Shell): string | null {
  if (watching === undefined) {
    return null;
  }
  makeWitnessKey(folder, entropy);
  return formatNoteKey(noteKeyOf(watching.name, 'witness', readWitnessKey(folder)));
}

function witnessText(key: string): string {
  return `Sites name this witness by the key ${key}`;
}

function madeText(folder: string, made: readonly string[]): string {
  return made.length === 0
    ? 'It has all its keys already.'
    : `Made in ${folder}/keys: ${made.join(', ')}. Back them up.`;
}
