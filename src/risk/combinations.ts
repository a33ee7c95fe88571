/** All sets of one to `most` of the names, the smaller ones first, and the set of all names where that is none of them. */
export function combinations(names: readonly string[], most: number): readonly (readonly string[])[] {
  let [sets, last]: [string[][], string[][]] = [[], [[]]];
  for (let size = 1; size <= Math.min(most, names.length); size += 1) {
    last = last.flatMap((set) =>
      names.slice(set.length === 0 ? 0 : names.indexOf(set.at(-1) ?? '') + 1).map((name) => [...set, name]),
    );
    sets = [...sets, ...last];
  }
  return names.length > most ? [...sets, [...names]] : sets;
}

/** How many sets `combinations` gives, without making them. */
export function combinationsCount(names: number, most: number): number {
  let [count, those] = [names > most ? 1 : 0, 1];
  for (let size = 1; size <= Math.min(most, names); size += 1) {
    those = (those * (names - size + 1)) / size;
    count += those;
  }
  return count;
}
