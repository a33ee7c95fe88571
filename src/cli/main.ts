#!/usr/bin/env node
import { systemClock, systemEntropy } from '../base/index.ts';
import { buildProgram } from './program.ts';
import { createShell } from './shell.ts';
import { systemTerminal } from './terminal.ts';
import { usageEnd } from './usage-error.ts';

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
  process.exitCode = usageEnd(error, { words: process.argv.slice(2), print: shell.terminal.print });
}
