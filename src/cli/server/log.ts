import { pino } from 'pino';
import { failureOf, LIMITS } from '../../base/index.ts';
import type { Observe } from '../../link/index.ts';
import type { Shell } from '../shell.ts';
import type { Lacking } from './serve.ts';

/** What a server process says while it runs. */
export interface ServerLog {
  /** The shell whose notes go to the log. */
  readonly shell: Shell;
  /** Logs a request. As text nothing is said of one, unless it failed inside. */
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
    const observe: Observe = ({ requestId, failure }) =>
      failure === undefined ? undefined : shell.terminal.note(`Request ${requestId} failed inside: ${failure}.`);
    return { shell, observe };
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
    observe: ({ requestId, route, status, failure }) =>
      failure === undefined
        ? logger.info({ requestId, route, status }, 'A request was answered.')
        : logger.error({ requestId, route, status, failure }, 'A request failed inside.'),
  };
}

/** What becomes of whoever finds a server full, and of what. */
const TURNED_AWAY: Readonly<Record<Lacking, (setting: string) => string>> = {
  bodies: (setting) =>
    `A request was turned away (503, or cut off), because \`${setting}\` is taking in ${LIMITS.httpBodiesBytesMax / 1024 ** 2} MiB of bodies already`,
  connections: (setting) =>
    `A connection was dropped, because \`${setting}\` has ${LIMITS.httpConnectionsMax} open already`,
};

/** Says that there is no room for what comes to a server: of either kind at once, and then once in a while, with how often that was so. */
export function tellFull(
  { terminal, clock }: Pick<Shell, 'terminal' | 'clock'>,
  setting: string,
): (what: Lacking) => void {
  const told = { bodies: { count: 0, nextMs: 0 }, connections: { count: 0, nextMs: 0 } };
  return (what) => {
    const own = told[what];
    own.count += 1;
    const nowMs = clock.monotonicMs();
    if (own.count === 1 || nowMs >= own.nextMs) {
      own.nextMs = nowMs + LIMITS.httpFullToldMs;
      terminal.note(`${TURNED_AWAY[what](setting)}; ${own.count} of this kind since the start.`);
    }
  };
}

/** Says what a page doesn't, which shows the request's id alone. */
export function tellPageFailure({ terminal }: Pick<Shell, 'terminal'>): (requestId: string, error: unknown) => void {
  return (requestId, error) => terminal.note(`Pages: request ${requestId} failed inside: ${failureOf(error)}.`);
}
