import { type ChildProcess, fork } from 'node:child_process';
import { type Clock, SfumatoError } from '../../base/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { type FileOutcome, FromChild, type Setup } from './protocol.ts';
import { residentBytes } from './resident-bytes.ts';

/** How children run and when they are killed. */
export interface ParserOptions {
  readonly setup: Setup;
  readonly clock: Clock;
  /** The compiled file that a child runs. */
  readonly entry: string;
  /** Milliseconds that one file may take. */
  readonly fileParseMsMax: number;
  /** Resident bytes that a child may hold. */
  readonly childBytesMax: number;
}

const HEAP_MEBIBYTES_MAX = 256;
const START_MS_MAX = 30_000;

/** How an attempt ended early: the child is gone, and this is why. */
type Death = Extract<QuarantineReason, 'deadline' | 'memory' | 'crashed'>;

interface Listener {
  enough(message: FromChild): boolean;
  resolve(death: Death | undefined): void;
}

/** One parsing process, forked when it is needed and again whenever it died. */
export class ParserChild {
  readonly #options: ParserOptions;
  #process: ChildProcess | undefined;
  #listener: Listener | undefined;
  #waitingSince = 0;
  #waitMsMax = 0;
  #verdict: Death | undefined;

  constructor(options: ParserOptions) {
    this.#options = options;
  }

  /**
   * The outcomes of files, in order. When the child dies, the files it hadn't told of are read one by one, and the one
   * that kills a child when it is alone with it is quarantined.
   * @throws SfumatoError `internal` when no child can be started.
   */
  async parse(paths: readonly string[]): Promise<readonly FileOutcome[]> {
    const outcomes: FileOutcome[] = [];
    await this.#attempt(paths, outcomes);
    for (const path of paths.slice(outcomes.length)) {
      const death = await this.#attempt([path], outcomes);
      if (death !== undefined) {
        outcomes.push({ state: 'quarantined', reason: death });
      }
    }
    return outcomes;
  }

  /** Kills the child if it has been at one file for too long or holds too much; the owner calls this every so often. */
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

  /** Ends the child; it holds nothing that could be lost. */
  close(): void {
    this.#process?.kill('SIGKILL');
  }

  async #attempt(paths: readonly string[], outcomes: FileOutcome[]): Promise<Death | undefined> {
    const process = this.#process ?? (await this.#start());
    const done = outcomes.length + paths.length;
    const ended = this.#listen(this.#options.fileParseMsMax, (message) => {
      if (message.kind === 'outcomes') {
        outcomes.push(...message.outcomes);
      }
      return outcomes.length >= done;
    });
    process.send({ kind: 'batch', paths }, () => undefined);
    return ended;
  }

  async #start(): Promise<ChildProcess> {
    const { entry, setup } = this.#options;
    const process = fork(entry, [], {
      execArgv: [`--max-old-space-size=${HEAP_MEBIBYTES_MAX}`],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process = process;
    this.#verdict = undefined;
    process.on('message', (raw) => this.#heard(raw));
    process.on('error', () => process.kill('SIGKILL'));
    process.on('exit', (_code, signal) => this.#gone(signal));
    const ended = this.#listen(START_MS_MAX, (message) => message.kind === 'ready');
    process.send(setup, () => undefined);
    if ((await ended) !== undefined) {
      throw new SfumatoError('internal', 'A parsing process did not start; run `npm run build`, then try again.');
    }
    return process;
  }

  /** Waits until a message was `enough` (`undefined`) or the child is gone. */
  #listen(waitMsMax: number, enough: (message: FromChild) => boolean): Promise<Death | undefined> {
    this.#waitMsMax = waitMsMax;
    this.#waitingSince = this.#options.clock.monotonicMs();
    return new Promise((resolve) => {
      this.#listener = { enough, resolve };
    });
  }

  #heard(raw: unknown): void {
    if (this.#verdict !== undefined) {
      return; // it is as good as dead, and what it still says may come from the file that it is killed for
    }
    const message = FromChild.safeParse(raw);
    if (!message.success) {
      this.#kill('crashed');
      return;
    }
    this.#waitingSince = this.#options.clock.monotonicMs();
    if (this.#listener?.enough(message.data)) {
      this.#settle(undefined);
    }
  }

  #gone(signal: NodeJS.Signals | null): void {
    this.#process = undefined;
    // V8 aborts when the heap is full.
    this.#settle(this.#verdict ?? (signal === 'SIGABRT' ? 'memory' : 'crashed'));
  }

  #settle(death: Death | undefined): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.resolve(death);
  }

  #kill(verdict: Death): void {
    this.#verdict = verdict;
    this.#process?.kill('SIGKILL');
  }
}
