import { bytesToHex, randomBytes, systemEntropy } from '../../src/base/index.ts';
import { mintCharge, openMasked } from '../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import { disguise, mask, type TotalRound } from '../../src/privacy/index.ts';
import { addTo, fromRing } from '../../src/privacy/laws.ts';
import { atOnce } from '../../test/privacy/at-once.ts';
import { parties, partsOf } from '../../test/privacy/masking-round.ts';
import { median, numberOption, type Result } from './report.ts';

// The masked sum of 1,000 bins over 20 sites, on one core: what each site does for its vector (masks, shares of the noise, gate) and what
// the coordinator does for the total. Medians of `--rounds` rounds. Nothing is sent: links are measured elsewhere.

const rounds = numberOption('rounds', 5);
const sites = numberOption('sites', 20);
const bins = numberOption('bins', 1_000);

const entropy = systemEntropy();
const colluders = Math.ceil(sites / 3);
// A histogram at ε = 0.5, of which a patient counts in one bin.
const piece = { length: bins, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 500_000_000n };

function timed<T>(work: () => T, into: number[]): T {
  const start = performance.now();
  const done = work();
  into.push(performance.now() - start);
  return done;
}

function vectorOf(part: TotalRound): BigUint64Array {
  const mechanism = makeMechanism<'one'>({ name: 'discrete-laplace', pieces: [piece] });
  const exact = sealExact(
    mechanism,
    Array.from({ length: bins }, (_, at) => BigInt(at)),
  );
  const drawing = disguise(mechanism, part, entropy);
  if (drawing === undefined) {
    throw new Error('a key of a fresh pair was refused');
  }
  return openMasked(mask({ exact, charge: mintCharge(mechanism), disguise: atOnce(drawing) }), mechanism).vector;
}

function total(vectors: readonly BigUint64Array[]): readonly bigint[] {
  const sum = new BigUint64Array(bins);
  for (const vector of vectors) {
    addTo(sum, vector, 1);
  }
  return fromRing(sum);
}

/** What a masked sum costs. */
export function maskedSum(): readonly Result[] {
  const [perSite, perTotal]: [number[], number[]] = [[], []];
  let furthest = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const parts = partsOf(parties(sites, entropy), bytesToHex(randomBytes(entropy, 32)), colluders);
    const own: number[] = [];
    const vectors = parts.map((part) => timed(() => vectorOf(part), own));
    const sum = timed(() => total(vectors), perTotal);
    sum.forEach((value, at) => {
      furthest = Math.max(furthest, Math.abs(Number(value) - sites * at));
    });
    perSite.push(median(own));
  }
  // The first round warms up.
  return [
    resultOf(`a site’s vector of ${bins} bins among ${sites} sites`, median(perSite.slice(1)), ['ms', 250]),
    resultOf(`the total of ${bins} bins over ${sites} sites`, median(perTotal.slice(1)), ['ms', 50]),
    resultOf('the bin furthest from the truth, by its noise', furthest, ['ones', 60]),
  ];
}

function resultOf(key: string, value: number, [unit, most]: readonly [string, number]): Result {
  return { key, value, unit, goal: `≤ ${most}`, holds: value <= most };
}
