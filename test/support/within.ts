import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { usageEnd } from '../../src/cli/options/usage-error.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';

/** Runs a command within this process, and what it said; quicker than `sfumato` in command.ts. */
export async function within(words: readonly string[]) {
  const [printed, noted]: [string[], string[]] = [[], []];
  const print = (text: string): void => void printed.push(text);
  const note = (text: string): void => void noted.push(text);
  let code: number | undefined;
  const shell = createShell({
    terminal: { print, note, status: note, secret: async () => undefined },
    clock: systemClock,
    entropy: systemEntropy(),
    signal: new AbortController().signal,
    setExitCode: (given) => {
      code = given;
    },
  });
  await buildProgram(shell)
    .parseAsync(words, { from: 'user' })
    .catch((error: unknown) => {
      code = usageEnd(error, { words, print });
    });
  return { code, stdout: printed.join('\n'), stderr: noted.join('\n') };
}
