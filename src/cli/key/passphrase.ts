import { statSync } from 'node:fs';
import { printableCell, SfumatoError } from '../../base/index.ts';
import { readTextFile } from '../files/read-text.ts';
import type { Shell } from '../shell.ts';

const LETTERS_MIN = 10;
/** Reading, by the group and by everybody. */
const OTHERS = 0o044;

interface Wanted {
  /** A file whose first line it is. */
  readonly file: string | undefined;
  readonly prompt: string;
}

/** A passphrase: from the file that was named, else from whoever sits at the terminal. @throws SfumatoError `wrong-use` without either. */
export async function passphraseFor(shell: Shell, { file, prompt }: Wanted): Promise<string> {
  const text = file === undefined ? await shell.terminal.secret(prompt) : readPassphrase(shell, file);
  if (text === undefined || text === '') {
    throw new SfumatoError(
      'wrong-use',
      'A passphrase is needed: type it at a terminal, or name a file with --passphrase-file.',
    );
  }
  return text;
}

/** Its first line; whoever else may read the file has the key, too. */
function readPassphrase({ terminal }: Pick<Shell, 'terminal'>, file: string): string | undefined {
  const text = readTextFile(file, 'file with the passphrase');
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() && (found.mode & OTHERS) !== 0) {
    terminal.note(
      `sfumato: ${printableCell(file)} can be read by others, and opens the key; give it to its owner alone (chmod 600).`,
    );
  }
  return text.replace(/^\ufeff/, '').split(/\r?\n/)[0];
}

/** A passphrase to seal with: long enough, and at a terminal typed twice. @throws SfumatoError `wrong-use`. */
export async function newPassphrase(shell: Shell, file: string | undefined): Promise<string> {
  const prompt = `New passphrase, at least ${LETTERS_MIN} characters: `;
  const text = await passphraseFor(shell, { file, prompt });
  if ([...text].length < LETTERS_MIN) {
    throw new SfumatoError('wrong-use', `A passphrase has at least ${LETTERS_MIN} characters; take several words.`);
  }
  if (file === undefined && (await shell.terminal.secret('The same again: ')) !== text) {
    throw new SfumatoError('wrong-use', 'The two passphrases are not the same; nothing was written.');
  }
  return text;
}
