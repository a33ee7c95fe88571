import { canonicalJson } from '../../src/base/index.ts';
import { type Answered, type Budget, type RequestRef, toReply } from '../../src/budget/index.ts';
import { answerDigest, type RefusalCode } from '../../src/contract/index.ts';
import { ANALYST, BLOCK, PROJECT, questionOf, request } from '../support/budget-site.ts';
import type { Dice } from './dice.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { must, type View } from './view.ts';

export const METERS = [BLOCK, PROJECT, ANALYST];
const METER_SETS = [[BLOCK], [BLOCK, PROJECT], METERS, METERS];
/** One nano-ε, an everyday ε, and one that no float holds. */
const SCALES = [1n, 100_000_000n, 9_007_199_254_740_993n];

/** One request of a client, which may send it any number of times. */
export interface Wish {
  readonly name: string;
  readonly ref: RequestRef;
  readonly question: string;
  readonly cost: bigint;
  readonly meters: (typeof METER_SETS)[number];
  /** The canonical answer that a client has got, if any has: from then on no other may come. */
  sent?: string;
  /** A run has started, so that its cost is spent whatever follows. */
  started: boolean;
}

/** All that clients and stewards of a site ever saw, held against what the site does and what stands in its journal. */
export class Witness {
  readonly wishes: readonly Wish[];
  /** What each meter is granted. */
  readonly caps: ReadonlyMap<string, bigint>;
  /** The latest time of a record that somebody knows of. */
  latestMs = 0;
  readonly #dice: Dice;
  readonly #receipts: { readonly seq: number; readonly recordHash: string }[] = [];
  readonly #granted = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
    const scale = dice.pick(SCALES);
    this.wishes = this.#makeWishes(scale);
    this.caps = new Map(METERS.map((meter) => [meter, scale * BigInt(3 + dice.upTo(6)) + 1n]));
  }

  /** A grant was acknowledged. */
  sawGrant(meter: string): void {
    this.#granted.add(meter);
  }

  /** An answer leaves the site: from here on somebody may have it. Gives what kind of answer it is. */
  sawAnswer(
    wish: Wish,
    answer: Answered | RefusalCode,
    { view, disk }: { readonly view: View; readonly disk: SimulatedDisk },
  ): string {
    if (typeof answer === 'string') {
      must(answer !== 'gone', 'no answer is lost while its key is there');
      must(
        answer !== 'id-conflict' || view.owners.get(scopeOf(wish)) !== wish.ref.textHash,
        'a conflict has two texts',
      );
      return answer;
    }
    const { answer: wire, receipt, replayed } = toReply(answer);
    const text = canonicalJson(wire);
    must(wish.sent === undefined || wish.sent === text, 'an answer never changes');
    must(view.owners.get(scopeOf(wish)) === wish.ref.textHash, 'an answer goes to the text that was charged or served');
    const seen = view.records.get(receipt?.seq ?? -1);
    must(seen?.recordHash === receipt?.recordHash && seen?.kind === 'commit', 'an answer has its commit');
    must(seen?.digest === answerDigest(wire, receipt!.opening), 'the commit holds the digest of the answer');
    must(disk.holds(seen!.position), 'an answer leaves only when its commit is durable');
    if (wire.state === 'released') {
      must(nano(wire.epsilon) >= wish.cost, 'an answer is at least as exact as was asked for');
    }
    wish.sent = text;
    this.latestMs = Math.max(this.latestMs, seen!.highWaterMs);
    this.#receipts.push({ seq: receipt!.seq, recordHash: receipt!.recordHash });
    return replayed ? 'replayed' : wire.state === 'released' ? 'released' : 'concluded';
  }

  /** What stands in the journal after a start, against all that was seen before. */
  checkRecovered(view: View, budget: Budget): void {
    for (const { seq, recordHash } of this.#receipts) {
      must(view.records.get(seq)?.recordHash === recordHash, 'every receipt that was given stands in the journal');
    }
    for (const meter of this.#granted) {
      must(view.caps.get(meter) === this.caps.get(meter), 'a grant that was acknowledged is there, once');
    }
    for (const { id, cap, reserved, committed } of budget.meters()) {
      must(reserved[0]! + committed[0]! === (view.spent.get(id) ?? 0n), 'a meter is the sum of its charges');
      must(cap[0] === view.caps.get(id), 'a cap is the sum of its grants');
    }
    const charges = new Map(
      [...view.charges.values()].map((charge) => [`${charge.scope} ${charge.textHash} ${charge.state}`, charge]),
    );
    for (const wish of this.wishes) {
      const key = `${scopeOf(wish)} ${wish.ref.textHash}`;
      const charge = charges.get(`${key} open`) ?? charges.get(`${key} committed`);
      must(!wish.started || charge !== undefined, 'what has run stays charged');
      const { state } = this.#dice.chance(0.3) ? budget.recall(wish.ref) : { state: 'unasked' };
      must(
        charge?.state !== 'open' || state === 'interrupted' || state === 'unasked',
        'a charge without an answer can be resumed',
      );
      must(
        charge?.state !== 'committed' || state === 'stored' || state === 'unasked',
        'an answer that was paid for is there',
      );
    }
  }

  /** What a request came to where nothing disturbed the site. */
  checkOutcome(view: View, wish: Wish, outcome: Answered | RefusalCode): void {
    if (outcome === 'budget-exhausted') {
      const left = wish.meters.map((meter) => (view.caps.get(meter) ?? 0n) - (view.spent.get(meter) ?? 0n));
      must(
        left.some((amount) => amount < wish.cost),
        'what is refused does not fit a meter',
      );
      must(!wish.started && wish.sent === undefined, 'what was answered is not refused');
    } else {
      must(typeof outcome !== 'string' || outcome === 'id-conflict', 'a request is answered in the end');
    }
  }

  #makeWishes(scale: bigint): readonly Wish[] {
    const count = 3 + this.#dice.upTo(2);
    const wishes = Array.from({ length: count }, (_, at): Wish => {
      const cost = scale * BigInt(1 + this.#dice.upTo(2)) + BigInt(this.#dice.upTo(1));
      const question = questionOf(`${this.#dice.upTo(2)}`);
      return { name: `r${at}`, ref: request(at), question, cost, meters: this.#dice.pick(METER_SETS), started: false };
    });
    if (this.#dice.chance(0.3)) {
      const first = wishes[0]!;
      // Somebody else's text under the same id.
      wishes.push({ ...first, name: 'r0x', ref: { ...first.ref, textHash: 'f'.repeat(64) } });
    }
    return wishes;
  }
}

function scopeOf({ ref }: Wish): string {
  return `${ref.key} ${ref.project} ${ref.id}`;
}

function nano(epsilon: string): bigint {
  const [whole = '0', part = ''] = epsilon.split('.');
  return BigInt(whole) * 1_000_000_000n + BigInt(part.padEnd(9, '0'));
}
