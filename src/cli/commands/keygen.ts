import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { makeSiteKeys, publicKeyText, publicLogKey, readKeyFile, writeKeyFile } from '../../node/index.ts';
import { loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options {
  readonly analyst?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `sfumato keygen`: the keys of a site, or of an analyst. */
export function registerKeygen(program: Command, shell: Shell): void {
  const command = program
    .command('keygen')
    .description('make the secret keys that a site still lacks, or an analyst’s signing key')
    .option('--config <file>', 'the site’s node.yaml: makes what is missing in its keys/')
    .option('--analyst <file>', 'writes an Ed25519 secret key there and prints the public key to enrol')
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
  if (options.config === undefined) {
    throw new SfumatoError(
      'wrong-use',
      'Name the keys to make: --config FILE for a site, --analyst FILE for a person.',
    );
  }
  const { folder, config } = loadNodeConfig(options.config);
  const made = makeSiteKeys(folder, shell.entropy);
  const logKey = publicLogKey(folder, config.site);
  const done =
    made.length === 0
      ? 'The site has all its keys already.'
      : `Made in ${folder}/keys: ${made.join(', ')}. Back them up.`;
  const text = logKey === undefined ? done : `${done}\nReceipts are verified with ${logKey}`;
  return { document: { folder, made, logKey: logKey ?? null }, text };
}
