import { pino } from 'pino';
import type { Observe } from '../link/index.ts';
import type { Shell } from './shell.ts';

/** What a server process says while it runs. */
export interface ServerLog {
  /** The shell whose notes go to the log. */
  readonly shell: Shell;
  /** Logs a request. As text nothing is said of one. */
  readonly observe: Observe;
}

interface Logging {
  readonly log: 'text' | 'json';
  /** What kind of process this is, and its name. */
  readonly process: 'node' | 'coordinator';
  readonly name: string;
}

/** The log of a server, on stderr: notes for people as text, or one JSON document a line. */
export function serverLog(shell: Shell, { log, ...base }: Logging): ServerLog {
  if (log === 'text') {
    return { shell, observe: () => undefined };
  }
  const { terminal } = shell;
  const logger = pino(
    {
      base,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => terminal.note(line.trimEnd()) },
  );
  const note = (text: string): void => logger.info(text);
  return {
    shell: { ...shell, terminal: { ...terminal, note, status: note } },
    // The time that a request took is left out: it is in the metrics, as coarse as an asker may know it.
    observe: ({ requestId, route, status }) => logger.info({ requestId, route, status }, 'A request was answered.'),
  };
}
