import type { Transform, Vocabulary } from '../document.ts';
import { bandOf } from '../hour-band.ts';
import { OTHER } from '../policy.ts';
import { termsOf } from '../vocabulary.ts';
import type { Direction } from './change.ts';

// Whether one way of bringing raw things to values tells more than another isn't a matter of how many values there are: eight
// words of an illness tell what thirty parts of a body don't. It tells no more only where each new value follows from the old one.

/** What the same raw thing was, and is. */
type Pair = readonly [was: string, is: string];

/** Tightening where what is follows from what was and not the other way round; neutral where both do; else loosening. */
function follows(pairs: readonly Pair[]): Direction {
  const now = new Map<string, string>();
  for (const [was, is] of pairs) {
    if ((now.get(was) ?? is) !== is) {
      return 'loosening';
    }
    now.set(was, is);
  }
  return new Set(now.values()).size < now.size ? 'tightening' : 'neutral';
}

/** What a vocabulary in the place of another one tells: of every text that either lists, and of all others that its rules fit. */
export function vocabularyDirection(before: Vocabulary, after: Vocabulary): Direction {
  const [older, newer] = [before.rules ?? [], after.rules ?? []];
  const sameRules = newer.every(({ words }, at) => words.join('\0') === older[at]?.words.join('\0'));
  if (!sameRules) {
    return 'loosening'; // a text may fit several rules, so others, or in another order, tell apart what was one
  }
  const [was, is] = [termsOf(before), termsOf(after)];
  const texts = [before, after].flatMap(({ values, aliases = {} }) => [...values, ...Object.keys(aliases)]);
  const direction = follows([
    [OTHER, OTHER],
    ...texts.map((text): Pair => [was(text), is(text)]),
    // Without its rule a text is OTHER, because only rules at the end may be gone.
    ...older.map(({ value }, at): Pair => [value, newer[at]?.value ?? OTHER]),
  ]);
  // Years and quarters are brought to no alias: a value is itself there, or OTHER.
  const byItself = follows([
    [OTHER, OTHER],
    ...texts.map((text): Pair => [listedIn(before, text), listedIn(after, text)]),
  ]);
  return byItself === 'loosening' ? byItself : direction;
}

function listedIn({ values }: Vocabulary, text: string): string {
  return values.includes(text) ? text : OTHER;
}

type HourBands = Extract<Transform, { kind: 'hour-band' }>['from'];

/** What other bands of the day tell, hour by hour. */
export function bandsDirection(before: HourBands, after: HourBands): Direction {
  return follows(Array.from({ length: 24 }, (_, hour): Pair => [bandOf(before, hour), bandOf(after, hour)]));
}
