import type { Command } from 'commander';
import { type Clock, type Entropy, type ErrorCode, failureOf, isSfumatoError } from '../base/index.ts';
import type { Terminal } from './terminal/terminal.ts';

/** 0 done · 1 failed · 2 wrong use (arguments, configuration, policy or question) · 3 refused by policy. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command gives back: one document for `--json`, the same as text for people. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** What every command works with. */
export interface Shell {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Aborts on Ctrl-C or when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Runs `work`, prints its outcome (nothing for undefined) or its error, and sets the exit code. */
  run(options: { readonly json?: boolean }, work: () => Promise<Outcome | undefined>): Promise<void>;
}

const EXIT_CODES: Partial<Record<ErrorCode, ExitCode>> = {
  'wrong-use': 2,
  'config-invalid': 2,
  'policy-invalid': 2,
  'request-invalid': 2,
  'publish-refused': 3,
  'replace-refused': 3,
  'slot-closed': 3,
  'approval-missing': 3,
  'not-allowed': 3,
  'not-fresh': 3,
  'peer-untrusted': 3,
};

/** The shell of this process. `setExitCode` is how a command ends without cutting its streams off. */
export function createShell(parts: Omit<Shell, 'run'> & { readonly setExitCode: (code: ExitCode) => void }): Shell {
  const { setExitCode, ...shell } = parts;
  return Object.freeze({
    ...shell,
    async run(options: { readonly json?: boolean }, work: () => Promise<Outcome | undefined>) {
      try {
        const outcome = await work();
        if (outcome !== undefined) {
          shell.terminal.print(options.json ? JSON.stringify(outcome.document, null, 2) : outcome.text);
        }
        setExitCode(outcome?.exitCode ?? 0);
      } catch (error) {
        const { code, message } = faceOf(error);
        shell.terminal.note(`sfumato: ${message}`);
        if (options.json) {
          shell.terminal.print(JSON.stringify({ error: { code, message } }, null, 2));
        }
        setExitCode(EXIT_CODES[code] ?? 1);
      }
    },
  });
}

/** The sentence that a person sees. Anything unexpected has no words of its own: they could hold a patient's data. */
function faceOf(error: unknown): { code: ErrorCode; message: string } {
  if (isSfumatoError(error)) {
    return { code: error.code, message: error.message };
  }
  return { code: 'internal', message: `An internal error (${failureOf(error)}); please report it.` };
}

/** Examples and exit codes, as every command's help ends; a group of commands has the codes alone. */
export function helpTail(command: Command, examples: readonly string[] = []): Command {
  const codes = 'Exit codes: 0 done, 1 failed, 2 wrong use, 3 refused by policy.';
  const shown = examples.length === 0 ? '' : `Examples:\n${examples.map((line) => `  ${line}`).join('\n')}\n\n`;
  return command.addHelpText('after', `\n${shown}${codes}`);
}
