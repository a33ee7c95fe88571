import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hashText } from '../../src/base/index.ts';
import { type Answered, createBudget, type MeterId, type Resumed, toReply } from '../../src/budget/index.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import {
  ANALYST,
  type Asking,
  ask,
  BLOCK,
  type BudgetSite,
  grant,
  mechanismOf,
  openSite,
  PROJECT,
  questionOf,
  request,
  reserveFor,
  runCharged,
} from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const METER_SETS: readonly (readonly MeterId[])[] = [[BLOCK], [BLOCK, PROJECT], [BLOCK, PROJECT, ANALYST]];

interface Ask {
  readonly op: 'ask';
  readonly id: number;
  readonly text: number;
  readonly question: number;
  readonly cost: number;
  readonly meters: number;
  readonly snapshot: number;
  /** What the process does once it has been charged. */
  readonly ending: 'commit' | 'conclude' | 'abandon' | 'crash' | 'crash-running';
}
type Operation =
  | Ask
  | { readonly op: 'grant'; readonly meter: number; readonly amount: number }
  | { readonly op: 'restart' };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant('ask' as const),
      id: fc.nat(5),
      text: fc.constantFrom(0, 0, 0, 0, 0, 1),
      question: fc.nat(4),
      cost: fc.constantFrom(2, 2, 2, 2, 1, 5),
      meters: fc.nat(2),
      snapshot: fc.constantFrom(0, 0, 0, 1),
      ending: fc.constantFrom('commit', 'commit', 'conclude', 'abandon', 'crash', 'crash-running'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('grant' as const),
      meter: fc.nat(2),
      amount: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('restart' as const) }) },
);

interface ModelRequest {
  readonly text: number;
  readonly cost: bigint;
  readonly snapshot: number;
  readonly meters: readonly MeterId[];
  readonly question: number;
  readonly attempts: number;
  /** The canonical text of its answer; none while it is interrupted. */
  readonly answer?: string;
}

/** The whole of a budget in the simplest words: sums in a map, one answer a request. */
interface Model {
  readonly caps: Map<MeterId, bigint>;
  readonly spent: Map<MeterId, bigint>;
  readonly requests: Map<number, ModelRequest>;
  readonly released: { question: number; cost: bigint; answer: string }[];
}

const textOf = (answer: Answered) => canonicalJson(toReply(answer).answer);

const GRANTS: readonly Operation[] = [0, 1, 2].map((meter) => ({ op: 'grant', meter, amount: 6 }));

class Run {
  readonly events: string[] = [];
  readonly model: Model = { caps: new Map(), spent: new Map(), requests: new Map(), released: [] };
  disk = new MemoryDisk();
  #site: BudgetSite | undefined;
  readonly #random: (most: number) => number;

  constructor(random: (most: number) => number) {
    this.#random = random;
  }

  async site(): Promise<BudgetSite> {
    this.#site ??= await openSite(this.disk, { segmentBytes: 6_000 });
    return this.#site;
  }

  /** What was durable, and a random part of what wasn't. */
  crash(): void {
    this.disk = new MemoryDisk(this.disk.afterCrash(this.#random));
    this.#site = undefined;
  }

  async apply(operation: Operation): Promise<void> {
    if (operation.op === 'restart') {
      this.crash();
    } else if (operation.op === 'grant') {
      const meter = [BLOCK, PROJECT, ANALYST][operation.meter]!;
      await grant(await this.site(), BigInt(operation.amount), [meter]);
      add(this.model.caps, meter, BigInt(operation.amount));
    } else {
      await this.#ask(operation);
    }
    await this.#compare();
  }

  async #ask(wish: Ask): Promise<void> {
    const { model } = this;
    const known = model.requests.get(wish.id);
    const asking = askingOf(wish);
    if (known !== undefined && (known.text !== wish.text || known.answer !== undefined)) {
      const answer = await ask(await this.site(), asking);
      this.events.push(known.text === wish.text ? 'retried' : 'id-conflict');
      expect(typeof answer === 'string' ? answer : textOf(answer)).toBe(
        known.text === wish.text ? known.answer : 'id-conflict',
      );
    } else if (known !== undefined) {
      await this.#resume(wish, known);
    } else {
      await this.#begin(wish);
    }
  }

  async #begin(wish: Ask): Promise<void> {
    const { model } = this;
    const asking = askingOf(wish);
    const cost = BigInt(wish.cost);
    const meters = METER_SETS[wish.meters]!;
    const stored = model.released.filter((held) => held.question === wish.question && held.cost >= cost);
    const best = stored.reduce<(typeof stored)[number] | undefined>(
      (a, b) => (a === undefined || b.cost > a.cost ? b : a),
      undefined,
    );
    const { text, snapshot, question } = wish;
    const fresh: ModelRequest = { text, snapshot, question, cost, meters, attempts: 0 };
    if (best !== undefined) {
      this.events.push('served');
      const served = await ask(await this.site(), asking);
      expect(textOf(served as Answered)).toBe(best.answer);
      model.requests.set(wish.id, { ...fresh, answer: best.answer });
    } else if (meters.some((id) => (model.spent.get(id) ?? 0n) + cost > (model.caps.get(id) ?? 0n))) {
      this.events.push('exhausted');
      expect(await ask(await this.site(), asking)).toBe('budget-exhausted');
    } else {
      this.events.push('begun');
      const mechanism = mechanismOf<unknown>(asking);
      const outcome = await reserveFor(await this.site(), asking, mechanism);
      expect(outcome.state).toBe('charged');
      for (const id of meters) {
        add(model.spent, id, cost);
      }
      model.requests.set(wish.id, fresh);
      await this.#run(wish, { outcome, mechanism });
    }
  }

  async #resume(wish: Ask, known: ModelRequest): Promise<void> {
    const { budget } = await this.site();
    const asking = askingOf(wish);
    const recalled = budget.recall(asking.ref);
    if (recalled.state !== 'interrupted') {
      throw new Error(`the request is ${recalled.state}`);
    }
    const mechanism = mechanismOf<unknown>(asking);
    const { interrupted } = recalled;
    // The same text names the same question and meters.
    const same = {
      question: questionOf(`${known.question}`),
      meters: known.meters,
      snapshot: asking.snapshot,
      actor: 'ada',
    };
    const outcome = await budget.resume({ mechanism, interrupted, ...same });
    if (known.attempts < 3 && known.snapshot === wish.snapshot && known.cost === BigInt(wish.cost)) {
      this.events.push('resumed');
      this.model.requests.set(wish.id, { ...known, attempts: known.attempts + 1 });
      await this.#run(wish, { outcome, mechanism });
    } else if (outcome.state === 'concluded') {
      this.events.push('too late');
      this.model.requests.set(wish.id, { ...known, answer: textOf(outcome.answered) });
    } else {
      throw new Error(`the request was ${outcome.state}`);
    }
  }

  async #run(
    wish: Ask,
    { outcome, mechanism }: { outcome: Resumed<unknown>; mechanism: ReturnType<typeof mechanismOf<unknown>> },
  ) {
    if (outcome.state !== 'charged') {
      throw new Error(`the request was ${outcome.state}`);
    }
    const { charge } = outcome;
    const site = await this.site();
    const known = this.model.requests.get(wish.id)!;
    this.events.push(wish.ending);
    switch (wish.ending) {
      case 'abandon':
        await site.budget.abandon({ charge, actor: 'ada' });
        if (known.attempts === 0) {
          this.model.requests.delete(wish.id);
          for (const id of known.meters) {
            add(this.model.spent, id, -known.cost);
          }
        }
        break;
      case 'crash':
      case 'crash-running':
        if (wish.ending === 'crash-running') {
          site.budget.startRun(charge);
        }
        this.crash();
        break;
      case 'conclude': {
        site.budget.startRun(charge);
        const answer = textOf(await site.budget.conclude({ charge, actor: 'ada' }));
        this.model.requests.set(wish.id, { ...known, answer });
        break;
      }
      case 'commit': {
        const answer = textOf(await runCharged(site, askingOf(wish), { charge, mechanism }));
        this.model.requests.set(wish.id, { ...known, answer });
        this.model.released.push({ question: known.question, cost: known.cost, answer });
      }
    }
  }

  async #compare(): Promise<void> {
    const { budget } = await this.site();
    expect(balancesOf(budget.meters())).toEqual(this.#balances());
  }

  /** Folds the whole log again from nothing, and compares that too. */
  refold(): void {
    const again = createBudget({ site: 'anywhere' });
    expect(verifyJournal({ disk: this.disk, folds: [again] })).toMatchObject({ verified: true });
    expect(balancesOf(again.meters())).toEqual(this.#balances());
  }

  #balances() {
    const { caps, spent } = this.model;
    return [...caps].map(([id, cap]) => [id, cap, spent.get(id) ?? 0n]).sort();
  }
}

function balancesOf(meters: ReturnType<ReturnType<typeof createBudget>['meters']>) {
  return meters.map(({ id, cap, reserved, committed }) => [id, cap[0], reserved[0]! + committed[0]!]);
}

function askingOf({ id, text, question, cost, meters, snapshot }: Ask): Asking & { snapshot: string } {
  return {
    ref: request(id, { textHash: hashText('text', `${id} ${text}`) }),
    question: questionOf(`${question}`),
    nanoEpsilon: BigInt(cost),
    meters: METER_SETS[meters]!,
    snapshot: `snapshot-${snapshot}`,
  };
}

function add(sums: Map<MeterId, bigint>, id: MeterId, amount: bigint): void {
  sums.set(id, (sums.get(id) ?? 0n) + amount);
}

describe('any sequence of grants, requests, failures and crashes', () => {
  it('leaves the balances and answers of a simple model, and of the log folded anew', async () => {
    const seen = new Map<string, number>();
    const sequence = fc.array(operation, { minLength: 5, maxLength: 45 });
    const property = fc.asyncProperty(sequence, fc.infiniteStream(fc.nat()), async (operations, stream) => {
      const run = new Run((most) => (stream.next().value ?? 0) % (most + 1));
      for (const step of [...GRANTS, ...operations]) {
        await run.apply(step);
      }
      run.refold();
      for (const event of run.events) {
        seen.set(event, (seen.get(event) ?? 0) + 1);
      }
    });
    await fc.assert(property, { numRuns: 300 });
    // The sequences did reach what they are for.
    for (const event of [
      'begun',
      'commit',
      'conclude',
      'abandon',
      'crash',
      'crash-running',
      'resumed',
      'too late',
      'served',
      'exhausted',
      'retried',
      'id-conflict',
    ]) {
      expect([event, (seen.get(event) ?? 0) > 10]).toEqual([event, true]);
    }
  });
});
