/**
 * The least x ≥ 0 at which `isAbove` holds no more, to the last digit of a double; for one that holds up to some place and never
 * beyond it. `start` is a first guess above 0, doubled until it lies beyond.
 */
export function placeBeyond(isAbove: (x: number) => boolean, start: number): number {
  let [below, beyond] = [0, start];
  while (isAbove(beyond)) {
    beyond *= 2;
  }
  return placeBetween(isAbove, below, beyond);
}

/** The same where it is known to hold at `below` (or nowhere beyond that), and not at `beyond`. */
export function placeBetween(isAbove: (x: number) => boolean, below: number, beyond: number): number {
  let [low, high] = [below, beyond];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) {
      return high;
    }
    if (isAbove(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
}
