import type { Obstacle, Outcome, Result, TableFacts, Task } from './protocol.ts';
import { type Death, type ParserOptions, ReadingProcess } from './reading-process.ts';

/** Takes what a child tells; the child waits until it was taken. */
export interface Taker {
  /** Outcomes of the batch's task at place `at`, from 0; after the last of them it has `ended`. */
  outcomes(at: number, outcomes: readonly Outcome[], ended: boolean): Promise<void>;
  facts?(facts: TableFacts): void;
}

/** How far a child got with tasks, and what stopped it. */
interface Attempt {
  readonly ended: number;
  readonly death?: Death;
  readonly obstacle?: Obstacle;
  /** Whether the child had done nothing before. */
  readonly fresh: boolean;
}

/** Does tasks in a reading process, which is forked when it is needed and again whenever it died. */
export class ParserChild {
  readonly #process: ReadingProcess;
  readonly #msMax: ParserOptions['msMax'];

  constructor(options: ParserOptions) {
    this.#process = new ReadingProcess(options);
    this.#msMax = options.msMax;
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
      if (this.#process.isClosed || obstacle !== undefined) {
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

  /** As `check` of the process. */
  check(): void {
    this.#process.check();
  }

  /** As `close` of the process. */
  close(): void {
    this.#process.close();
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
    const fresh = !this.#process.isRunning;
    if (fresh) {
      await this.#process.start();
    }
    this.#process.send({ kind: 'batch', tasks: [...tasks] });
    let ended = 0;
    for (let task = tasks[0]; task !== undefined; task = tasks[ended]) {
      const heard = await this.#process.hear(this.#msMax[task.kind]);
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
          this.#process.send({ kind: 'more' });
        }
      }
    }
    return { ended, fresh };
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
