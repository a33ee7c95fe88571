import {
  assert,
  type Clock,
  formatNote,
  formatNoteKey,
  isSfumatoError,
  parseCheckpoint,
  SfumatoError,
} from '../../base/index.ts';
import type { Budget } from '../../budget/index.ts';
import type { RecoveryBody, SignedAction } from '../../contract/index.ts';
import { ground, notTaken } from '../../governance/index.ts';
import type { Journal } from '../../journal/index.ts';
import { addLosses, isLossWithin } from '../../privacy/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import { Conversation, type ConversationParts, type Recovering } from './conversation.ts';
import { type Guard, type Spending, unguarded, type WitnessState } from './guard.ts';
import { extendsSeen, Forgotten, Halt } from './judge.ts';
import type { Lease } from './lease.ts';
import { nextLease, smallerOf } from './leasing.ts';
import { heardAtStart } from './opening.ts';
import { isNamed, recoveryFor } from './recovery-of.ts';
import { spentOn, writeOff } from './write-off.ts';

/** What a guard works with. */
export interface WitnessGuardParts extends ConversationParts {
  readonly journal: Journal;
  readonly budget: Budget;
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  /** What each meter may spend beyond what is spent before the next checkpoint: as much as a pure loss of so many nano-ε. */
  readonly allowanceNano: bigint;
  /** How often the witnesses are asked whether they still know this log, in milliseconds. */
  readonly periodMs: number;
}

const RETRY_MS = 500;
const CLOSE_MS = 2_000;

const CLOSED: WitnessState = { state: 'waiting', sentence: 'The site is closed.' };
const LEFT_OPEN: WitnessState = {
  state: 'waiting',
  sentence:
    'The lease stays open, because a witness did not co-sign its end: what is left of it counts as spent at the next start. End a site before its witnesses.',
  leaseOpen: true,
};
const WITNESSED: WitnessState = { state: 'witnessed', sentence: 'Every witness has co-signed the log.' };

const STILL_COVERED = 'Until every witness co-signs, only what the last lease covers is answered.';

/** Guards a site by its witnesses. All of them must co-sign: one that can't be reached holds releases up, none can free them. */
export class WitnessGuard implements Guard {
  readonly chargesAgain = true;
  readonly #parts: WitnessGuardParts;
  readonly #ended = new AbortController();
  readonly #talk: Conversation;
  #lease: Lease | undefined;
  #state: WitnessState = { state: 'waiting', sentence: 'No witness has co-signed this start yet.' };
  #halted: Halt | undefined;
  /** Records that the last co-signed checkpoint and its own record account for. */
  #accounted = 0;
  /** Whether this process had a lease yet. */
  #began = false;
  #turn: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | undefined;

  constructor(parts: WitnessGuardParts) {
    this.#parts = parts;
    this.#talk = new Conversation(parts);
  }

  /** Begins to ask; resolves never, ends with `close`. */
  start(): void {
    this.#loop ??= this.#keepUp();
  }

  state(): WitnessState {
    return this.#state;
  }

  assertServing(): void {
    const { state, sentence } = this.#state;
    if (state === 'halted') {
      throw new SfumatoError('rolled-back', sentence);
    }
    if (state !== 'witnessed' && !this.#hasLeft) {
      throw new SfumatoError('not-witnessed', sentence);
    }
  }

  /** Two people let the site go on without any witness: nothing is leased from then on. */
  get #hasLeft(): boolean {
    return this.#state.state === 'none';
  }

  covers({ meters, loss }: Spending): boolean {
    if (this.#hasLeft) {
      return true;
    }
    const { none } = this.#parts.budget.accountant();
    const spent = spentOn(this.#parts.budget);
    return meters.every((id) =>
      isLossWithin(addLosses(spent.get(id) ?? none, loss), this.#lease?.meters.get(id) ?? none),
    );
  }

  async extend(spending: Spending, stop: AbortSignal): Promise<boolean> {
    while (!this.covers(spending) && !stop.aborted && this.#state.state !== 'halted') {
      const done = await this.#inTurn(() => (this.covers(spending) ? Promise.resolve() : this.#renew(spending)));
      if (!done && !stop.aborted) {
        await this.#parts.clock.until(this.#parts.clock.monotonicMs() + RETRY_MS, stop);
      }
    }
    return this.covers(spending);
  }

  async look(): Promise<void> {
    if (this.#state.state !== 'halted') {
      return;
    }
    await this.#inTurn(async () => {
      if (this.#state.state === 'halted' && this.#halted !== undefined && !(this.#halted instanceof Forgotten)) {
        // A witness that doesn't answer changes nothing: what it kept when it last did stays named.
        this.#halt(await this.#talk.again(this.#halted).catch(() => this.#halted));
      }
    });
  }

  async assertRecovers(body: RecoveryBody): Promise<void> {
    await this.look();
    const { state, sentence, recovery } = this.#state;
    if (!isNamed(body, recovery, this.#parts.tree)) {
      const why =
        state === 'halted'
          ? 'it is for another state of the site than its witness keeps now. Stop the other copy if one still runs; then write and sign a new recovery.'
          : `the site is not halted now. ${sentence}`;
      const code = state === 'halted' ? 'recovery-other' : 'recovery-needless';
      throw notTaken(ground(code, `This recovery was not begun: ${why}`));
    }
  }

  async recover(signed: SignedAction, body: RecoveryBody): Promise<void> {
    await this.assertRecovers(body);
    const { lost, kept } = body;
    const seen = this.#halted?.seen;
    assert(seen !== undefined, 'a recovery is of what a witness kept');
    const { notary, tree, journal } = this.#parts;
    const leases = [this.#talk.leaseOf(seen)];
    await journal.append({
      kind: 'recovery',
      actor: notary.key.name,
      body: { lost: { ...lost }, kept: { ...kept }, note: seen.note },
    }).durable;
    await writeOff(this.#parts, { cause: 'recovery', leases });
    if (this.#parts.links.length === 0) {
      [this.#halted, this.#state] = [undefined, unguarded.state()];
      return;
    }
    const done = await this.#inTurn(async () => {
      await this.#talk.open((found) => found === undefined || extendsSeen(tree, found));
      await this.#renew(undefined, { signed, from: kept.size });
      this.#halted = undefined;
    });
    if (!done) {
      const sentence = `The recovery is not complete: ${this.#state.sentence}`;
      throw notTaken(ground('recovery-incomplete', sentence), 'unreachable-peer');
    }
  }

  async renew(): Promise<void> {
    const { state, sentence } = this.#state;
    if (this.#hasLeft) {
      return;
    }
    if (state !== 'witnessed' || !(await this.#inTurn(() => this.#renew(undefined)))) {
      throw new SfumatoError(
        'not-witnessed',
        `The witnesses do not co-sign: ${state === 'witnessed' ? this.#state.sentence : sentence}`,
      );
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease === undefined) {
      this.#state = CLOSED;
      return;
    }
    const isClosed = await this.#inTurn(async () => {
      const closed: Lease = { ...lease, state: 'closed', meters: spentOn(this.#parts.budget) };
      await this.#talk.handIn({ lease: closed, replyMs: CLOSE_MS });
    });
    this.#state = isClosed ? CLOSED : LEFT_OPEN;
  }

  async #keepUp(): Promise<void> {
    const { clock, periodMs } = this.#parts;
    while (!this.#ended.signal.aborted) {
      const halted = this.#state.state === 'halted' ? this.#halted : undefined;
      if (halted instanceof Forgotten) {
        await this.#inTurn(() => this.#remind(halted));
      } else if (this.#state.state !== 'halted' && !this.#hasLeft) {
        await this.#inTurn(() => (this.#lease === undefined ? this.#open() : this.#beat()));
      }
      const waitMs = this.#lease === undefined ? RETRY_MS : periodMs;
      await clock.until(clock.monotonicMs() + waitMs, this.#ended.signal);
    }
  }

  /** One conversation with the witnesses at a time; `false` when it failed, and the state says why. */
  #inTurn(work: () => Promise<void>): Promise<boolean> {
    const mine = this.#turn.then(async () => {
      try {
        await work();
        return true;
      } catch (error) {
        this.#failed(error);
        return false;
      }
    });
    this.#turn = mine;
    return mine;
  }

  #failed(error: unknown): void {
    if (error instanceof Halt) {
      this.#halt(error);
    } else if (isSfumatoError(error)) {
      // While a lease is in force, what it covers may still be released.
      this.#state =
        this.#lease === undefined
          ? { state: 'waiting', sentence: error.message }
          : { state: 'witnessed', sentence: `${error.message} ${STILL_COVERED}` };
    } else {
      // Whatever else went wrong, no lease came of it.
      this.#state = {
        state: 'waiting',
        sentence: 'The witnesses could not be asked; start the node again and report this.',
      };
      this.#lease = undefined;
    }
  }

  #halt(halt: Halt | undefined): void {
    this.#lease = undefined;
    this.#halted = halt;
    if (halt !== undefined) {
      this.#state = { state: 'halted', sentence: halt.message, ...recoveryFor(halt.seen, this.#parts) };
    }
  }

  /** Asks the witnesses as at a start, or as one that has begun: what that has spent since says nothing of another copy's lease. */
  async #open(): Promise<void> {
    await (this.#began ? this.#talk.ask() : this.#hear());
    await this.#renew(undefined);
  }

  /** The start: what the witnesses keep must be extended, and an open lease is booked as spent. */
  async #hear(): Promise<void> {
    const found = await heardAtStart(this.#talk, this.#parts);
    const leases = found.map((seen) => this.#talk.leaseOf(seen));
    await writeOff(this.#parts, { cause: 'open-lease', leases });
    for (const seen of found) {
      this.#talk.settle(seen);
    }
  }

  /** The next lease: an allowance on every meter, and at least what is asked for. */
  async #renew(spending: Spending | undefined, recovering?: Recovering): Promise<void> {
    const { budget, allowanceNano, journal, links } = this.#parts;
    const lease = nextLease({ budget, allowanceNano, epoch: journal.epoch, spending });
    // A witness may keep the new one though no reply comes: until it is known, what is spent has to be covered by both.
    this.#lease &&= smallerOf(this.#lease, lease, budget.accountant());
    const note = await this.#talk.handIn({ lease, recovering });
    const witnesses = links.map(({ key }) => formatNoteKey(key));
    const { durable } = journal.append({
      kind: 'checkpoint',
      actor: 'witness',
      body: { note: formatNote(note), witnesses },
    });
    await durable;
    [this.#lease, this.#began] = [lease, true];
    this.#accounted = (parseCheckpoint(note.text)?.size ?? 0) + 1;
    this.#state = WITNESSED;
  }

  /** Asks whether the witnesses still keep what they last co-signed; hands in a new checkpoint when there are new records, or one doesn't. */
  async #beat(): Promise<void> {
    if (this.#parts.journal.durableRecords > this.#accounted || !(await this.#talk.ask())) {
      return await this.#renew(undefined);
    }
    this.#state = WITNESSED;
  }

  /** A witness that had forgotten the log is asked anew. As long as it can't be, or has, nothing changes. */
  async #remind(halted: Forgotten): Promise<void> {
    if (this.#halted !== halted) {
      return; // a recovery came before
    }
    try {
      await this.#open();
    } catch (error) {
      throw error instanceof Halt && !(error instanceof Forgotten) ? error : halted;
    }
    this.#halted = undefined;
  }
}
