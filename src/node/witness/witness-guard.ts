import {
  assert,
  type Clock,
  type Entropy,
  formatNote,
  formatNoteKey,
  isSfumatoError,
  type Note,
  parseCheckpoint,
  parseNote,
  SfumatoError,
  toBase64,
} from '../../base/index.ts';
import type { Budget, MeterId } from '../../budget/index.ts';
import type { RecoveryBody, SignedAction } from '../../contract/index.ts';
import type { Journal, Notary, RecordTree } from '../../journal/index.ts';
import type { WitnessLink } from '../../link/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Guard, Spending, WitnessState } from './guard.ts';
import { extendsSeen, lies, readSeen, type Seen } from './judge.ts';
import { type Lease, leaseIn, leaseLine } from './lease.ts';

/** What a guard works with. */
export interface WitnessGuardParts {
  readonly links: readonly WitnessLink[];
  readonly journal: Journal;
  readonly tree: RecordTree;
  readonly notary: Notary;
  readonly budget: Budget;
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** The first seals leases, all open them. */
  readonly sealKeys: readonly Uint8Array[];
  /** What each meter may spend beyond what is spent before the next checkpoint, in nano-ε. */
  readonly allowanceNano: bigint;
  /** How often the witnesses are asked whether they still know this log, in milliseconds. */
  readonly periodMs: number;
}

const RETRY_MS = 500;
const REPLY_MS = 5_000;
const CLOSE_MS = 2_000;

const WITNESSED: WitnessState = { state: 'witnessed', sentence: 'Every witness has co-signed the log.' };

/** The log isn't what witnesses saw: nothing is answered any more. */
class Halt extends Error {
  override readonly name = 'Halt';
  readonly seen: Seen | undefined;
  constructor(sentence: string, seen: Seen | undefined) {
    super(sentence);
    this.seen = seen;
  }
}

/** Guards a site by its witnesses. All of them must co-sign: one that can't be reached holds releases up, none can free them. */
export class WitnessGuard implements Guard {
  readonly chargesAgain = true;
  readonly #parts: WitnessGuardParts;
  readonly #ended = new AbortController();
  /** The size of the last checkpoint of each witness, by name. */
  readonly #old = new Map<string, number>();
  #lease: Lease | undefined;
  #state: WitnessState = { state: 'waiting', sentence: 'No witness has co-signed this start yet.' };
  #halted: Seen | undefined;
  /** Records that the last co-signed checkpoint and its own record account for. */
  #accounted = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | undefined;

  constructor(parts: WitnessGuardParts) {
    assert(parts.links.length > 0, 'a guard has witnesses');
    this.#parts = parts;
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
    if (state !== 'witnessed') {
      throw new SfumatoError('not-witnessed', sentence);
    }
  }

  covers({ meters, nanoEpsilon }: Spending): boolean {
    const spent = this.#spent();
    return meters.every((id) => (spent.get(id) ?? 0n) + nanoEpsilon <= (this.#lease?.meters.get(id) ?? 0n));
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

  async recover(signed: SignedAction, { lost, kept }: RecoveryBody): Promise<void> {
    const seen = this.#halted;
    const expected = this.#state.recovery;
    const isThis = expected?.lost.size === lost.size && expected.lost.root === lost.root;
    const { tree, notary } = this.#parts;
    if (seen === undefined || !isThis || kept.size > tree.size || toBase64(tree.root(kept.size)) !== kept.root) {
      throw new SfumatoError(
        'wrong-use',
        'This recovery is for another state of the site; sign what `sfumato status` says now.',
      );
    }
    await this.#parts.journal.append({
      kind: 'recovery',
      actor: notary.key.name,
      body: { lost: { ...lost }, kept: { ...kept }, note: seen.note },
    }).durable;
    await this.#book('recovery', [this.#leaseOf(seen)]);
    const done = await this.#inTurn(async () => {
      await this.#readOld((found) => found === undefined || extendsSeen(tree, found));
      await this.#renew(undefined, { signed, from: kept.size });
      this.#halted = undefined;
    });
    if (!done) {
      throw new SfumatoError('unreachable-peer', `The recovery is not complete: ${this.#state.sentence}`);
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease !== undefined && this.#state.state === 'witnessed') {
      await this.#inTurn(async () => {
        await this.#hand({ ...lease, state: 'closed', meters: this.#spent() }, CLOSE_MS);
      });
    }
    this.#state = { state: 'waiting', sentence: 'The site is closed.' };
  }

  async #keepUp(): Promise<void> {
    const { clock, periodMs } = this.#parts;
    while (!this.#ended.signal.aborted) {
      if (this.#state.state !== 'halted') {
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
      this.#lease = undefined;
      this.#halted = error.seen;
      this.#state = { state: 'halted', sentence: error.message, ...this.#recoveryFor(error.seen) };
    } else if (isSfumatoError(error)) {
      // While a lease is in force, what it covers may still be released.
      const state = this.#lease === undefined ? 'waiting' : 'witnessed';
      this.#state = { state, sentence: error.message };
    } else {
      // Whatever else went wrong, no lease came of it.
      this.#state = {
        state: 'waiting',
        sentence: 'The witnesses could not be asked; start the node again and report this.',
      };
      this.#lease = undefined;
    }
  }

  #recoveryFor(seen: Seen | undefined): { readonly recovery?: RecoveryBody } {
    const { tree, journal } = this.#parts;
    const size = journal.durableRecords;
    const kept = { size, root: toBase64(tree.root(size)) };
    return seen === undefined
      ? {}
      : { recovery: { lost: { size: seen.checkpoint.size, root: toBase64(seen.checkpoint.root) }, kept } };
  }

  /** The start: what the witnesses keep must be extended, and an open lease is booked as spent. */
  async #open(): Promise<void> {
    const { tree, checkpoints, notary } = this.#parts;
    const found = await this.#readOld((seen, link) => {
      const recorded = checkpoints.lastBy(link.key.name);
      if (seen === undefined && recorded !== undefined) {
        const sentence = `Witness ${link.key.name} has forgotten this site. Nothing is answered until two people sign a recovery; see docs/operations.md.`;
        throw new Halt(sentence, readSeen(recorded, notary.key, link.key));
      }
      if (seen !== undefined && !extendsSeen(tree, seen)) {
        const sentence = `The journal is not what witnesses saw: they know ${seen.checkpoint.size} records that do not begin it. It was restored, cut short, or another copy went on. Nothing is answered until two people sign a recovery; see docs/operations.md.`;
        throw new Halt(sentence, seen);
      }
      return true;
    });
    await this.#book(
      'open-lease',
      found.map((seen) => this.#leaseOf(seen)),
    );
    await this.#renew(undefined);
  }

  /** Asks what each witness keeps; where `goesOn` holds, the log is handed in as going on from there. */
  async #readOld(goesOn: (seen: Seen | undefined, link: WitnessLink) => boolean): Promise<readonly Seen[]> {
    const { links, notary } = this.#parts;
    const signal = AbortSignal.timeout(REPLY_MS);
    const notes = await Promise.all(links.map((link) => link.latest(notary.key.name, signal)));
    return links.flatMap((link, at) => {
      const note = notes[at]?.note ?? undefined;
      const seen = note === undefined ? undefined : readSeen(note, notary.key, link.key);
      if (goesOn(seen, link)) {
        this.#old.set(link.key.name, seen?.checkpoint.size ?? 0);
      } else {
        this.#old.delete(link.key.name);
      }
      return seen === undefined ? [] : [seen];
    });
  }

  #leaseOf({ checkpoint }: Seen): Lease | undefined {
    const { sealKeys, notary } = this.#parts;
    const lease = leaseIn(checkpoint.extensions, notary.key.name, sealKeys);
    if (lease === undefined && checkpoint.extensions.length > 0) {
      throw new SfumatoError(
        'key-missing',
        'The last lease does not open; restore the seal key that it was sealed with.',
      );
    }
    return lease;
  }

  /** Whatever may have been spent under leases of other incarnations counts as spent. */
  async #book(cause: 'open-lease' | 'recovery', leases: readonly (Lease | undefined)[]): Promise<void> {
    const { journal } = this.#parts;
    const spent = this.#spent();
    const due = new Map<MeterId, bigint>();
    for (const lease of leases) {
      const counts =
        lease !== undefined && lease.epoch !== journal.epoch && (cause === 'recovery' || lease.state === 'open');
      for (const [id, nano] of counts ? lease.meters : []) {
        const missing = nano - (spent.get(id) ?? 0n);
        due.set(id, missing > (due.get(id) ?? 0n) ? missing : (due.get(id) ?? 0n));
      }
    }
    const meters = [...due]
      .filter(([, nano]) => nano > 0n)
      .map(([meter, nano]) => ({ meter, nanoEpsilon: nano.toString() }));
    if (meters.length > 0) {
      await journal.append({ kind: 'write-off', actor: 'witness', body: { cause, meters } }).durable;
    }
  }

  /** The next lease: an allowance on every meter, and at least what is asked for. */
  async #renew(spending: Spending | undefined, recovering?: Recovering): Promise<void> {
    const { budget, allowanceNano, journal, links } = this.#parts;
    const lease: Lease = {
      epoch: journal.epoch,
      state: 'open',
      meters: new Map(
        budget.meters().map(({ id, capNano, reservedNano, committedNano }) => {
          const wish = spending?.meters.includes(id) ? spending.nanoEpsilon : 0n;
          const most = reservedNano + committedNano + (wish > allowanceNano ? wish : allowanceNano);
          return [id, most < capNano ? most : capNano];
        }),
      ),
    };
    const note = await this.#hand(lease, REPLY_MS, recovering);
    const witnesses = links.map(({ key }) => formatNoteKey(key));
    const { durable } = journal.append({
      kind: 'checkpoint',
      actor: 'witness',
      body: { note: formatNote(note), witnesses },
    });
    await durable;
    this.#lease = lease;
    this.#accounted = (parseCheckpoint(note.text)?.size ?? 0) + 1;
    this.#state = WITNESSED;
  }

  /** Asks whether the witnesses still keep what they last co-signed; hands in a new checkpoint when there are new records. */
  async #beat(): Promise<void> {
    const { journal, links, notary, tree } = this.#parts;
    if (journal.durableRecords > this.#accounted) {
      return await this.#renew(undefined);
    }
    const signal = AbortSignal.timeout(REPLY_MS);
    for (const link of links) {
      const { note } = await link.latest(notary.key.name, signal);
      this.#sameEpoch(note === null ? undefined : readSeen(note, notary.key, link.key), link);
    }
    assert(tree.size >= this.#accounted, 'a log only grows');
    this.#state = WITNESSED;
  }

  /** Hands a checkpoint with a lease to every witness; gives the note with all their co-signatures. */
  async #hand(lease: Lease, replyMs: number, recovering?: Recovering): Promise<Note> {
    const { notary, sealKeys, entropy, links } = this.#parts;
    const [key] = sealKeys;
    assert(key !== undefined, 'a site has a seal key');
    const text = notary.checkpoint([leaseLine(lease, { key, origin: notary.key.name, entropy })]);
    const note = parseNote(text);
    const size = parseCheckpoint(note?.text ?? '')?.size;
    assert(note !== undefined && size !== undefined, 'a notary writes checkpoints');
    const signal = AbortSignal.timeout(replyMs);
    const lines = await Promise.all(links.map((link) => this.#handTo(link, { text, note, size, signal, recovering })));
    return { text: note.text, signatures: [...note.signatures, ...lines.flat()] };
  }

  async #handTo(link: WitnessLink, handing: Handing): Promise<Note['signatures']> {
    const { note, text, size, signal, recovering } = handing;
    const { tree } = this.#parts;
    const known = this.#old.get(link.key.name);
    // A witness that keeps what this log extends needs no recovery.
    const old = known ?? recovering?.from ?? 0;
    const proof = tree.consistency(old, size).map(toBase64);
    const recovery = known === undefined ? recovering?.signed : undefined;
    const reply = await link.add({ old, proof, note: text, ...(recovery === undefined ? {} : { recovery }) }, signal);
    switch (reply.state) {
      case 'cosigned': {
        const cosigned = parseNote(reply.note);
        readSeen(reply.note, this.#parts.notary.key, link.key);
        if (cosigned === undefined || cosigned.text !== note.text) {
          lies(link.key, 'a signature of another checkpoint');
        }
        this.#old.set(link.key.name, size);
        return cosigned.signatures.filter(({ name }) => name === link.key.name);
      }
      case 'conflict': {
        const seen = reply.note === null ? undefined : readSeen(reply.note, this.#parts.notary.key, link.key);
        this.#sameEpoch(seen, link);
        this.#old.set(link.key.name, seen?.checkpoint.size ?? 0);
        throw new SfumatoError('unreachable-peer', `Witness ${link.key.name} kept more than it said; asking again.`);
      }
      case 'refused':
        if (reply.why === 'inconsistent') {
          const { note: kept } = await link.latest(this.#parts.notary.key.name, signal);
          this.#sameEpoch(kept === null ? undefined : readSeen(kept, this.#parts.notary.key, link.key), link);
        }
        throw new SfumatoError(
          'peer-invalid',
          `Witness ${link.key.name} refused the checkpoint (${reply.why}); see docs/operations.md.`,
        );
    }
  }

  /** What a witness keeps while this process runs must be of this process: else another copy of the site is at work. */
  #sameEpoch(seen: Seen | undefined, { key }: WitnessLink): void {
    const { tree, journal } = this.#parts;
    const own = seen !== undefined && extendsSeen(tree, seen) && this.#leaseOf(seen)?.epoch === journal.epoch;
    if (!own) {
      const what = seen === undefined ? 'has forgotten this site' : 'co-signed another copy of this site';
      throw new Halt(
        `Witness ${key.name} ${what}. Nothing is answered until two people sign a recovery; see docs/operations.md.`,
        seen,
      );
    }
  }

  #spent(): ReadonlyMap<MeterId, bigint> {
    const { budget } = this.#parts;
    return new Map(budget.meters().map(({ id, reservedNano, committedNano }) => [id, reservedNano + committedNano]));
  }
}

interface Recovering {
  readonly signed: SignedAction;
  readonly from: number;
}

interface Handing {
  readonly text: string;
  readonly note: Note;
  readonly size: number;
  readonly signal: AbortSignal;
  readonly recovering: Recovering | undefined;
}
