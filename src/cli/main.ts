#!/usr/bin/env node
import { CommanderError } from 'commander';
import { systemClock, systemEntropy } from '../base/index.ts';
import { buildProgram } from './program.ts';
import { createShell } from './shell.ts';
import { systemTerminal } from './terminal.ts';

// Whatever this process writes is its owner's alone.
process.umask(0o077);

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort());
}

const shell = createShell({
  terminal: systemTerminal(systemClock.monotonicMs),
  clock: systemClock,
  entropy: systemEntropy(),
  signal: ending.signal,
  setExitCode: (code) => {
    process.exitCode = code;
  },
});

try {
  await buildProgram(shell).parseAsync(process.argv);
} catch (error) {
  // Commander has said what was wrong; help and version are no error.
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
