import { type ChildProcess, fork } from 'node:child_process';
import { type Clock, SfumatoError } from '../../base/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import {
  FromChild,
  type Obstacle,
  type Outcome,
  type Result,
  type Setup,
  type TableFacts,
  type Task,
  type ToChild,
} from './protocol.ts';
import { residentBytes } from './resident-bytes.ts';

/** How children run and when they are killed. */
export interface ParserOptions {
  readonly setup: Setup;
  readonly clock: Clock;
  /** The compiled file that a child runs. */
  readonly entry: string;
  /** Milliseconds that a task of each kind may take; of a table, one step of it. */
  readonly msMax: Readonly<Record<Task['kind'], number>>;
  /** Resident bytes that a child may hold. */
  readonly childBytesMax: number;
  /** File of further certificate authorities that it trusts. */
  readonly certificates?: string | undefined;
}

/** Takes what a child tells; the child waits until it was taken. */
export interface Taker {
  /** Outcomes of the batch's task at place `at`, from 0; after the last of them it has `ended`. */
  outcomes(at: number, outcomes: readonly Outcome[], ended: boolean): Promise<void>;
  facts?(facts: TableFacts): void;
}

const HEAP_MEBIBYTES_MAX = 256;
// A header leaves nothing behind but a row: with a large nursery nearly all of it is gone before it is ever copied.
const NURSERY_MEBIBYTES_MAX = 32;
const START_MS_MAX = 30_000;

/** How an attempt ended early: the child is gone, and this is why. */
type Death = Extract<QuarantineReason, 'deadline' | 'memory' | 'crashed'>;

/** How far a child got with tasks, and what stopped it. */
interface Attempt {
  readonly ended: number;
  readonly death?: Death;
  readonly obstacle?: Obstacle;
  /** Whether the child had done nothing before. */
  readonly fresh: boolean;
}

/** One reading process, forked when it is needed and again whenever it died. */
export class ParserChild {
  readonly #options: ParserOptions;
  #process: ChildProcess | undefined;
  #heard: FromChild[] = [];
  #verdict: Death | undefined;
  #listener: ((heard: FromChild | Death) => void) | undefined;
  #waitingSince = 0;
  #waitMsMax = 0;
  #closed = false;

  constructor(options: ParserOptions) {
    this.#options = options;
  }

  /**
   * Does tasks in order. When the child dies, those that hadn't ended are done one by one, each beginning anew, and the
   * one that kills a fresh child when it is alone with it counts by its keys only, or is quarantined; a table of which that is
   * true is an obstacle. Gives the obstacle that ended the batch, if any. After `close` nothing more is told.
   * @throws SfumatoError `internal` when no child can be started, and whatever `taker` throws.
   */
  async parse(tasks: readonly Task[], taker: Taker): Promise<Obstacle | undefined> {
    const together = await this.#attempt(tasks, 0, taker);
    if (together.death === undefined) {
      return together.obstacle;
    }
    for (const [past, task] of tasks.slice(together.ended).entries()) {
      const at = together.ended + past;
      const isProven = together.fresh && tasks.length === 1;
      const { death, obstacle } = isProven ? together : await this.#alone(task, at, taker);
      const outcome = death && (await this.#afterDeath(task, death));
      if (this.#closed || obstacle !== undefined) {
        return obstacle;
      }
      if (outcome !== undefined && task.kind === 'table') {
        return { kind: 'table', fault: 'reader-died' };
      }
      if (outcome !== undefined) {
        await taker.outcomes(at, [outcome], true);
      }
    }
    return undefined;
  }

  /** Kills the child if it has been at one task for too long or holds too much; the owner calls this every so often. */
  check(): void {
    const { clock, childBytesMax } = this.#options;
    const pid = this.#process?.pid;
    if (this.#listener === undefined || pid === undefined) {
      return;
    }
    if (clock.monotonicMs() - this.#waitingSince > this.#waitMsMax) {
      this.#kill('deadline');
    } else if ((residentBytes(pid) ?? 0) > childBytesMax) {
      this.#kill('memory');
    }
  }

  /** Ends the child for good; it holds nothing that could be lost. */
  close(): void {
    this.#closed = true;
    this.#kill('crashed');
  }

  /** One task, and once more when it kills a child that had done others before, of which that may have died as well. */
  async #alone(task: Task, at: number, taker: Taker): Promise<Attempt> {
    const attempt = await this.#attempt([task], at, taker);
    return attempt.death === undefined || attempt.fresh ? attempt : this.#attempt([task], at, taker);
  }

  /**
   * What becomes of a task that killed a fresh child. Whether a file is read in full depends on those beside it, so one
   * that can't be must count like one that needn't be: a fresh child looks at its keys only.
   */
  async #afterDeath(task: Task, death: Death): Promise<Outcome> {
    const looked: Outcome[] = [];
    if (task.kind === 'file') {
      await this.#attempt([{ kind: 'look', path: task.path }], 0, {
        outcomes: async (_, outcomes) => void looked.push(...outcomes),
      });
    }
    const [seen] = looked;
    return seen?.state === 'counted' ? { ...seen, unread: death } : { state: 'quarantined', reason: death };
  }

  async #attempt(tasks: readonly Task[], from: number, taker: Taker): Promise<Attempt> {
    const fresh = this.#process === undefined;
    const process = this.#process ?? (await this.#start());
    const send = (message: ToChild): void => void process?.send(message, () => undefined);
    send({ kind: 'batch', tasks: [...tasks] });
    let ended = 0;
    for (let task = tasks[0]; task !== undefined; task = tasks[ended]) {
      const heard = await this.#hear(this.#options.msMax[task.kind]);
      if (typeof heard === 'string') {
        return { ended, death: heard, fresh };
      }
      if (heard.kind === 'obstacle') {
        return { ended, obstacle: heard.obstacle, fresh };
      }
      if (heard.kind === 'table') {
        taker.facts?.(heard.facts);
      } else if (heard.kind === 'results') {
        ended += await take(heard.results.slice(0, tasks.length - ended), from + ended, taker);
        if (heard.results.at(-1)?.ended === false) {
          send({ kind: 'more' });
        }
      }
    }
    return { ended, fresh };
  }

  async #start(): Promise<ChildProcess | undefined> {
    if (this.#closed) {
      return undefined;
    }
    const { entry, setup, certificates } = this.#options;
    const process = fork(entry, [], {
      execArgv: [`--max-old-space-size=${HEAP_MEBIBYTES_MAX}`, `--max-semi-space-size=${NURSERY_MEBIBYTES_MAX}`],
      env: certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process = process;
    this.#heard = [];
    this.#verdict = undefined;
    process.on('message', (raw) => this.#told(process, raw));
    process.on('error', () => process.kill('SIGKILL'));
    process.on('exit', (_code, signal) => this.#gone(process, signal));
    process.send(setup, () => undefined);
    const heard = await this.#hear(START_MS_MAX);
    if (typeof heard === 'string' && !this.#closed) {
      throw new SfumatoError('internal', 'A reading process did not start; run `npm run build`, then try again.');
    }
    return process;
  }

  /** What the child tells next, or how it died. */
  #hear(waitMsMax: number): Promise<FromChild | Death> {
    const heard = this.#heard.shift();
    if (heard !== undefined || this.#process === undefined) {
      return Promise.resolve(heard ?? this.#verdict ?? 'crashed');
    }
    this.#waitMsMax = waitMsMax;
    this.#waitingSince = this.#options.clock.monotonicMs();
    return new Promise((resolve) => {
      this.#listener = resolve;
    });
  }

  #told(by: ChildProcess, raw: unknown): void {
    if (this.#verdict !== undefined || by !== this.#process) {
      return; // it is as good as dead, and what it still says may come from the file that it is killed for
    }
    const message = FromChild.safeParse(raw);
    if (!message.success) {
      this.#kill('crashed');
    } else if (!this.#answer(message.data)) {
      this.#heard.push(message.data);
    }
  }

  #gone(process: ChildProcess, signal: NodeJS.Signals | null): void {
    if (process === this.#process) {
      this.#process = undefined;
      // V8 aborts when the heap is full.
      this.#verdict ??= signal === 'SIGABRT' ? 'memory' : 'crashed';
      this.#answer(this.#verdict);
    }
  }

  #answer(heard: FromChild | Death): boolean {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.(heard);
    return listener !== undefined;
  }

  #kill(verdict: Death): void {
    this.#verdict ??= verdict;
    this.#process?.kill('SIGKILL');
  }
}

/** Hands results on, of which the first is of the task at place `from`; gives how many tasks ended. */
async function take(results: readonly Result[], from: number, taker: Taker): Promise<number> {
  let ended = 0;
  for (const result of results) {
    await taker.outcomes(from + ended, result.outcomes, result.ended);
    ended += result.ended ? 1 : 0;
  }
  return ended;
}
