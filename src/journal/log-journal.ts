import {
  assert,
  bytesToHex,
  type Entropy,
  isSfumatoError,
  type Json,
  LIMITS,
  randomId,
  SfumatoError,
  sha256,
} from '../base/index.ts';
import type { BelievedClock } from './believed-clock.ts';
import type { Disk, DiskFile } from './disk.ts';
import { diskFailure } from './failure.ts';
import type { Registry, Taker } from './fold.ts';
import { frameBytes, frameOf, HEADER_BYTES, headerOf, isFull } from './format.ts';
import { type Chunk, GroupCommit } from './group-commit.ts';
import type { Appended, Entry, Journal, RecordReference } from './journal.ts';
import { encodeBody, hasForm, type JournalRecord, type RecordBody, recordOf } from './record.ts';
import { rereadBody } from './reread.ts';
import type { Tail } from './tail.ts';

/** What a journal works with, of `OpenJournal`. */
export interface LogJournalMeans {
  readonly disk: Disk;
  readonly entropy: Entropy;
  readonly onFatal: (error: SfumatoError) => void;
  readonly segmentBytes?: number;
}

/** What a journal goes on from. */
export interface LogJournalState {
  readonly registry: Registry;
  readonly tail: Tail;
  readonly wallMs: BelievedClock;
  readonly epoch: string;
  /** The last segment, open; none when there is no segment yet. */
  readonly file: DiskFile | undefined;
}

/** The journal of a process: decides where each record goes and hands its bytes to the group commit. */
export class LogJournal implements Journal {
  readonly epoch: string;
  readonly #means: LogJournalMeans;
  readonly #registry: Registry;
  readonly #clock: BelievedClock;
  readonly #commits: GroupCommit;
  #tail: Tail;
  #durable: number;
  #stopped: SfumatoError | undefined;
  /** The latest time that was told: what has expired stays so. */
  #toldMs = 0;
  #serving = false;
  #closed = false;

  constructor(means: LogJournalMeans, { registry, tail, wallMs, epoch, file }: LogJournalState) {
    this.epoch = epoch;
    this.#means = means;
    this.#registry = registry;
    this.#clock = wallMs;
    this.#tail = tail;
    this.#durable = tail.records;
    const onError = (error: unknown) => this.#stop(diskFailure(means.disk.folder, error));
    this.#commits = new GroupCommit({ disk: means.disk, file, onError });
  }

  get records(): number {
    return this.#tail.records;
  }

  get durableRecords(): number {
    return this.#durable;
  }

  get head(): string {
    return bytesToHex(this.#tail.chain);
  }

  nowMs(): number {
    this.#toldMs = Math.max(this.#toldMs, this.#tail.highWaterMs, this.#wallMs());
    return this.#toldMs;
  }

  /** From now on a failure is fatal for the process. Before, it only fails the opening. */
  serve(): void {
    this.assertServing();
    this.#serving = true;
  }

  assertServing(): void {
    if (this.#stopped !== undefined) {
      throw this.#stopped;
    }
  }

  append(entry: Entry): Appended {
    this.assertServing();
    assert(!this.#closed, 'nothing is recorded after the journal was closed');
    const take = this.#registry.admit(entry);
    assert(take !== undefined, 'a record is of a known kind, and its body of that kind');
    const body = this.#bodyOf(entry);
    assert(hasForm(body), 'a record has the form in which it is read again');
    const bytes = encodeBody(body);
    assert(bytes.length <= LIMITS.recordBytesMax, 'a record is at most recordBytesMax long');
    const chunks = this.#startSegmentFor(bytes.length);
    const frame = frameOf(bytes, this.#tail.chain);
    const { segment, length } = this.#tail;
    const record = recordOf(body, frame.chain, { segment, offset: length, bytes: frame.bytes.length });
    this.#apply(record, take);
    this.#tail = {
      ...this.#tail,
      length: length + frame.bytes.length,
      chain: frame.chain,
      records: record.seq + 1,
      highWaterMs: record.highWaterMs,
    };
    const durable = this.#commits.push([...chunks, { segment, bytes: frame.bytes, starts: false }]).then(() => {
      this.#durable = record.seq + 1;
    });
    return Object.freeze({ record, durable: this.#explained(durable) });
  }

  bodyOf(reference: RecordReference): Json {
    return rereadBody(this.#means.disk, reference);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#commits.close();
  }

  #bodyOf({ kind, actor, keyId = null, reason = null, body }: Entry): RecordBody {
    const wallMs = this.#wallMs();
    return {
      salt: randomId(this.#means.entropy),
      seq: this.#tail.records,
      epoch: this.epoch,
      wallMs,
      highWaterMs: Math.max(this.#tail.highWaterMs, wallMs),
      kind,
      actor,
      keyId,
      reason,
      body,
    };
  }

  #wallMs(): number {
    try {
      return this.#clock(this.#tail.highWaterMs);
    } catch (error) {
      if (isSfumatoError(error)) {
        this.#stop(error);
      }
      throw error;
    }
  }

  /** The header that has to come before a frame with `bodyBytes`, if one has to. */
  #startSegmentFor(bodyBytes: number): readonly Chunk[] {
    const { segment, length, chain } = this.#tail;
    const full = isFull(length, frameBytes(bodyBytes), this.#means.segmentBytes);
    if (length > 0 && !full) {
      return [];
    }
    // A segment whose header was cut short by a crash exists already, and gets its header again.
    const again = segment > 0 && length === 0;
    const number = again ? segment : segment + 1;
    const header = headerOf(number, chain);
    this.#tail = { ...this.#tail, segment: number, length: HEADER_BYTES, chain: sha256(header) };
    return [{ segment: number, bytes: header, starts: !again }];
  }

  #apply(record: JournalRecord, take: Taker): void {
    try {
      take(record);
    } catch (cause) {
      // The folds may hold half of it, so nothing they say counts any more.
      const error = isSfumatoError(cause) ? cause : unfoldable(record.kind, cause);
      this.#stop(error);
      throw error;
    }
  }

  #stop(error: SfumatoError): void {
    if (this.#stopped === undefined) {
      this.#stopped = error;
      if (this.#serving) {
        this.#means.onFatal(error);
      }
    }
  }

  #explained(durable: Promise<void>): Promise<void> {
    const explained = durable.catch((error: unknown) => {
      throw this.#stopped ?? error;
    });
    explained.catch(() => undefined);
    return explained;
  }
}

function unfoldable(kind: string, cause: unknown): SfumatoError {
  const message = `A ${kind} record could not be taken in; start the process again and report this.`;
  return new SfumatoError('invariant-broken', message, { cause });
}
