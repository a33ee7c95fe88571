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

/** The words of every command, of every group of commands, and of the program itself. */
function wordsOf(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  return [words, ...command.commands.flatMap((one) => wordsOf(one, [...words, one.name()]))];
}

const ALL = wordsOf(buildProgram(shell));
const isGroup = (words: readonly string[]): boolean =>
  ALL.some((other) => other.length > words.length && words.every((word, at) => other[at] === word));
const named = (all: typeof ALL) => all.map((words) => ({ words, name: words.join(' ') || 'sfumato' }));
const COMMANDS = ALL.filter((words) => !isGroup(words));

async function helpOf(words: readonly string[]): Promise<string> {
  said.length = 0;
  const help = buildProgram(shell).parseAsync([...words, '--help'], { from: 'user' });
  await expect(help).rejects.toMatchObject({ exitCode: 0 });
  return said.join('\n');
}

describe('every command', () => {
  it('is looked at, also those that stand in a group, and the groups', () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(30);
    expect(COMMANDS).toContainEqual(['keys', 'rotate']);
    expect(ALL.filter(isGroup)).toContainEqual(['access', 'sessions']);
  });

  it.each(named(ALL))('tells its exit codes: $name', async ({ words }) => {
    expect(await helpOf(words)).toContain('Exit codes: 0 done, 1 failed, 2 wrong use, 3 refused by policy.');
  });

  it.each(named([[], ...COMMANDS]))('explains itself with examples: $name', async ({ words }) => {
    expect(await helpOf(words)).toContain('Examples:');
  });

  it.each(named(COMMANDS))('has its results as one document too: $name', async ({ words }) => {
    expect(await helpOf(words)).toContain('--json');
  });
});
