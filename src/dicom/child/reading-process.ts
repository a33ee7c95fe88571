import { type ChildProcess, fork } from 'node:child_process';
import { type Clock, SfumatoError } from '../../base/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { FromChild, type Setup, type Task, type ToChild } from './protocol.ts';
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

const HEAP_MEBIBYTES_MAX = 256;
// A header leaves nothing behind but a row: with a large nursery nearly all of it is gone before it is ever copied.
const NURSERY_MEBIBYTES_MAX = 32;
const START_MS_MAX = 30_000;

/** Why a process is gone. */
export type Death = Extract<QuarantineReason, 'deadline' | 'memory' | 'crashed'>;

/** A process that reads: what is sent to it, what it tells, and its end when it takes too long or too much. It can be started again after that. */
export class ReadingProcess {
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

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Forks it, and waits until it is ready. @throws SfumatoError `internal` when no child can be started. */
  async start(): Promise<void> {
    if (this.#closed) {
      return;
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
    const heard = await this.hear(START_MS_MAX);
    if (typeof heard === 'string' && !this.#closed) {
      throw new SfumatoError('internal', 'A reading process did not start; run `npm run build`, then try again.');
    }
  }

  send(message: ToChild): void {
    this.#process?.send(message, () => undefined);
  }

  /** What the child tells next, or how it died. */
  hear(waitMsMax: number): Promise<FromChild | Death> {
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
