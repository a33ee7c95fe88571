/** What a draw gives that is never paused. */
export function atOnce<T>(drawing: Generator<void, T, void>): T {
  for (;;) {
    const step = drawing.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
