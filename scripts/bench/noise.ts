import { systemEntropy } from '../../src/base/index.ts';
import { discreteGaussian } from '../../src/privacy/gaussian/discrete-gaussian.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../src/privacy/laplace/discrete-laplace.ts';
import { type Rational, rational } from '../../src/privacy/rational.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// Exact draws a second on one core, entropy of the operating system included: medians of `--rounds` rounds, interleaved.
// npm run bench:noise -- [--rounds 5] [--draws 100000] [--json]

const rounds = numberOption('rounds', 5);
const draws = numberOption('draws', 100_000);

type Make = (parameter: Rational) => () => bigint;
const laplace: Make = (scale) => discreteLaplace(scale, bitsFrom(systemEntropy()));
const gaussian: Make = (variance) => discreteGaussian(variance, bitsFrom(systemEntropy()));

const SAMPLERS: readonly (readonly [string, () => bigint, number])[] = [
  ['discrete Laplace, b = 2 (a count, ε = 0.5)', laplace(rational(2n, 1n)), 1e6],
  ['discrete Laplace, b = 10', laplace(rational(10n, 1n)), 1e6],
  ['discrete Laplace, b = 1/0.123456789', laplace(rational(1_000_000_000n, 123_456_789n)), 1e6],
  ['discrete Laplace, b = 1,000', laplace(rational(1_000n, 1n)), 1e6],
  ['discrete Gaussian, σ² = 4', gaussian(rational(4n, 1n)), 4e5],
  ['discrete Gaussian, σ² = 100', gaussian(rational(100n, 1n)), 4e5],
  ['discrete Gaussian, σ² = 1/(2·0.007620787)', gaussian(rational(500_000_000n, 7_620_787n)), 4e5],
  ['discrete Gaussian, σ² = 10⁶', gaussian(rational(1_000_000n, 1n)), 4e5],
];

function perSecond(draw: () => bigint): number {
  const start = performance.now();
  for (let left = draws; left > 0; left -= 1) {
    draw();
  }
  return (draws * 1_000) / (performance.now() - start);
}

const rates = SAMPLERS.map((): number[] => []);
for (let round = 0; round <= rounds; round += 1) {
  SAMPLERS.forEach(([, draw], at) => {
    const rate = perSecond(draw);
    // The first round warms up.
    if (round > 0) {
      rates[at]?.push(rate);
    }
  });
}
const results: readonly Result[] = SAMPLERS.map(([key, , goal], at) => {
  const value = median(rates[at] ?? []);
  return { key, value, unit: 'draws/s', goal: `≥ ${goal.toLocaleString('en')}`, holds: value >= goal };
});
printBench({ name: 'noise', results });
