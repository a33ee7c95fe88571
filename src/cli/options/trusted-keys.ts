import { existsSync } from 'node:fs';
import {
  formatNoteKey,
  type NoteKey,
  parseNoteKey,
  printableCell,
  readSuccession,
  SfumatoError,
  type Succession,
} from '../../base/index.ts';
import { readTextFile } from '../files/read-text.ts';

/** The log keys that an option names, by themselves or by files, and those that follow on one of them by its own statement. @throws SfumatoError `wrong-use`. */
export function trustedKeys(option: string, words: readonly string[]): readonly NoteKey[] {
  const texts = words.map(textIn);
  const statements = texts.flatMap((text) => statementIn(text) ?? []);
  const keys = texts.filter((text) => statementIn(text) === undefined).flatMap((text) => keysIn(option, text));
  const trusted = new Map(keys.map((key) => [formatNoteKey(key), key]));
  // Statements come in any order, and one may follow on another.
  for (const _ of statements) {
    for (const { to } of statements.filter((one) => trusted.has(formatNoteKey(one.from)))) {
      trusted.set(formatNoteKey(to), to);
    }
  }
  return [...trusted.values()];
}

/** Every key has a plus; a word without one can only be meant for a file. */
function textIn(text: string): string {
  if (!existsSync(text) && text.includes('+')) {
    return text;
  }
  const keys = readTextFile(text, 'file of keys').replace(/^\ufeff/, '');
  if (keys.trim() === '') {
    throw new SfumatoError('wrong-use', `The file of keys ${printableCell(text)} holds none; write a log key a line.`);
  }
  return keys;
}

/** A statement as it was copied from a terminal, too. */
function statementIn(text: string): Succession | undefined {
  return readSuccession(`${text.trimEnd()}\n`);
}

function keysIn(option: string, text: string): readonly NoteKey[] {
  return text
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => {
      const key = parseNoteKey(line);
      if (key === undefined) {
        throw new SfumatoError(
          'wrong-use',
          `${option} is a log key such as \`sfumato keygen --config FILE\` prints, or a file of them.`,
        );
      }
      return key;
    });
}
