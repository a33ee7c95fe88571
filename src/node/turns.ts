/** Lets one piece of work begin in each turn of the event loop. */
export interface Turns {
  /** Resolves when it is the caller's turn, first come first served; whoever comes alone doesn't wait. */
  next(): Promise<void>;
}

/**
 * Turns that `schedule` ends. Of many questions that arrive together each takes milliseconds to begin; begun one after another
 * in one turn they would keep pages and probes waiting for all of them.
 */
export function turns(schedule: (work: () => void) => void): Turns {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  const end = (): void => {
    const begin = waiting.shift();
    isTaken = begin !== undefined;
    if (begin !== undefined) {
      schedule(end);
      begin();
    }
  };
  return Object.freeze({
    async next() {
      if (isTaken) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        isTaken = true;
        schedule(end);
      }
    },
  });
}
