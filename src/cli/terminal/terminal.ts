import { printable, printableCell, systemCode } from '../../base/index.ts';

/**
 * The command's two streams: documents go to stdout, everything said on the way goes to stderr. Whatever other parties say reaches a
 * person here, so nothing in it acts on the terminal.
 */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  /** Overwrites the last status on a terminal; elsewhere prints a plain line at most every two seconds. */
  readonly status: (text: string, done?: boolean) => void;
  /** Asks a person for a text that isn't shown; `undefined` where nobody sits at a terminal, or who does gave up. */
  readonly secret: (prompt: string) => Promise<string | undefined>;
}

const PLAIN_LINE_MS = 2_000;

/** The process's own streams: the one place that writes to them. */
export function systemTerminal(monotonicMs: () => number): Terminal {
  let lastPlainMs = Number.NEGATIVE_INFINITY;
  process.stdout.on('error', unprintedOnce());
  process.stderr.on('error', unheard);
  let isLineOpen = false;
  // What comes behind a status stands on a line of its own.
  const closed = (): void => {
    if (isLineOpen) {
      process.stderr.write('\n');
      isLineOpen = false;
    }
  };
  const note = (text: string): void => {
    closed();
    process.stderr.write(`${printable(text)}\n`);
  };
  return Object.freeze({
    print(text: string) {
      closed();
      process.stdout.write(`${printable(text)}\n`);
    },
    note,
    status(text: string, done = false) {
      if (process.stderr.isTTY) {
        isLineOpen = !done;
        process.stderr.write(`\r\u001b[2K${printableCell(text)}${done ? '\n' : ''}`);
      } else if (done || monotonicMs() - lastPlainMs >= PLAIN_LINE_MS) {
        lastPlainMs = monotonicMs();
        note(text);
      }
    },
    secret: (prompt: string) => typed(prompt),
  });
}

/**
 * Whoever reads may have seen enough, as `| head` has: what is done goes on. Else what was asked for is lost, on a full disk for one:
 * work that has begun, a server's too, is still done, and the process then ends as one that failed.
 */
function unprintedOnce(): (error: Error) => void {
  let hasFailed = false;
  return (error) => {
    const code = systemCode(error);
    if (code === 'EPIPE' || hasFailed) {
      return;
    }
    hasFailed = true;
    process.stderr.write(`sfumato: The output could not be written (${code}); make room or send it elsewhere.\n`);
    process.once('exit', () => {
      process.exitCode = 1;
    });
  };
}

/** Notes that can't be written are lost, and nothing else: there is nobody to tell, and a server's work doesn't hang on its log. */
function unheard(): void {}

const ENDS = ['\r', '\n'];
const GIVES_UP = ['\u0003', '\u0004'];
const TAKES_BACK = ['\b', '\u007f'];

/** What is typed up to Enter, without echo. */
async function typed(prompt: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    return undefined;
  }
  process.stderr.write(prompt);
  process.stdin.setRawMode(true);
  try {
    return await lineOf(process.stdin.setEncoding('utf8').iterator({ destroyOnReturn: false }));
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stderr.write('\n');
  }
}

async function lineOf(chunks: AsyncIterable<unknown>): Promise<string | undefined> {
  const letters: string[] = [];
  for await (const chunk of chunks) {
    for (const letter of String(chunk)) {
      if (ENDS.includes(letter) || GIVES_UP.includes(letter)) {
        return ENDS.includes(letter) ? letters.join('') : undefined;
      }
      if (TAKES_BACK.includes(letter)) {
        letters.pop();
      } else {
        letters.push(letter);
      }
    }
  }
  return undefined;
}
