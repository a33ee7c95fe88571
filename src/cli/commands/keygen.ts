import type { Command } from 'commander';
import {
  dayStart,
  formatNoteKey,
  hasExpired,
  noteKeyOf,
  publicKeyOf,
  randomBytes,
  SfumatoError,
  toBase64Url,
} from '../../base/index.ts';
import type { Watching } from '../../link/index.ts';
import { makeSiteKeys, makeWitnessKey, publicLogKey, readWitnessKey, writeKeyFile } from '../../node/index.ts';
import { loadCoordinatorConfig, loadNodeConfig } from '../files/configuration.ts';
import { writeOwnKey } from '../key/own-key.ts';
import { newPassphrase } from '../key/passphrase.ts';
import { linkKeysIn } from '../link/link-keys.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options {
  readonly analyst?: string;
  readonly config?: string;
  readonly coordinator?: string;
  readonly expires?: string;
  readonly passphrase: boolean;
  readonly passphraseFile?: string;
  readonly webhook?: string;
  readonly json?: boolean;
}

/** `sfumato keygen`: the keys of a site, or of an analyst. */
export function registerKeygen(program: Command, shell: Shell): void {
  const command = program
    .command('keygen')
    .description('make the secret keys that a site still lacks, or an analyst’s signing key')
    .option('--config <file>', 'the site’s node.yaml: makes what is missing in its keys/')
    .option(
      '--analyst <file>',
      'writes a person’s Ed25519 secret key there, sealed by a passphrase, and prints the public key to enrol',
    )
    .option('--expires <date>', 'the last day on which that key signs, such as 2027-11-26')
    .option('--passphrase-file <file>', 'take the passphrase from the first line of this file')
    .option('--no-passphrase', 'leave a person’s key in the clear: for trying things out, and for nothing else')
    .option(
      '--coordinator <file>',
      'the coordinator’s YAML file: makes its link keys, and the key with which it co-signs as a witness',
    )
    .option('--webhook <file>', 'writes a key there that signs what alerts post to a webhook')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => await keygen(options, shell)));
  helpTail(command, [
    'npx --no sfumato keygen --analyst ada.key --expires 2027-11-26',
    'npx --no sfumato keygen --config site/node.yaml',
  ]);
}

async function keygen(options: Options, shell: Shell): Promise<Outcome> {
  if (options.analyst !== undefined) {
    return await personKey(options.analyst, options, shell);
  }
  if (options.webhook !== undefined) {
    writeKeyFile(options.webhook, 'webhook', shell.entropy);
    const text = `${options.webhook} made. Whoever receives the alerts checks them with the last word of that file, base64url.`;
    return { document: { file: options.webhook }, text };
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
  const own = [...makeSiteKeys(folder, shell.entropy), ...linkKeysIn(folder, 'site', shell)];
  const logKey = publicLogKey(folder, config.site);
  const { witnessKey, made } = withWitnessKey(own, config.watches, { folder, shell });
  const lines = [
    madeText(folder, made),
    ...(logKey === undefined ? [] : [`Receipts are verified with ${logKey}`]),
    ...(witnessKey === null ? [] : [witnessText(witnessKey)]),
  ];
  return { document: { folder, made, logKey: logKey ?? null, witnessKey }, text: lines.join('\n') };
}

async function personKey(file: string, options: Options, shell: Shell): Promise<Outcome> {
  const { expires } = options;
  if (expires !== undefined && (dayStart(expires) === undefined || hasExpired({ expires }, shell.clock.wallMs()))) {
    throw new SfumatoError('wrong-use', '--expires is a day that is not over, such as 2027-11-26.');
  }
  const passphrase = options.passphrase ? await newPassphrase(shell, options.passphraseFile) : undefined;
  const secretKey = randomBytes(shell.entropy, 32);
  writeOwnKey({ file, key: { secretKey, expires }, passphrase }, shell);
  const publicKey = toBase64Url(publicKeyOf(secretKey));
  const how = passphrase === undefined ? 'in the clear, without a passphrase' : 'sealed by its passphrase';
  return {
    document: { file, publicKey, sealed: passphrase !== undefined, expires: expires ?? null },
    text: `${file} made, ${how}. Public key to enrol: ${publicKey}`,
  };
}

function coordinatorKeys(file: string, shell: Shell): Outcome {
  const { config, folder } = loadCoordinatorConfig(file);
  const link = linkKeysIn(folder, 'coordinator', shell);
  const { witnessKey, made } = withWitnessKey(link, config.witness, { folder, shell });
  const done = madeText(folder, made);
  const text = witnessKey === null ? done : `${done}\n${witnessText(witnessKey)}`;
  return { document: { folder, made, witnessKey }, text };
}

interface Keys {
  /** The purposes of the keys that were made. */
  readonly made: readonly string[];
  /** The public key of the witness that the configuration makes of its process. */
  readonly witnessKey: string | null;
}

/** Makes a witness's key beside others, where the configuration makes a witness of its process. */
function withWitnessKey(
  made: readonly string[],
  watching: Watching | undefined,
  { folder, shell }: { readonly folder: string; readonly shell: Shell },
): Keys {
  if (watching === undefined) {
    return { made, witnessKey: null };
  }
  const all = [...made, ...makeWitnessKey(folder, shell.entropy)];
  return { made: all, witnessKey: formatNoteKey(noteKeyOf(watching.name, 'witness', readWitnessKey(folder))) };
}

function witnessText(key: string): string {
  return `Sites name this witness by the key ${key}`;
}

function madeText(folder: string, made: readonly string[]): string {
  return made.length === 0
    ? 'It has all its keys already.'
    : `Made in ${folder}/keys: ${made.join(', ')}. Back them up.`;
}
