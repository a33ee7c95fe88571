import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';

const said: string[] = [];
const say = (text: string): void => void said.push(text);
const shell = createShell({
  terminal: { print: say, note: say, status: say, secret: async () => undefined },
  clock: systemClock,
  entropy: systemEntropy(),
  signal: new AbortController().signal,
  setExitCode: () => undefined,
});

/** The words of every command that does something, and of the program itself. */
function commandsOf(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  const below = command.commands.flatMap((one) => commandsOf(one, [...words, one.name()]));
  return words.length === 0 ? [words, ...below] : below.length === 0 ? [words] : below;
}

const COMMANDS = commandsOf(buildProgram(shell));

describe('every command', () => {
  it('is looked at, also those that stand in a group', () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(30);
    expect(COMMANDS).toContainEqual(['keys', 'rotate']);
  });

  it.each(COMMANDS.map((words) => ({ words, name: words.join(' ') || 'sfumato' })))(
    'explains itself with examples and exit codes: $name',
    async ({ words }) => {
      said.length = 0;
      const help = buildProgram(shell).parseAsync([...words, '--help'], { from: 'user' });
      await expect(help).rejects.toMatchObject({ exitCode: 0 });
      const text = said.join('\n');
      expect(text).toContain('Examples:');
      expect(text).toContain('Exit codes: 0 done, 1 failed, 2 wrong use, 3 refused by policy.');
    },
  );

  it.each(COMMANDS.filter(({ length }) => length > 0).map((words) => ({ words, name: words.join(' ') })))(
    'has its results as one document too: $name',
    async ({ words }) => {
      said.length = 0;
      await buildProgram(shell)
        .parseAsync([...words, '--help'], { from: 'user' })
        .catch(() => undefined);
      expect(said.join('\n')).toContain('--json');
    },
  );
});
