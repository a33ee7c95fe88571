import { type Clock, LIMITS } from '../../base/index.ts';
import { type FromChild, type Outcome, type Setup, type Task, ToChild } from './protocol.ts';
import { type Pending, settled, type Unsettled } from './settle.ts';
import type { Work } from './work.ts';

/** The part of `process` that a child talks through. */
export type Channel = Pick<NodeJS.Process, 'on' | 'exit' | 'send'>;

/** What a child is made of. */
export interface Serving {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly open: (setup: Setup) => Work;
}

const TELL_EVERY_MS = 20;
// A terminal interrupts parent and children at once; the parent decides when a child ends. Left to Node, SIGUSR1 opens a debugger.
const NOT_TAKEN = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Answers one parent until it goes away. What became of a task is settled and told within 20 ms, so that the parent sees how
 * long the next one takes; what wasn't told when this process is killed is read again.
 */
export function serve({ channel, clock, open }: Serving): void {
  let work: Work | undefined;
  const window = openWindow();
  channel.on('disconnect', () => channel.exit(0));
  for (const signal of NOT_TAKEN) {
    channel.on(signal, () => undefined);
  }
  channel.on('message', (raw: unknown) => {
    const message = ToChild.parse(raw);
    if (message.kind === 'setup') {
      work = open(message);
      void tell(channel, { kind: 'ready' });
    } else if (message.kind === 'more') {
      window.taken();
    } else if (work !== undefined) {
      void answer(message.tasks, { channel, clock, work, window });
    }
  });
}

interface Answering {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly work: Work;
  readonly window: Window;
}

async function answer(tasks: readonly Task[], { channel, clock, work, window }: Answering): Promise<void> {
  let results: Unsettled[] = [];
  let toldMs = clock.monotonicMs();
  const tellResults = async (): Promise<void> => {
    if (results.length > 0) {
      const told = settled(results);
      results = [];
      await tell(channel, { kind: 'results', results: told });
    }
    toldMs = clock.monotonicMs();
  };
  for (const task of tasks) {
    let outcomes: (Outcome | Pending)[] = [];
    const parts = work(task);
    let part = await parts.next();
    for (; !part.done; part = await parts.next()) {
      if ('facts' in part.value) {
        await tell(channel, { kind: 'table', facts: part.value.facts });
        continue;
      }
      // A series may have more instances than a call takes arguments.
      outcomes = outcomes.concat(part.value.outcomes);
      if (outcomes.length >= LIMITS.tableRowsPerStep) {
        results.push({ outcomes: outcomes.splice(0), ended: false });
        await tellResults();
        await window.told();
      }
    }
    if (part.value !== undefined) {
      results.push({ outcomes, ended: false });
      await tellResults();
      return await tell(channel, { kind: 'obstacle', obstacle: part.value });
    }
    results.push({ outcomes, ended: true });
    if (clock.monotonicMs() - toldMs >= TELL_EVERY_MS) {
      await tellResults();
    }
  }
  await tellResults();
}

/** How much may be told of a long task before the parent has taken it. */
interface Window {
  /** Something was told; resolves when the next may be. */
  told(): Promise<void>;
  taken(): void;
}

/** One step is read while the parent takes the one before. */
function openWindow(): Window {
  let untaken = 0;
  let resume: (() => void) | undefined;
  return {
    async told() {
      untaken += 1;
      if (untaken > 1) {
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
    },
    taken() {
      untaken -= 1;
      resume?.();
      resume = undefined;
    },
  };
}

function tell(channel: Channel, message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    // When nobody listens any more, `disconnect` ends this process.
    channel.send?.(message, undefined, undefined, () => resolve());
  });
}
