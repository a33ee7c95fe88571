import type { Clock } from '../../base/index.ts';
import { type FileOutcome, type FromChild, type Setup, ToChild } from './protocol.ts';
import type { ReadFile } from './read-file.ts';

/** The part of `process` that a child talks through. */
export type Channel = Pick<NodeJS.Process, 'on' | 'exit' | 'send'>;

/** What a child is made of. */
export interface Serving {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly open: (setup: Setup) => ReadFile;
}

const TELL_EVERY_MS = 20;

/**
 * Answers one parent until it goes away. Outcomes are told within 20 ms, so that the parent sees how long a file takes;
 * what wasn't told when this process is killed is read again.
 */
export function serve({ channel, clock, open }: Serving): void {
  let readFile: ReadFile | undefined;
  channel.on('disconnect', () => channel.exit(0));
  // A terminal interrupts parent and children at once; the parent decides when a child ends.
  channel.on('SIGINT', () => undefined);
  channel.on('SIGTERM', () => undefined);
  channel.on('message', (raw: unknown) => {
    const message = ToChild.parse(raw);
    if (message.kind === 'setup') {
      readFile = open(message);
      void tell(channel, { kind: 'ready' });
    } else if (readFile !== undefined) {
      void answer(message.paths, { channel, clock, readFile });
    }
  });
}

interface Answering {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly readFile: ReadFile;
}

async function answer(paths: readonly string[], { channel, clock, readFile }: Answering): Promise<void> {
  let outcomes: FileOutcome[] = [];
  let toldMs = clock.monotonicMs();
  for (const [at, path] of paths.entries()) {
    outcomes.push(readFile(path));
    if (at === paths.length - 1 || clock.monotonicMs() - toldMs >= TELL_EVERY_MS) {
      await tell(channel, { kind: 'outcomes', outcomes });
      outcomes = [];
      toldMs = clock.monotonicMs();
    }
  }
}

function tell(channel: Channel, message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    // When nobody listens any more, `disconnect` ends this process.
    channel.send?.(message, undefined, undefined, () => resolve());
  });
}
