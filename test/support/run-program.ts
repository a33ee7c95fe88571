import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';

/** What the program said and how it ended. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the program itself in this process, with a terminal that a test reads; a server ends as soon as it has said where it listens. */
export async function runProgram(words: readonly string[]): Promise<Said> {
  const said: Said = { code: -1, stdout: '', stderr: '' };
  const ending = new AbortController();
  const shell = createShell({
    terminal: {
      print: (text) => {
        said.stdout += `${text}\n`;
        ending.abort();
      },
      note: (text) => {
        said.stderr += `${text}\n`;
      },
      status: () => undefined,
      secret: async () => '',
    },
    clock: systemClock,
    entropy: systemEntropy(),
    signal: ending.signal,
    setExitCode: (code) => {
      said.code = code;
    },
  });
  await buildProgram(shell).parseAsync(['node', 'sfumato', ...words]);
  return said;
}
