import { hashText } from '../../../src/base/index.ts';
import {
  analystMeter,
  blockMeter,
  createBudget,
  type MeterId,
  projectMeter,
  toReply,
} from '../../../src/budget/index.ts';
import type { Query, Reply } from '../../../src/contract/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { sealExact } from '../../../src/privacy/for-query.ts';
import {
  type Accountant,
  draw,
  factsOf,
  lawOf,
  type NoiseLaw,
  type NoisePool,
  noisePool,
  PURE,
  parseEpsilon,
  release,
} from '../../../src/privacy/index.ts';
import { finerAnswers, isObjection, type Plan, planned, statementOf } from '../../../src/query/index.ts';
import { declared } from '../../query/support/declared.ts';
import { open } from '../../support/journal-parts.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { seededEntropy } from '../../support/seeded-entropy.ts';
import type { Place } from './likelihood.ts';
import type { World } from './world.ts';

/** A question, and where it is planned. */
export interface Wanted {
  readonly query: Query;
  /** How the site counts losses; pure ε where absent. */
  readonly accountant?: Accountant | undefined;
  readonly snapshot?: string;
}

/** One question as an attacker puts it. */
export interface Ask extends Wanted {
  readonly world: World;
  readonly analyst?: string;
}

/** What comes back: the released integers, or a code. */
export type Heard = { readonly values: readonly bigint[]; readonly replayed: boolean } | string;

/** A site from its first grant on, as long as one trial lasts. */
export interface Life {
  ask(asking: Ask): Promise<Heard>;
  /** What the patients' block has lost, in nano-ε, as the ledger says. */
  spentNano(): bigint;
}

const SITE = 'north';
const BLOCK = blockMeter(SITE, 2026);

/** What decides a life. */
export interface LifeParts {
  readonly policy: Policy;
  /** ε that the block may lose. */
  readonly cap: string;
  readonly seed: number;
  readonly analysts?: readonly string[];
  /** Meters that are charged; an undefended build may leave the block's out. */
  readonly meters?: (analyst: string) => readonly MeterId[];
}

const SEAL_KEY = new Uint8Array(32).fill(7);

/**
 * The product's own way from a question to an answer: plan, stored answer, charge, noise, gate, commit. The journal is in memory, the
 * clock is set, entropy is seeded, and what DuckDB counts was worked out before.
 */
export async function defended(parts: LifeParts): Promise<Life> {
  const { policy, cap, seed, analysts = ['ada'], meters = allMeters } = parts;
  const entropy = seededEntropy(seed);
  const budget = createBudget({ site: SITE, sealKeys: () => [SEAL_KEY], entropy });
  const journal = await open(new MemoryDisk(), { folds: [budget], entropy });
  budget.attach(journal);
  const pool = noisePool({ entropy: seededEntropy(seed + 1_000_000_000), schedule: () => undefined });
  const nano = String(parseEpsilon(cap));
  const granted = new Set(analysts.flatMap((analyst) => [...allMeters(analyst)]));
  await Promise.all(
    [...granted].map(
      (meter) =>
        journal.append({ kind: 'grant', actor: 'steward', reason: 'a trial', body: { meter, nanoEpsilon: nano } })
          .durable,
    ),
  );
  let asked = 0;

  async function answered<R>(plan: Plan<R>, { world, analyst = 'ada' }: Ask): Promise<Heard> {
    asked += 1;
    const { mechanism, questionKey: question } = plan;
    const id = asked.toString(16).padStart(32, '0');
    const ref = { key: 'k'.repeat(43), project: 'lung', id, textHash: hashText('text', id) };
    const actor = { actor: analyst };
    const shares = factsOf(mechanism).pieces.map(({ nanoEpsilon }) => nanoEpsilon);
    const stored = await budget.lookup({
      ...actor,
      ref,
      question,
      shares,
      finer: finerAnswers(plan, factsOf(mechanism)),
    });
    if (stored !== undefined) {
      return heardOf(toReply(stored));
    }
    const wish = {
      mechanism,
      ref,
      question,
      meters: meters(analyst),
      snapshot: plan.facts.snapshot,
      policy: policy.name,
    };
    const reserved = await budget.reserve({ ...wish, ...actor });
    if (reserved.state !== 'charged') {
      return reserved.state === 'refused' ? reserved.code : reserved.state;
    }
    const { charge } = reserved;
    budget.startRun(charge);
    const exact = sealExact(mechanism, world.exact(plan.queryHash));
    const released = release({ exact, charge, noise: draw(mechanism, pool) });
    const statement = statementOf(plan);
    return heardOf(toReply(await budget.commit({ ...actor, charge, mechanism, released, statement })));
  }

  return {
    ask: (asking) => planFor(policy, asking, (plan) => answered(plan, asking)),
    spentNano() {
      const block = budget.meters().find(({ id }) => id === BLOCK);
      return (block?.committed[0] ?? 0n) + (block?.reserved[0] ?? 0n);
    },
  };
}

/** Block, project and analyst: what a node charges. */
function allMeters(analyst: string): readonly MeterId[] {
  return [BLOCK, projectMeter('lung'), analystMeter(analyst)];
}

function planFor<T>(policy: Policy, { query, snapshot, accountant = PURE }: Wanted, use: <R>(plan: Plan<R>) => T): T {
  const facts = declared(policy, { accountant, ...(snapshot === undefined ? {} : { snapshot }) });
  const outcome = planned({ policy, query, facts }, use);
  if (isObjection(outcome)) {
    throw new Error(`${outcome.code}: ${outcome.detail}`);
  }
  return outcome;
}

function heardOf({ answer, replayed }: Reply): Heard {
  return answer.state === 'released' ? { values: answer.values.flat().map(BigInt), replayed } : answer.state;
}

/** A build without budget and stored answers: every question gets the real noise, afresh, or none at all. */
export function undefended(policy: Policy, noise: NoisePool | 'none'): Life {
  return {
    async ask({ query, world }) {
      const { queryHash, laws } = noiseOf(policy, query);
      const exact = world.exact(queryHash);
      const values = noise === 'none' ? exact : exact.map((value, at) => value + noise.take(laws[at]!, 1)[0]!);
      return { values, replayed: false };
    },
    spentNano: () => 0n,
  };
}

interface NoiseOfQuestion {
  readonly queryHash: string;
  /** One per integer. */
  readonly laws: readonly NoiseLaw[];
}

const noises = new WeakMap<Accountant, WeakMap<Query, NoiseOfQuestion>>();

/** What noise a question gets; worked out once. */
export function noiseOf(policy: Policy, query: Query, accountant = PURE): NoiseOfQuestion {
  const all = noises.get(accountant) ?? new WeakMap<Query, NoiseOfQuestion>();
  noises.set(accountant, all);
  const known = all.get(query);
  if (known !== undefined) {
    return known;
  }
  const found = planFor(policy, { query, accountant }, ({ mechanism, queryHash }) => {
    const { name, pieces } = factsOf(mechanism);
    return {
      queryHash,
      laws: pieces.flatMap((piece) => Array.from({ length: piece.length }, () => lawOf(name, piece))),
    };
  });
  all.set(query, found);
  return found;
}

/** Real noise for an undefended build. */
export function poolOf(seed: number): NoisePool {
  return noisePool({ entropy: seededEntropy(seed), schedule: () => undefined });
}

/** What whoever knows all but the bit knows of one question's integers. */
export function placesOf(
  policy: Policy,
  { query, accountant }: Wanted,
  [zero, one]: readonly [World, World],
): readonly Place[] {
  const { queryHash, laws } = noiseOf(policy, query, accountant);
  const [without, complete] = [zero.exact(queryHash), one.exact(queryHash)];
  return laws.map((law, at) => ({ zero: without[at]!, one: complete[at]!, law }));
}
