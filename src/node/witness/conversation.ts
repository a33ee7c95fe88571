import {
  assert,
  type Entropy,
  LIMITS,
  type Note,
  type NoteKey,
  parseCheckpoint,
  parseNote,
  SfumatoError,
  toBase64,
} from '../../base/index.ts';
import type { Budget } from '../../budget/index.ts';
import type { SignedAction } from '../../contract/index.ts';
import type { Journal, Notary, RecordTree } from '../../journal/index.ts';
import type { WitnessLink } from '../../link/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import { extendsSeen, forgotten, Halt, lies, readSeen, type Seen, setBack } from './judge.ts';
import { type Lease, type LeaseTerms, leaseIn, leaseLine } from './lease.ts';
import { SettledLeases } from './settled.ts';

/** What a site says to its witnesses with. */
export interface ConversationParts {
  readonly links: readonly WitnessLink[];
  readonly journal: Pick<Journal, 'epoch'>;
  readonly tree: RecordTree;
  readonly notary: Notary;
  readonly budget: Pick<Budget, 'accountant'>;
  readonly checkpoints: Pick<Checkpoints, 'lastBy'>;
  readonly entropy: Entropy;
  /** The first seals leases, all open them. Asked each time, because keys are rotated in service. */
  readonly sealKeys: () => readonly Uint8Array[];
}

/** Refusals that the people at the two ends can mend between them. */
const REFUSALS: Readonly<Record<string, string>> = {
  'recovery-invalid':
    'took no recovery, because fewer than two of the people whose keys it names under `recoverers` have signed it',
  'too-often': 'has had more checkpoints of this site than one a second lately, and takes the next ones later',
  'bad-signature':
    'doesn’t know the log key that this site signs with: give whoever runs it that key (`sfumato keys show --json` names it as `logKey`), which takes the place of the former one under `witness.logs` there, and have the witness started again',
  'unknown-log': 'names this site’s log key nowhere in its configuration',
};

const REPLY_MS = 5_000;
/** People wait for what a halted site says. */
const AGAIN_MS = 2_000;

/** A recovery that is under way: what two people signed, and the size that the log goes on from. */
export interface Recovering {
  readonly signed: SignedAction;
  readonly from: number;
}

/** A lease to be co-signed. */
export interface HandIn {
  readonly lease: Lease;
  readonly replyMs?: number;
  readonly recovering?: Recovering | undefined;
}

interface Handing {
  readonly text: string;
  readonly note: Note;
  readonly size: number;
  readonly signal: AbortSignal;
  readonly recovering: Recovering | undefined;
}

/** Room for the signature of a witness. */
const SIGNATURE_BYTES = 256;

/** @throws SfumatoError `not-witnessed` where no witness would take the checkpoint. */
function assertFits(text: string, witnesses: number): void {
  if (text.length + SIGNATURE_BYTES * witnesses > LIMITS.checkpointBytesMax) {
    const sentence =
      'This site has more budgets than a lease can name, so that no witness co-signs it any more; see docs/operations.md.';
    throw new SfumatoError('not-witnessed', sentence);
  }
}

/** What a site says to its witnesses, and what it remembers of what they said. */
export class Conversation {
  readonly #parts: ConversationParts;
  /** The size of the last checkpoint of each witness, by name. */
  readonly #old = new Map<string, number>();
  readonly #settled = new SettledLeases();

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  /** Reads a note as one that this log signed and a witness co-signed. @throws SfumatoError `peer-invalid`. */
  read(text: string, witness: NoteKey): Seen {
    return readSeen(text, this.#parts.notary.keys, witness);
  }

  /** Asks what each witness keeps; where `goesOn` holds, the log is handed in as going on from there. */
  async open(goesOn: (seen: Seen | undefined, link: WitnessLink) => boolean): Promise<readonly Seen[]> {
    const { links, notary } = this.#parts;
    const signal = AbortSignal.timeout(REPLY_MS);
    const notes = await Promise.all(links.map((link) => link.latest(notary.key.name, signal)));
    return links.flatMap((link, at) => {
      const note = notes[at]?.note ?? undefined;
      const seen = note === undefined ? undefined : this.read(note, link.key);
      if (goesOn(seen, link)) {
        this.#old.set(link.key.name, seen?.checkpoint.size ?? 0);
      } else {
        this.#old.delete(link.key.name);
      }
      return seen === undefined ? [] : [seen];
    });
  }

  /** Remembers that what was leased with a checkpoint is closed, or booked as spent. */
  settle(seen: Seen): void {
    const lease = this.leaseOf(seen);
    if (lease !== undefined) {
      this.#settled.add({ seen, lease });
    }
  }

  /** Asks whether the witnesses still keep what they last co-signed; `false` where one was set back. @throws Halt when another copy was. */
  async ask(): Promise<boolean> {
    const signal = AbortSignal.timeout(REPLY_MS);
    let keep = true;
    for (const link of this.#parts.links) {
      keep = (await this.#askOne(link, signal)) && keep;
    }
    return keep;
  }

  /** What a witness keeps by now of another copy, which may have gone on since `halt`, or have closed its lease. */
  async again({ message, seen, keeper }: Halt): Promise<Halt> {
    const { note } = (await keeper?.latest(this.#parts.notary.key.name, AbortSignal.timeout(AGAIN_MS))) ?? {};
    if (!note || keeper === undefined || seen === undefined) {
      return new Halt(message, seen, keeper);
    }
    const now = this.read(note, keeper.key);
    // Less than it kept is of a witness that was set back: what it saw before has been spent all the same.
    return new Halt(message, now.checkpoint.size < seen.checkpoint.size ? seen : now, keeper);
  }

  async #askOne(link: WitnessLink, signal: AbortSignal): Promise<boolean> {
    const { note } = await link.latest(this.#parts.notary.key.name, signal);
    const size = this.#ownPast(note === null ? undefined : this.read(note, link.key), link);
    const keeps = size >= (this.#old.get(link.key.name) ?? 0);
    this.#old.set(link.key.name, size);
    return keeps;
  }

  /** Hands a checkpoint with a lease to every witness; gives the note with all their co-signatures. @throws Halt, SfumatoError. */
  async handIn({ lease, replyMs = REPLY_MS, recovering }: HandIn): Promise<Note> {
    const { notary, sealKeys, entropy, links } = this.#parts;
    const [key] = sealKeys();
    assert(key !== undefined, 'a site has a seal key');
    const text = notary.checkpoint([leaseLine(lease, { key, ...this.#terms(), entropy })]);
    const note = parseNote(text);
    const size = parseCheckpoint(note?.text ?? '')?.size;
    assert(note !== undefined && size !== undefined, 'a notary writes checkpoints');
    assertFits(text, links.length);
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
        this.read(reply.note, link.key);
        if (cosigned === undefined || cosigned.text !== note.text) {
          lies(link.key, 'a signature of another checkpoint');
        }
        this.#old.set(link.key.name, size);
        return cosigned.signatures.filter(({ name }) => name === link.key.name);
      }
      case 'conflict': {
        const seen = reply.note === null ? undefined : this.read(reply.note, link.key);
        this.#old.set(link.key.name, this.#ownPast(seen, link));
        throw new SfumatoError(
          'unreachable-peer',
          `Witness ${link.key.name} kept something else than it said; asking again.`,
        );
      }
      case 'refused':
        if (reply.why === 'inconsistent') {
          await this.#askOne(link, signal);
        }
        throw new SfumatoError(
          'peer-invalid',
          `Witness ${link.key.name} ${REFUSALS[reply.why] ?? `refused the checkpoint (${reply.why})`}; see docs/operations.md.`,
        );
    }
  }

  /** What a witness last co-signed by the log itself: all that a recovery can name where the witness has forgotten it. */
  #recorded({ key }: WitnessLink): Seen | undefined {
    const note = this.#parts.checkpoints.lastBy(key);
    return note === undefined ? undefined : this.read(note, key);
  }

  #terms(): LeaseTerms {
    const { budget, notary } = this.#parts;
    return { accountant: budget.accountant(), origin: notary.key.name };
  }

  /** Holds what a witness keeps of this log against what that says the witness co-signed later. @throws Forgotten. */
  assertOpens(seen: Seen, link: WitnessLink): void {
    const recorded = this.#opened(seen) === 'closed' ? this.#recorded(link) : undefined;
    if (recorded !== undefined && recorded.checkpoint.size > seen.checkpoint.size) {
      throw setBack(link.key, recorded, link);
    }
  }

  #opened({ checkpoint: { extensions } }: Seen): Lease | 'none' | 'closed' {
    return leaseIn(extensions, this.#terms(), this.#parts.sealKeys()) ?? (extensions.length > 0 ? 'closed' : 'none');
  }

  /** The lease of a checkpoint; none where it carries none. @throws SfumatoError `key-missing`. */
  leaseOf(seen: Seen): Lease | undefined {
    const lease = this.#opened(seen);
    if (lease === 'closed') {
      throw new SfumatoError(
        'key-missing',
        'The last lease does not open; restore the seal key that it was sealed with.',
      );
    }
    return lease === 'none' ? undefined : lease;
  }

  /**
   * What a witness keeps while this process runs must be what this log began as, and leave nobody a lease that isn't accounted for: the
   * log of the original from which this one was copied is such a beginning, too. Less than it co-signed is of a witness that was set
   * back; it goes on from there. @throws Halt.
   */
  #ownPast(seen: Seen | undefined, link: WitnessLink): number {
    if (seen === undefined) {
      throw forgotten(link.key, this.#recorded(link), link);
    }
    if (!extendsSeen(this.#parts.tree, seen)) {
      const copied = `Witness ${link.key.name} co-signed another copy of this site.`;
      throw new Halt(
        `${copied} Nothing is answered until two people sign a recovery; see docs/operations.md.`,
        seen,
        link,
      );
    }
    this.assertOpens(seen, link);
    if (this.#leavesLease(seen)) {
      const other = `Witness ${link.key.name} keeps an open lease of another start of this site, of which this one didn’t hear.`;
      throw new Halt(
        `${other} Nothing is answered until two people sign a recovery; see docs/operations.md.`,
        seen,
        link,
      );
    }
    return seen.checkpoint.size;
  }

  #leavesLease(seen: Seen): boolean {
    const lease = this.leaseOf(seen);
    const isOthers = lease?.state === 'open' && lease.epoch !== this.#parts.journal.epoch;
    return isOthers && !this.#settled.covers({ seen, lease });
  }
}
