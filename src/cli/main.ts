#!/usr/bin/env node
import { systemClock, systemEntropy } from '../base/index.ts';
import { usageEnd } from './options/usage-error.ts';
import { buildProgram } from './program.ts';
import { createShell } from './shell.ts';
import { systemTerminal } from './terminal/terminal.ts';

// Whatever this process writes is its owner's alone.
process.umask(0o077);

const ending = new AbortController();
// A hangup is a closed terminal, or a log that was rotated: without a listener it would end the process with its lease open.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => ending.abort());
}
// Left to Node, SIGUSR1 opens a debugger, and with it every key, to each account of the machine; SIGUSR2 kills.
for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
  process.on(signal, () => undefined);
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
