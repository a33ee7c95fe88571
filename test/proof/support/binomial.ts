/** Two-sided bounds of Clopper and Pearson (1934) at 99.9 % for the chance behind `successes` of `trials`. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

const SIDE = 0.0005;

export function clopperPearson(successes: number, trials: number): Bounds {
  return { lower: lowerBound(successes, trials), upper: 1 - lowerBound(trials - successes, trials) };
}

/** The chance at which so many successes or more have probability `SIDE`. */
function lowerBound(successes: number, trials: number): number {
  if (successes === 0) {
    return 0;
  }
  let [low, high] = [0, successes / trials];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (atLeast(successes, trials, middle) < SIDE) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** P(X ≥ k) of a binomial, for chances below k/n: terms fall from the first on. */
function atLeast(k: number, n: number, chance: number): number {
  if (chance <= 0) {
    return 0;
  }
  let term = Math.exp(
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(chance) + (n - k) * Math.log1p(-chance),
  );
  let sum = 0;
  for (let at = k; at <= n && term > sum * 1e-16; at += 1) {
    sum += term;
    term *= ((n - at) / (at + 1)) * (chance / (1 - chance));
  }
  return sum;
}

const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let next = LOG_FACTORIALS.length; next <= n; next += 1) {
    LOG_FACTORIALS.push(LOG_FACTORIALS[next - 1]! + Math.log(next));
  }
  return LOG_FACTORIALS[n]!;
}
