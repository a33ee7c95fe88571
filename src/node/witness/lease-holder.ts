import { formatNote, formatNoteKey, parseCheckpoint } from '../../base/index.ts';
import type { Budget } from '../../budget/index.ts';
import type { Journal } from '../../journal/index.ts';
import { addLosses, isLossWithin } from '../../privacy/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Conversation, ConversationParts, Recovering } from './conversation.ts';
import type { Spending } from './guard.ts';
import type { Lease } from './lease.ts';
import { nextLease, smallerOf } from './leasing.ts';
import { heardAtStart } from './opening.ts';
import { spentOn, writeOff } from './write-off.ts';

/** What a lease is held with. */
export interface LeaseHolderParts extends ConversationParts {
  readonly journal: Journal;
  readonly budget: Budget;
  readonly checkpoints: Checkpoints;
  /** What each meter may spend beyond what is spent before the next checkpoint: as much as a pure loss of so many nano-ε. */
  readonly allowanceNano: bigint;
}

const CLOSE_MS = 2_000;

/** The lease of a site: what it covers, how the witnesses give the next, how it is handed back. One call at a time, but for `covers`. */
export class LeaseHolder {
  readonly #parts: LeaseHolderParts;
  readonly #talk: Conversation;
  #lease: Lease | undefined;
  /** Records that the last co-signed checkpoint and its own record account for. */
  #accounted = 0;
  /** Whether this process had a lease yet. */
  #began = false;

  constructor(parts: LeaseHolderParts, talk: Conversation) {
    this.#parts = parts;
    this.#talk = talk;
  }

  get holds(): boolean {
    return this.#lease !== undefined;
  }

  covers({ meters, loss }: Spending): boolean {
    const { none } = this.#parts.budget.accountant();
    const spent = spentOn(this.#parts.budget);
    return meters.every((id) =>
      isLossWithin(addLosses(spent.get(id) ?? none, loss), this.#lease?.meters.get(id) ?? none),
    );
  }

  /** Holds none from now on; gives the one that was held. */
  drop(): Lease | undefined {
    const lease = this.#lease;
    this.#lease = undefined;
    return lease;
  }

  /** Has the witnesses co-sign that nothing beyond what is spent is leased any more. */
  async handBack(lease: Lease): Promise<void> {
    const closed: Lease = { ...lease, state: 'closed', meters: spentOn(this.#parts.budget) };
    await this.#talk.handIn({ lease: closed, replyMs: CLOSE_MS });
  }

  /** Asks the witnesses as at a start, or as one that has begun: what that has spent since says nothing of another copy's lease. */
  async open(): Promise<void> {
    await (this.#began ? this.#talk.ask() : this.#hear());
    await this.renew(undefined);
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
  async renew(spending: Spending | undefined, recovering?: Recovering): Promise<void> {
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
  }

  /** Asks whether the witnesses still keep what they last co-signed; hands in a new checkpoint when there are new records, or one doesn't. */
  async beat(): Promise<void> {
    if (this.#parts.journal.durableRecords > this.#accounted || !(await this.#talk.ask())) {
      await this.renew(undefined);
    }
  }
}
