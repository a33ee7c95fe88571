import type { Command } from 'commander';
import { hasExpired } from '../../base/index.ts';
import { type KeySource, openKeyFile, readOwnKeyFile, resealOwnKey } from '../key/own-key.ts';
import { newPassphrase } from '../key/passphrase.ts';
import { type Revoking, revokeEverywhere } from '../key/revoke-everywhere.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

const PASSPHRASE = ['--passphrase-file <file>', 'take the passphrase from the first line of this file'] as const;
const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** `sfumato key show|change-passphrase|revoke`: a person's own key. */
export function registerKey(key: Command, shell: Shell): void {
  const show = key
    .command('show')
    .description('say whose key a file holds: the public half, its last day, whether it is sealed; takes no passphrase')
    .argument('<file>', 'the key file')
    .option(...JSON_OPTION)
    .action((file: string, options: { json?: boolean }) => shell.run(options, async () => shown(file, shell)));
  helpTail(show, ['npx --no sfumato key show ada.key']);
  const change = key
    .command('change-passphrase')
    .description('seal the same key by another passphrase; a key in the clear is sealed by its first one')
    .argument('<file>', 'the key file')
    .option(...PASSPHRASE)
    .option('--new-passphrase-file <file>', 'take the new passphrase from the first line of this file')
    .option(...JSON_OPTION)
    .action((file: string, options: Changing) => shell.run(options, async () => await changed(file, options, shell)));
  helpTail(change, ['npx --no sfumato key change-passphrase ada.key']);
  const revoke = key
    .command('revoke')
    .description('have every site refuse a key from now on, for good; says which sites have acknowledged')
    .argument('[file]', 'the key file; not needed with a --statement that was kept')
    .option('--coordinator <url>', 'the coordinator that tells the sites')
    .option('--statement <file>', 'keep the signed revocation there; if the file exists, send that one: no passphrase')
    .option(...PASSPHRASE)
    .option(...JSON_OPTION)
    .action((file: string | undefined, options: Omit<Revoking, 'key'> & { json?: boolean }) =>
      shell.run(options, async () => await revokeEverywhere(shell, { ...options, key: file })),
    );
  helpTail(revoke, [
    'npx --no sfumato key revoke ada.key --statement ada.revocation',
    'npx --no sfumato key revoke --statement ada.revocation --coordinator http://127.0.0.1:7100',
  ]);
}

function shown(file: string, shell: Shell): Outcome {
  const { publicKey, expires, isSealed } = readOwnKeyFile(file);
  const isOver = hasExpired({ expires }, shell.clock.wallMs());
  const until = expires === undefined ? 'has no last day' : `${isOver ? 'expired after' : 'signs up to'} ${expires}`;
  return {
    document: { file, publicKey, sealed: isSealed, expires: expires ?? null, expired: isOver },
    text: `Public key ${publicKey}. It ${until}, and is ${isSealed ? 'sealed by a passphrase' : 'in the clear'}.`,
  };
}

interface Changing extends Omit<KeySource, 'key'> {
  readonly newPassphraseFile?: string;
  readonly json?: boolean;
}

async function changed(file: string, options: Changing, shell: Shell): Promise<Outcome> {
  const key = await openKeyFile(shell, { ...options, key: file });
  const passphrase = await newPassphrase(shell, options.newPassphraseFile);
  resealOwnKey({ file, key, passphrase }, shell);
  const text = `${file} is sealed by the new passphrase. Copies under the old one still open with it: delete them.`;
  return { document: { file, sealed: true }, text };
}
