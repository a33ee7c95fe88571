import { assert, type Clock, isSfumatoError, SfumatoError } from '../../base/index.ts';
import type { RecoveryBody, SignedAction } from '../../contract/index.ts';
import { ground, notTaken } from '../../governance/index.ts';
import { Conversation, type Recovering } from './conversation.ts';
import { type Guard, type Spending, unguarded, type WitnessState } from './guard.ts';
import { extendsSeen, Forgotten, Halt } from './judge.ts';
import { LeaseHolder, type LeaseHolderParts } from './lease-holder.ts';
import { isNamed, recoveryFor } from './recovery-of.ts';
import { writeOff } from './write-off.ts';

/** What a guard works with. */
export interface WitnessGuardParts extends LeaseHolderParts {
  readonly clock: Clock;
  /** How often the witnesses are asked whether they still know this log, in milliseconds. */
  readonly periodMs: number;
}

const RETRY_MS = 500;

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
  readonly #holder: LeaseHolder;
  #state: WitnessState = { state: 'waiting', sentence: 'No witness has co-signed this start yet.' };
  #halted: Halt | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | undefined;

  constructor(parts: WitnessGuardParts) {
    this.#parts = parts;
    this.#talk = new Conversation(parts);
    this.#holder = new LeaseHolder(parts, this.#talk);
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

  covers(spending: Spending): boolean {
    return this.#hasLeft || this.#holder.covers(spending);
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
      // What the lease still covers is said of the site as long as that is so, not of what was refused here.
      const why = state === 'witnessed' ? this.#state.sentence.replace(` ${STILL_COVERED}`, '') : sentence;
      throw new SfumatoError('not-witnessed', `The witnesses do not co-sign: ${why}`);
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
    const lease = this.#holder.drop();
    if (lease === undefined) {
      this.#state = CLOSED;
      return;
    }
    const isClosed = await this.#inTurn(() => this.#holder.handBack(lease));
    this.#state = isClosed ? CLOSED : LEFT_OPEN;
  }

  async #keepUp(): Promise<void> {
    const { clock, periodMs } = this.#parts;
    while (!this.#ended.signal.aborted) {
      const halted = this.#state.state === 'halted' ? this.#halted : undefined;
      if (halted instanceof Forgotten) {
        await this.#inTurn(() => this.#remind(halted));
      } else if (this.#state.state !== 'halted' && !this.#hasLeft) {
        await this.#inTurn(() => this.#keep());
      }
      const waitMs = this.#holder.holds ? periodMs : RETRY_MS;
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
      this.#state = this.#holder.holds
        ? { state: 'witnessed', sentence: `${error.message} ${STILL_COVERED}`, lacksWitness: true }
        : { state: 'waiting', sentence: error.message };
    } else {
      // Whatever else went wrong, no lease came of it.
      this.#state = {
        state: 'waiting',
        sentence: 'The witnesses could not be asked; start the node again and report this.',
      };
      this.#holder.drop();
    }
  }

  #halt(halt: Halt | undefined): void {
    this.#holder.drop();
    this.#halted = halt;
    if (halt !== undefined) {
      this.#state = { state: 'halted', sentence: halt.message, ...recoveryFor(halt.seen, this.#parts) };
    }
  }

  /** Comes by a lease where there is none, and looks that one which is held still counts. */
  async #keep(): Promise<void> {
    await (this.#holder.holds ? this.#holder.beat() : this.#holder.open());
    this.#state = WITNESSED;
  }

  async #renew(spending: Spending | undefined, recovering?: Recovering): Promise<void> {
    await this.#holder.renew(spending, recovering);
    this.#state = WITNESSED;
  }

  /** A witness that had forgotten the log is asked anew. As long as it can't be, or has, nothing changes. */
  async #remind(halted: Forgotten): Promise<void> {
    if (this.#halted !== halted) {
      return; // a recovery came before
    }
    try {
      await this.#holder.open();
    } catch (error) {
      throw error instanceof Halt && !(error instanceof Forgotten) ? error : halted;
    }
    [this.#halted, this.#state] = [undefined, WITNESSED];
  }
}
