import { isSfumatoError } from '../../src/base/index.ts';
import type { Answered } from '../../src/budget/index.ts';
import type { RefusalCode } from '../../src/contract/index.ts';
import { type JournalRecord, readJournal } from '../../src/journal/index.ts';
import { type Asking, ask, RunFailed } from '../support/budget-site.ts';
import { Dice } from './dice.ts';
import { AHEAD_MS_MAX, begin, type Life, turn, undisturbed } from './life.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import type { Tally } from './tally.ts';
import { must, type View, Violation } from './view.ts';
import { METERS, type Wish, Witness } from './witness.ts';

const HOUR_MS = 3_600_000;
/** How many other ends of a moment are looked at beside the one that the world goes on from. */
const OTHER_ENDS = 24;

/**
 * One site from its first start, with its clients: a few requests sent again and again over lives that end in crashes. All that
 * clients saw is kept, and held against what stands in the journal after every crash.
 */
export class World {
  readonly trace: string[] = [];
  readonly #dice: Dice;
  readonly #disk: SimulatedDisk;
  readonly #tally: Tally;
  readonly #witness: Witness;
  #nowMs = 1_700_000_000_000;
  /** The times of which somebody said that they are right. */
  readonly #saidRight = new Set<number>();
  #snapshot = 1;
  #calm = false;
  #violation: unknown;

  constructor(seed: number, index: number, tally: Tally) {
    this.#dice = new Dice(seed, index);
    this.#disk = new SimulatedDisk(this.#dice);
    this.#tally = tally;
    this.#witness = new Witness(this.#dice);
  }

  /** Lives through `crashes` crashes, then once without any, and looks at what is left. @throws Violation */
  async run(crashes: number): Promise<void> {
    for (let crash = 0; crash < crashes; crash += 1) {
      await this.#live();
      await this.#crash();
    }
    await this.#liveCalmly();
  }

  async #live(): Promise<void> {
    const life = await this.#open();
    for (let step = this.#dice.upTo(11); life !== undefined && step >= 0 && life.dead.error === undefined; step -= 1) {
      this.#step(life);
      await turn();
      this.#look(life);
    }
    if (life !== undefined && life.view.records.size > 0 && this.#dice.chance(0.02)) {
      await this.#rot(life.view);
    }
  }

  async #liveCalmly(): Promise<void> {
    this.#calm = true;
    this.#disk.capacityBytes = Number.POSITIVE_INFINITY;
    const life = await this.#open();
    must(life !== undefined, 'a node starts where nothing disturbs it');
    await this.#settle(this.#grant(life!));
    for (const wish of this.#witness.wishes) {
      const outcome = await this.#settle(this.#deliver(life!, wish));
      must(outcome !== undefined, 'a request is answered where nothing disturbs it');
      this.#look(life!);
      this.#witness.checkOutcome(life!.view, wish, outcome!);
    }
    for (const charge of life!.view.charges.values()) {
      must(charge.state !== 'open', 'every charge has its one answer in the end');
    }
  }

  /** Starts the node; `undefined` when it was disturbed. */
  async #open(): Promise<Life | undefined> {
    try {
      return await this.#openMinding();
    } catch (error) {
      if (isRefusal(error) && this.#tally.last.garbled) {
        this.#note('refuses a garbled tail');
        this.#tally.counts.refusedGarbled += 1;
        this.#disk.restore();
        return await this.#openMinding();
      }
      throw error;
    }
  }

  async #openMinding(): Promise<Life | undefined> {
    try {
      return await this.#openOnce();
    } catch (error) {
      if (isSfumatoError(error, 'clock-ahead')) {
        return await this.#mindClock();
      }
      throw error;
    }
  }

  /** Somebody looks at a clock that is not believed: it is wrong and set right, or right. */
  async #mindClock(): Promise<Life | undefined> {
    this.#tally.counts.disbelievedClocks += 1;
    if (this.#dice.chance(0.5)) {
      this.#nowMs = Math.max(0, ...Array.from(readJournal(this.#disk), ({ highWaterMs }) => highWaterMs)) + HOUR_MS;
      this.#note('the clock is set right');
      return await this.#openOnce();
    }
    this.#note('the clock is right');
    this.#saidRight.add(this.#nowMs);
    return await this.#openOnce(true);
  }

  /** Nothing is recorded under a clock that is far ahead, unless somebody has looked at it. */
  #timesOfOne(): (record: Pick<JournalRecord, 'highWaterMs'>) => void {
    let latestMs: number | undefined;
    return ({ highWaterMs }) => {
      const aheadMs = highWaterMs - (latestMs ?? highWaterMs);
      if (aheadMs > AHEAD_MS_MAX && !this.#saidRight.has(highWaterMs)) {
        this.#violation ??= new Violation('no record is made under a clock that is far ahead');
      }
      latestMs = highWaterMs;
    };
  }

  async #openOnce(clockIsRight = false): Promise<Life | undefined> {
    const beginning = begin({
      ...{ disk: this.#disk, dice: this.#dice, nowMs: () => this.#nowMs, clockIsRight, follow: this.#timesOfOne() },
      onFatal: (error) => this.#note(`fatal: ${error.code}`),
    });
    const life = await this.#settle(beginning.catch((error: unknown) => this.#excuse(error)));
    if (life !== undefined) {
      this.#tally.counts.recoveries += 1;
      this.#note(`open, ${life.site.journal.records} records`);
      this.#witness.checkRecovered(life.view, life.site.budget);
    }
    return life;
  }

  /** An error of the disk ends a process; anything else must not be. */
  #excuse(error: unknown): undefined {
    if (isSfumatoError(error, 'disk-full') || isSfumatoError(error, 'journal-stopped')) {
      must(!this.#calm, 'a disk without faults is written');
      this.#note(error.code);
      return undefined;
    }
    throw error;
  }

  /** Lets syncs come back until `work` has ended; `undefined` when a crash came first. */
  async #settle<T>(work: Promise<T>): Promise<T | undefined> {
    let ended: { readonly value: T } | { readonly error: unknown } | undefined;
    work.then(
      (value) => {
        ended = { value };
      },
      (error: unknown) => {
        ended = { error };
      },
    );
    for (;;) {
      await turn();
      if (ended !== undefined) {
        if ('error' in ended) {
          throw ended.error;
        }
        return ended.value;
      }
      if (!this.#calm && this.#dice.chance(0.1)) {
        return undefined;
      }
      must(this.#disk.pending.length > 0, 'nothing waits for ever');
      this.#sync();
    }
  }

  #sync(): void {
    const pending = this.#dice.pick(this.#disk.pending);
    if (!this.#calm && this.#dice.chance(0.02)) {
      this.#tally.counts.failedSyncs += 1;
      this.#note('a sync fails');
      pending.fail();
    } else {
      pending.succeed();
    }
  }

  #step(life: Life): void {
    const roll = this.#dice.upTo(99);
    if (roll < 45 && this.#disk.pending.length > 0) {
      this.#sync();
    } else if (roll < 50) {
      this.#nowMs += (this.#dice.upTo(2_000) - 1_000) * HOUR_MS;
      this.#tally.counts.clockJumps += 1;
    } else if (roll < 51) {
      this.#tally.counts.fullDisks += 1;
      this.#disk.capacityBytes = this.#disk.used + this.#dice.upTo(2_000);
    } else if (roll < 60) {
      this.#background(this.#grant(life));
    } else {
      const wish = this.#dice.pick(this.#witness.wishes);
      // The network brings what a client sent once, or several times, now or much later.
      for (let copies = this.#dice.pick([1, 1, 1, 2, 5]); copies > 0; copies -= 1) {
        this.#tally.counts.deliveries += 1;
        this.#background(this.#deliver(life, wish));
      }
    }
  }

  #background(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#violation ??= error;
    });
  }

  /** Fails where something that ran beside has. */
  #look(life: Life): void {
    const { dead } = life;
    if (this.#violation !== undefined) {
      throw this.#violation;
    }
    must(dead.error?.code !== 'invariant-broken', `the budget stays sound: ${dead.error?.message}`);
    if (dead.error === undefined) {
      const now = this.#told(life);
      must(now === undefined || (now >= this.#witness.latestMs && now >= life.latestMs), 'no clock sets the node back');
      life.latestMs = now ?? life.latestMs;
    }
  }

  /** What the node takes for the time; `undefined` where it ends because it doesn't believe its clock. */
  #told({ site, dead }: Life): number | undefined {
    try {
      return site.journal.nowMs();
    } catch (error) {
      this.#excuseIn(dead, error);
      return undefined;
    }
  }

  async #grant({ site, view, dead }: Life): Promise<void> {
    const { journal } = site;
    if (dead.error !== undefined) {
      return;
    }
    const missing = METERS.filter((meter) => !view.caps.has(meter));
    try {
      const appended = missing.map((meter) => {
        const body = { meter, nanoEpsilon: this.#witness.caps.get(meter)!.toString() };
        return { meter, ...journal.append({ kind: 'grant', actor: 'steward', reason: 'simulation', body }) };
      });
      for (const { meter, durable, record } of appended) {
        await durable;
        must(this.#disk.holds(record.position), 'what is acknowledged is durable');
        this.#witness.sawGrant(meter);
      }
    } catch (error) {
      this.#excuseIn(dead, error);
    }
  }

  async #deliver(life: Life, wish: Wish): Promise<Answered | RefusalCode | undefined> {
    const { site, dead } = life;
    const asking: Asking = {
      ...{ ref: wish.ref, question: wish.question, nanoEpsilon: wish.cost, meters: wish.meters, cells: 1 },
      snapshot: `snapshot-${this.#snapshot}`,
      givesUp: () => !this.#calm && this.#dice.chance(0.08),
      run: () => {
        wish.started = true;
        if (!this.#calm && this.#dice.chance(0.05)) {
          throw new RunFailed();
        }
      },
    };
    try {
      const answer = await ask(site, asking);
      const kind = this.#witness.sawAnswer(wish, answer, { view: life.view, disk: this.#disk });
      this.#tally.answer(kind);
      this.#note(`${wish.name}: ${kind}`);
      return answer;
    } catch (error) {
      this.#excuseIn(dead, error);
      return undefined;
    }
  }

  #excuseIn(dead: Life['dead'], error: unknown): void {
    if (dead.error === undefined || error instanceof Violation || !isSfumatoError(error)) {
      throw error;
    }
  }

  async #crash(): Promise<void> {
    this.#tally.counts.crashes += 1;
    if (this.#violation !== undefined) {
      throw this.#violation;
    }
    if (this.#dice.chance(0.3)) {
      this.#disk.kill();
      this.#tally.counts.kills += 1;
      this.#note('kill');
    } else {
      await this.#otherEnds();
      const crash = this.#disk.crash();
      this.#tally.crash(crash, this.#disk.files);
      this.#note(`crash: ${JSON.stringify(crash)}`);
    }
    if (this.#dice.chance(0.5)) {
      this.#disk.capacityBytes = Number.POSITIVE_INFINITY;
    }
    if (this.#dice.chance(0.04)) {
      this.#snapshot += 1;
    }
  }

  /** What the power could have left of the same moment as well: a start on each must keep all that was promised. */
  async #otherEnds(): Promise<void> {
    for (let end = 0; end < OTHER_ENDS && this.#disk.isAtRisk; end += 1) {
      const disk = this.#disk.copy();
      const crash = disk.crash();
      this.#tally.counts.crashes += 1;
      this.#tally.crash(crash, disk.files);
      const life = await this.#beginCalmly(disk).catch((error: unknown) => {
        must(isRefusal(error) && crash.garbled, `a node starts after a power cut: ${String(error)}`);
        this.#tally.counts.refusedGarbled += 1;
      });
      if (life !== undefined) {
        this.#tally.counts.recoveries += 1;
        this.#witness.checkRecovered(life.view, life.site.budget);
      }
    }
  }

  /** A start that nothing disturbs, by a clock that is far behind. */
  async #beginCalmly(disk: SimulatedDisk): Promise<Life> {
    return await undisturbed(begin({ disk, dice: this.#dice, nowMs: () => 0, clockIsRight: false }), disk);
  }

  /** One bit of what was read changes while nothing runs: the node must not start on it. */
  async #rot(view: View): Promise<void> {
    const last = this.#dice.pick([...view.records.values()]);
    if (!this.#disk.holds(last.position)) {
      return;
    }
    this.#disk.kill();
    const undo = this.#disk.rot(last.position);
    this.#tally.counts.rottenBits += 1;
    let refused = false;
    try {
      await this.#openOnce();
    } catch (error) {
      refused = isRefusal(error);
    }
    must(refused, 'a node does not start on a changed bit');
    undo();
  }

  #note(what: string): void {
    if (this.#tally.traces) {
      this.trace.push(what);
    }
  }
}

/** A node that does not start on what it found. A changed digit may make it look like a later format. */
function isRefusal(error: unknown): boolean {
  return isSfumatoError(error, 'journal-corrupt') || isSfumatoError(error, 'format-newer');
}
