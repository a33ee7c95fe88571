import type { Coins, ExponentialCoins } from '../../src/privacy/laplace/coins.ts';
import { expMinus, ONE } from './fixed-point.ts';

/** A probability as a fraction. */
export type Weight = readonly [over: bigint, under: bigint];

/** Picks one of `weights.length` outcomes; the weights of one choice sum to 1. */
export type Choose = (weights: readonly Weight[]) => number;

/** Every outcome of an experiment with its probability, in units of 10⁻⁸⁰ (exact for fair bits, else rounded down). */
export interface Tree<Outcome> {
  readonly masses: ReadonlyMap<Outcome, bigint>;
  /** The probability of what was cut off. */
  readonly residual: bigint;
  readonly paths: number;
}

const CUT = Symbol('cut');

interface Step {
  at: number;
  readonly of: number;
}

/** Runs `experiment` once for every way in which its coins can fall; paths less likely than `floor` are cut off. */
export function explore<Outcome>(experiment: (choose: Choose) => Outcome, floor: number): Tree<Outcome> {
  const least = BigInt(Math.ceil(floor * 1e40)) * 10n ** 40n;
  const path: Step[] = [];
  const masses = new Map<Outcome, bigint>();
  let residual = 0n;
  let paths = 0;
  for (let more = true; more; more = advance(path)) {
    const { outcome, mass } = runOnce(experiment, path, least);
    paths += 1;
    if (outcome === CUT) {
      residual += mass;
    } else {
      masses.set(outcome, (masses.get(outcome) ?? 0n) + mass);
    }
  }
  return { masses, residual, paths };
}

function runOnce<Outcome>(
  experiment: (choose: Choose) => Outcome,
  path: Step[],
  least: bigint,
): { outcome: Outcome | typeof CUT; mass: bigint } {
  let mass = ONE;
  let depth = 0;
  const choose: Choose = (weights) => {
    if (mass < least) {
      throw CUT;
    }
    const step = path[depth] ?? { at: 0, of: weights.length };
    path[depth] = step;
    depth += 1;
    const [over, under] = weights[step.at]!;
    mass = (mass * over) / under;
    return step.at;
  };
  try {
    return { outcome: experiment(choose), mass };
  } catch (thrown) {
    if (thrown !== CUT) {
      throw thrown;
    }
    return { outcome: CUT, mass };
  }
}

/** Turns the path to the next leaf; whether there is one. */
function advance(path: Step[]): boolean {
  for (let last = path.pop(); last !== undefined; last = path.pop()) {
    if (last.at + 1 < last.of) {
      path.push({ at: last.at + 1, of: last.of });
      return true;
    }
  }
  return false;
}

/** Coins that the tree decides: `below` n ways, `chance` and `oneIn` two ways. */
export function treeCoins<Integer extends number | bigint>(
  choose: Choose,
  make: (value: bigint) => Integer,
): Coins<Integer> {
  return {
    below: (n) => make(BigInt(choose(evenly(Number(n))))),
    chance: (u, t) => u >= t || (u > 0 && lands(choose, [BigInt(u), BigInt(t)])),
    oneIn: (k) => k === 1 || lands(choose, [1n, BigInt(k)]),
  };
}

/** The same with an exact coin e^{−u/t} on top, so that the layer above it can be enumerated for wide scales. */
export function exactExponential<Integer extends number | bigint>(
  choose: Choose,
  coins: Coins<Integer>,
): ExponentialCoins<Integer> {
  return { ...coins, exponential: (u, t) => lands(choose, [expMinus(BigInt(u), BigInt(t)), ONE]) };
}

/** `n` equal weights. */
export function evenly(n: number): readonly Weight[] {
  return Array.from({ length: n }, () => [1n, BigInt(n)]);
}

/** A coin of the given weight. */
export function lands(choose: Choose, [over, under]: Weight): boolean {
  const weights: readonly Weight[] = [
    [over, under],
    [under - over, under],
  ];
  return choose(weights) === 0;
}
