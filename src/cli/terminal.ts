/** The command's two streams: documents go to stdout, everything said on the way goes to stderr. */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Overwrites the last status on a terminal; elsewhere prints a plain line at most every two seconds. */
  readonly status: (text: string, done?: boolean) => void;
}

const PLAIN_LINE_MS = 2_000;

/** The process's own streams: the one place that writes to them. */
export function systemTerminal(monotonicMs: () => number): Terminal {
  let lastPlainMs = Number.NEGATIVE_INFINITY;
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  return Object.freeze({
    print: (text: string) => void process.stdout.write(`${text}\n`),
    note,
    status(text: string, done = false) {
      if (process.stderr.isTTY) {
        process.stderr.write(`\r\u001b[2K${text}${done ? '\n' : ''}`);
      } else if (done || monotonicMs() - lastPlainMs >= PLAIN_LINE_MS) {
        lastPlainMs = monotonicMs();
        note(text);
      }
    },
  });
}
