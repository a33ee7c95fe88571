/**
 * The least x ≥ 0 at which `isAbove` holds no more, to the last digit of a double; for one that holds up to some place and never
 * beyond it. `start` is a first guess above 0, doubled until it lies beyond.
 */
export function placeBeyond(isAbove: (x: number) => boolean, start: number): number {
  let [below, beyond] = [0, start];
  while (isAbove(beyond)) {
    beyond *= 2;
  }
  for (;;) {
    const middle = (below + beyond) / 2;
    if (middle === below || middle === beyond) {
      return beyond;
    }
    if (isAbove(middle)) {
      below = middle;
    } else {
      beyond = middle;
    }
  }
}
