import { LIMITS } from '../../../src/base/index.ts';
import { makeAnswered } from '../../../src/budget/answer.ts';
import type {
  Answered,
  BudgetBackend,
  CommitInput,
  ConcludeInput,
  LookupInput,
  MeterId,
  RequestRef,
  Reserved,
  ReserveInput,
  Resumed,
  ResumeInput,
} from '../../../src/budget/index.ts';
import { scopeOf } from '../../../src/budget/scope.ts';
import { type AnswerWire, ReleasedWire, refusedBy } from '../../../src/contract/index.ts';
import { costOf, factsOf, mintCharge, openReleased } from '../../../src/privacy/for-budget.ts';
import { type Charge, type Loss, type Mechanism, noisePool } from '../../../src/privacy/index.ts';
import { METERS, SITE, type SpendingSite } from '../../support/budget-site.ts';
import { seededEntropy } from '../../support/seeded-entropy.ts';
import type { CLAUSES, Store } from './clauses.ts';

// A second store, in memory and without a seal: sound as it stands, and broken in one way at a time.

interface Entry {
  readonly id: string;
  readonly scope: string;
  readonly question: string;
  readonly meters: readonly MeterId[];
  readonly nano: bigint;
  readonly snapshot: string;
  attempts: number;
  end?: { readonly answer: AnswerWire } | 'voided';
}

interface State {
  readonly caps: Map<MeterId, bigint>;
  readonly entries: Map<string, Entry>;
  readonly requests: Map<string, { readonly textHash: string; readonly entry: string }>;
}

type Change = (state: State) => void;

/** One way in which a store can be wrong. */
export type Fault = (typeof FAULTS)[keyof typeof FAULTS]['fault'];

/** Each mistake, by its name, and the clauses that must notice it. */
export const FAULTS = {
  'keeps amounts as doubles': { fault: 'doubles', noticed: ['spends exactly what it says'] },
  'charges meter by meter': { fault: 'meter-by-meter', noticed: ['charges all meters or none'] },
  'looks, waits, then charges': { fault: 'late-charge', noticed: ['never spends more than the cap in a race'] },
  'does not see its own work under way': {
    fault: 'blind',
    noticed: ['charges a request once, however often it comes at once'],
  },
  'draws a question beside itself': {
    fault: 'draws-twice',
    noticed: ['draws a question once, whoever asks it at once'],
  },
  'draws a retry again': { fault: 'redraws', noticed: ['gives a retry its own answer, free, byte for byte'] },
  'forgets request ids at a start': {
    fault: 'forgets-ids',
    noticed: [
      'ties a request id to its text, its key and its project',
      'serves a question that was answered, free, and the same for ever',
    ],
  },
  'takes another text for the same request': {
    fault: 'any-text',
    noticed: ['ties a request id to its text, its key and its project'],
  },
  'gives the newest answer to whoever was served before': {
    fault: 'newest',
    noticed: ['serves a question that was answered, free, and the same for ever'],
  },
  'charges a question that was answered': {
    fault: 'no-lookup',
    noticed: ['serves a question that was answered, free, and the same for ever'],
  },
  'takes a second answer for a charge': { fault: 'commits-twice', noticed: ['takes one answer for a charge'] },
  'charges before it is durable': { fault: 'early-charge', noticed: ['keeps a charge through a crash'] },
  'answers before it is durable': { fault: 'early-answer', noticed: ['keeps an answer through a crash'] },
  'gives back at a start what was interrupted': {
    fault: 'voids-at-start',
    noticed: ['keeps a charge through a crash', 'resumes under the same charge'],
  },
  'charges a resumption': { fault: 'charges-again', noticed: ['resumes under the same charge'] },
  'resumes for ever': { fault: 'resumes-for-ever', noticed: ['resumes three times at most'] },
  'resumes on another snapshot': { fault: 'any-snapshot', noticed: ['resumes nothing but what was charged'] },
  'keeps what never ran': { fault: 'never-voids', noticed: ['gives back what never ran, and nothing else'] },
  'gives a resumed one back': { fault: 'voids-resumed', noticed: ['gives nothing back that may have run'] },
  'gives a failed run back': { fault: 'free-failure', noticed: ['charges a run that failed, and says so for ever'] },
  'does not look again before it charges': { fault: 'no-check', noticed: ['looks once more in the step that charges'] },
} as const satisfies Readonly<Record<string, { fault: string; noticed: readonly (keyof typeof CLAUSES)[] }>>;

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let opened = 0;

/** A store whose durable part is a list of changes. */
export function inMemory(fault?: Fault): Store {
  const durable: Change[] = [];
  let process: Process | undefined;
  return {
    async open() {
      process = new Process(durable, fault);
      opened += 1;
      return {
        budget: process,
        pool: noisePool({ entropy: seededEntropy(`memory ${opened}`), schedule: () => undefined }),
      } satisfies SpendingSite;
    },
    async grant(nanoEpsilon, meters = METERS) {
      await process?.record((state) => {
        for (const meter of meters) {
          state.caps.set(meter, (state.caps.get(meter) ?? 0n) + nanoEpsilon);
        }
      });
    },
    crash() {
      process?.end();
    },
  };
}

interface Held {
  readonly entry: string;
  readonly flight: () => void;
  started: boolean;
}

class Process implements BudgetBackend {
  readonly #durable: Change[];
  readonly #fault: Fault | undefined;
  readonly #state: State = { caps: new Map(), entries: new Map(), requests: new Map() };
  readonly #charges = new Map<object, Held>();
  readonly #flights = new Map<string, Promise<void>>();
  #ended = false;
  #ids: number;

  constructor(durable: Change[], fault: Fault | undefined) {
    this.#durable = durable;
    this.#fault = fault;
    this.#ids = durable.length * 1_000;
    for (const change of durable) {
      change(this.#state);
    }
    if (fault === 'forgets-ids') {
      this.#state.requests.clear();
    }
    for (const entry of fault === 'voids-at-start' ? this.#state.entries.values() : []) {
      entry.end ??= 'voided';
    }
  }

  end(): void {
    this.#ended = true;
  }

  /** Takes a change in at once; resolves once it is durable. */
  async record(change: Change): Promise<void> {
    change(this.#state);
    await tick();
    if (this.#ended) {
      throw new Error('the process is dead');
    }
    this.#durable.push(change);
  }

  recall(ref: RequestRef): ReturnType<BudgetBackend['recall']> {
    const known = this.#state.requests.get(scopeOf(ref));
    if (known !== undefined && known.textHash !== ref.textHash && this.#fault !== 'any-text') {
      return { state: 'conflict' };
    }
    const settled = this.#fault === 'blind' ? undefined : this.#flights.get(scopeOf(ref));
    if (settled !== undefined) {
      return { state: 'running', settled };
    }
    const entry = this.#state.entries.get(known?.entry ?? '');
    if (entry === undefined || this.#fault === 'redraws') {
      return { state: 'new' };
    }
    if (entry.end === undefined || entry.end === 'voided') {
      return { state: 'interrupted', interrupted: { reservation: entry.id, snapshot: entry.snapshot } };
    }
    const end = (this.#fault === 'newest' ? this.#best(entry.question, 0n)?.end : undefined) ?? entry.end;
    return { state: 'stored', answered: answered(typeof end === 'object' ? end : entry.end, true) };
  }

  #best(question: string, least: bigint): Entry | undefined {
    const served = [...this.#state.entries.values()].filter(
      (entry) => entry.question === question && entry.nano >= least && isReleased(entry),
    );
    return served.filter(({ scope }) => !this.#flights.has(scope)).sort((a, b) => (a.nano < b.nano ? 1 : -1))[0];
  }

  async lookup({ ref, question, shares }: LookupInput): Promise<Answered | undefined> {
    const best =
      this.#fault === 'no-lookup' || this.#fault === 'redraws' ? undefined : this.#best(question, shares[0] ?? 0n);
    if (typeof best?.end !== 'object') {
      return undefined;
    }
    await this.record((state) => state.requests.set(scopeOf(ref), { textHash: ref.textHash, entry: best.id }));
    return answered(best.end, true);
  }

  async reserve<R>(input: ReserveInput<R>): Promise<Reserved<R>> {
    const { ref, question, meters, snapshot, mechanism, check } = input;
    const [scope, nano] = [scopeOf(ref), this.#amount(costOf(factsOf(mechanism)))];
    const busy = this.#underWay(scope, question);
    if (busy !== undefined) {
      return { state: 'again', settled: busy };
    }
    const code = this.#fault === 'no-check' ? undefined : check?.();
    const payable = meters.filter((meter) => this.#left(meter) >= nano);
    if (code !== undefined || payable.length < meters.length) {
      if (this.#fault === 'meter-by-meter') {
        await this.#charge({ scope: `${scope} lost`, question: 'lost', meters: payable, nano, snapshot }, ref);
      }
      return { state: 'refused', code: code ?? 'budget-exhausted' };
    }
    if (this.#fault === 'late-charge') {
      await tick();
    }
    const flight = this.#begin(scope, question);
    const entry = await this.#charge({ scope, question, meters, nano, snapshot }, ref);
    return { state: 'charged', charge: this.#mint(mechanism, { entry, flight, started: false }) };
  }

  #underWay(scope: string, question: string): Promise<void> | undefined {
    if (this.#fault === 'blind') {
      return undefined;
    }
    const other = this.#fault === 'draws-twice' ? undefined : this.#flights.get(question);
    const known = this.#fault !== 'redraws' && this.#fault !== 'forgets-ids' && this.#state.requests.has(scope);
    return this.#flights.get(scope) ?? other ?? (known ? Promise.resolve() : undefined);
  }

  async #charge(of: Omit<Entry, 'id' | 'attempts'>, ref: RequestRef): Promise<string> {
    this.#ids += 1;
    const id = this.#ids.toString(16).padStart(32, '0');
    const recorded = this.record((state) => {
      state.entries.set(id, { ...of, id, attempts: 0 });
      state.requests.set(of.scope, { textHash: ref.textHash, entry: id });
    });
    recorded.catch(() => undefined);
    if (this.#fault !== 'early-charge') {
      await recorded;
    }
    return id;
  }

  async resume<R>(input: ResumeInput<R>): Promise<Resumed<R>> {
    const { mechanism, interrupted, snapshot } = input;
    const entry = this.#entry(interrupted.reservation);
    const isSame = entry.snapshot === snapshot || this.#fault === 'any-snapshot';
    const flight = this.#begin(entry.scope, entry.question);
    if (!isSame || (entry.attempts >= LIMITS.resumptionsMax && this.#fault !== 'resumes-for-ever')) {
      return { state: 'concluded', answered: await this.#finish(entry.id, flight, unavailable()) };
    }
    const twice = this.#fault === 'charges-again';
    await this.record((state) => {
      const resumed = state.entries.get(entry.id);
      state.entries.set(entry.id, {
        ...entry,
        ...resumed,
        attempts: entry.attempts + 1,
        nano: twice ? 2n * entry.nano : entry.nano,
      });
    });
    return { state: 'charged', charge: this.#mint(mechanism, { entry: entry.id, flight, started: false }) };
  }

  #mint<R>(mechanism: Mechanism<R>, held: Held): Charge<R> {
    const charge = mintCharge(mechanism);
    this.#charges.set(charge, held);
    return charge;
  }

  startRun<R>(charge: Charge<R>): void {
    this.#held(charge).started = true;
  }

  async abandon<R>({ charge }: ConcludeInput<R>): Promise<void> {
    const held = this.#held(charge);
    if (held.started) {
      throw new Error('what has started is concluded');
    }
    this.#charges.delete(charge);
    const { attempts, scope } = this.#entry(held.entry);
    const gives = attempts === 0 ? this.#fault !== 'never-voids' : this.#fault === 'voids-resumed';
    await (gives ? this.record((state) => voided(state, held.entry, scope)) : undefined);
    held.flight();
  }

  async conclude<R>({ charge }: ConcludeInput<R>): Promise<Answered> {
    const { entry, flight } = this.#held(charge);
    this.#charges.delete(charge);
    if (this.#fault === 'free-failure') {
      await this.record(({ entries }) => entries.set(entry, { ...this.#entry(entry), nano: 0n }));
    }
    return await this.#finish(entry, flight, unavailable());
  }

  async commit<R>({ charge, mechanism, released, statement }: CommitInput<R>): Promise<Answered> {
    const { entry, flight } = this.#held(charge);
    const values = [openReleased(released, mechanism).map(String)];
    if (this.#fault !== 'commits-twice') {
      this.#charges.delete(charge);
    }
    return await this.#finish(entry, flight, ReleasedWire.parse({ ...statement, state: 'released', values }));
  }

  meters(): ReturnType<BudgetBackend['meters']> {
    return [...this.#state.caps].sort().map(([id, grantedNano]) => ({
      ...{ id, grantedNano, cap: [grantedNano], left: [this.#left(id)] },
      reserved: [this.#sum(id, ({ end }) => end === undefined)],
      committed: [this.#sum(id, ({ end }) => typeof end === 'object')],
    }));
  }

  left(meters: readonly MeterId[]): Loss {
    return [meters.map((meter) => this.#left(meter)).reduce((least, left) => (left < least ? left : least))];
  }

  #left(meter: MeterId): bigint {
    return (this.#state.caps.get(meter) ?? 0n) - this.#sum(meter, ({ end }) => end !== 'voided');
  }

  #sum(meter: MeterId, counts: (entry: Entry) => boolean): bigint {
    const entries = [...this.#state.entries.values()].filter((entry) => entry.meters.includes(meter) && counts(entry));
    return entries.reduce((sum, { nano }) => sum + nano, 0n);
  }

  #amount(nano: bigint): bigint {
    return this.#fault === 'doubles' ? BigInt(Number(nano)) : nano;
  }

  #entry(id: string): Entry {
    const entry = this.#state.entries.get(id);
    if (entry === undefined) {
      throw new Error('there is no such reservation');
    }
    return entry;
  }

  #held(charge: object): Held {
    const held = this.#charges.get(charge);
    if (held === undefined) {
      throw new Error('this is not a live charge');
    }
    return held;
  }

  /** Marks work as under way; gives what ends it. */
  #begin(scope: string, question: string): () => void {
    let end: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      end = () => {
        this.#flights.delete(scope);
        this.#flights.delete(question);
        resolve();
      };
    });
    this.#flights.set(scope, settled).set(question, settled);
    return end;
  }

  async #finish(id: string, flight: () => void, answer: AnswerWire): Promise<Answered> {
    const recorded = this.record(({ entries }) => {
      const entry = entries.get(id);
      if (entry !== undefined) {
        entry.end = { answer };
      }
    });
    recorded.catch(() => undefined);
    if (this.#fault !== 'early-answer') {
      await recorded;
    }
    flight();
    return answered({ answer }, false);
  }
}

const answered = ({ answer }: { answer: AnswerWire }, replayed: boolean) =>
  makeAnswered({ answer, replayed, receipt: null });

const isReleased = ({ end }: Entry) => typeof end === 'object' && end.answer.state === 'released';

const unavailable = () => refusedBy(SITE, { code: 'unavailable' });

function voided({ entries, requests }: State, id: string, scope: string): void {
  const entry = entries.get(id);
  if (entry !== undefined) {
    entry.end = 'voided';
  }
  requests.delete(scope);
}
