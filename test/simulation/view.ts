import type { JournalRecord, Position } from '../../src/journal/index.ts';

/** One reservation as the records tell it. */
export interface Charge {
  readonly id: string;
  /** Key, project and request id. */
  readonly scope: string;
  readonly textHash: string;
  readonly meters: readonly string[];
  readonly cost: bigint;
  resumed: number;
  state: 'open' | 'committed' | 'voided';
}

/** One record, to be found again. */
export interface Seen {
  readonly kind: string;
  readonly recordHash: string;
  readonly position: Position;
  readonly digest: string | undefined;
  readonly highWaterMs: number;
}

/** The members of the bodies of all kinds that matter here. */
interface Body {
  readonly meter: string;
  readonly nanoEpsilon: string;
  readonly reservation: string;
  readonly attempt: number;
  readonly meters: readonly string[];
  readonly request: { readonly key: string; readonly project: string; readonly id: string; readonly textHash: string };
  readonly digest?: string;
}

/** Something that the design rules out. */
export class Violation extends Error {}

/** Fails the simulation unless `condition` holds. */
export function must(condition: boolean, what: string): void {
  if (!condition) {
    throw new Violation(what);
  }
}

/** A budget told anew from its records, in the simplest words, with sums of bigints: no code of the budget has a part in it. */
export class View {
  readonly records = new Map<number, Seen>();
  readonly caps = new Map<string, bigint>();
  readonly spent = new Map<string, bigint>();
  readonly charges = new Map<string, Charge>();
  /** Request ids that have a charge or an answer: the hash of their text. */
  readonly owners = new Map<string, string>();

  see(record: JournalRecord): void {
    const body = record.body as unknown as Body;
    const { recordHash, position, kind, highWaterMs } = record;
    this.records.set(record.seq, { kind, recordHash, position, highWaterMs, digest: body.digest });
    switch (kind) {
      case 'grant':
        add(this.caps, body.meter, BigInt(body.nanoEpsilon));
        break;
      case 'reserve':
        this.#reserve(body);
        break;
      case 'resume':
        this.#resume(this.#open(body.reservation), body.attempt);
        break;
      case 'commit':
        must(BigInt(body.nanoEpsilon) === this.#open(body.reservation).cost, 'a commit costs what was reserved');
        this.#open(body.reservation).state = 'committed';
        break;
      case 'void':
        this.#void(this.#open(body.reservation));
        break;
      case 'replay':
        this.#own(body.request);
        break;
    }
  }

  #reserve(body: Body): void {
    const { id, scope, textHash } = this.#own(body.request, body.reservation);
    const cost = BigInt(body.nanoEpsilon);
    const { meters } = body;
    must(!this.charges.has(id), 'a reservation is made once');
    this.charges.set(id, { id, scope, textHash, meters, cost, resumed: 0, state: 'open' });
    for (const meter of meters) {
      add(this.spent, meter, cost);
      must(this.spent.get(meter)! <= (this.caps.get(meter) ?? 0n), 'no meter is overspent, at any prefix');
    }
  }

  #own(request: Body['request'], id = '') {
    const scope = `${request.key} ${request.project} ${request.id}`;
    must(!this.owners.has(scope), 'a request is charged or served once');
    this.owners.set(scope, request.textHash);
    return { id, scope, textHash: request.textHash };
  }

  #resume(charge: Charge, attempt: number): void {
    charge.resumed += 1;
    must(charge.resumed === attempt && attempt <= 3, 'a reservation is resumed at most three times');
  }

  #void(charge: Charge): void {
    must(charge.resumed === 0, 'what was resumed may have run, and is not voided');
    charge.state = 'voided';
    this.owners.delete(charge.scope);
    for (const meter of charge.meters) {
      add(this.spent, meter, -charge.cost);
    }
  }

  #open(id: string): Charge {
    const charge = this.charges.get(id);
    must(charge?.state === 'open', 'what is ended or resumed is open');
    return charge!;
  }
}

function add(sums: Map<string, bigint>, id: string, amount: bigint): void {
  sums.set(id, (sums.get(id) ?? 0n) + amount);
}
