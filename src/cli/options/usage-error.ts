import { CommanderError } from 'commander';
import type { ExitCode } from '../shell.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** How words end that commander could not make a command of; as JSON it is said where the words ask for that. */
export function usageEnd(
  error: unknown,
  { words, print }: Pick<Terminal, 'print'> & { words: readonly string[] },
): ExitCode {
  // Commander has said what was wrong; help and version are no error.
  if (error instanceof CommanderError && error.exitCode === 0) {
    return 0;
  }
  if (words.includes('--json') && error instanceof CommanderError) {
    print(JSON.stringify({ error: { code: 'wrong-use', message: sentenceOf(error) } }, null, 2));
  }
  return 2;
}

/** Commander's sentence in one line, without what it begins its lines with. */
function sentenceOf({ code, message }: CommanderError): string {
  return code === 'commander.help'
    ? 'No command was named; --help lists them.'
    : message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
}
