import { OTHER_WORDS, type OtherWord } from './other-words.table.ts';

/**
 * The known name that another word stands for, else the nearest to `given` by edit distance, ignoring case, or `undefined` when none is near
 * (more than a third of its length away). Used in sentences such as “did you mean …?”.
 */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  return meantBy(given, names)?.name ?? nearestByLetters(given, names);
}

/** “; did you mean X?” or nothing; with what X takes where `given` is another word for it. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const names = [...known];
  const name = nearest(given, names);
  return name === undefined ? '' : `; did you mean ${name}${meantBy(given, names)?.also ?? ''}?`;
}

function meantBy(given: string, known: readonly string[]): OtherWord | undefined {
  const word = OTHER_WORDS.get(given.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  return word !== undefined && known.includes(word.name) && !known.includes(given) ? word : undefined;
}

function nearestByLetters(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best !== undefined && bestDistance <= Math.max(2, best.length / 3) ? best : undefined;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
