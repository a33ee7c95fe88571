/** Does work on one total after what was begun on it before: of a request that is sent twice at once one run drives the attempts. */
export type TotalTurns = <T>(textHash: string, work: () => Promise<T>) => Promise<T>;

/** The turns of a coordinator's totals, by the hash of the signed request. What fails lets the next begin. */
export function totalTurns(): TotalTurns {
  const running = new Map<string, Promise<unknown>>();
  return (textHash, work) => {
    const before = running.get(textHash) ?? Promise.resolve();
    const mine = before.then(work, work);
    running.set(textHash, mine);
    const over = (): void => {
      if (running.get(textHash) === mine) {
        running.delete(textHash);
      }
    };
    mine.then(over, over);
    return mine;
  };
}
