import { seeded } from './random.ts';

/** `count` identifiers of the given forms, the true ones among them in unknown places. */
export function* candidates(
  truths: readonly string[],
  { count, seed, make }: { count: number; seed: number; make: (digits: string) => string },
): Generator<string> {
  const random = seeded(seed, 'candidates');
  const every = Math.max(1, Math.floor(count / (truths.length + 1)));
  for (let n = 0, told = 0; n < count; n += 1) {
    if (told < truths.length && n % every === every - 1) {
      yield truths[told]!;
      told += 1;
    } else {
      yield make(random.digits(9));
    }
  }
}
