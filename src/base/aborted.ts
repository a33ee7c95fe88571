const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Does `then` once when `signal` is aborted, at once where it is already; what it gives takes that back. However many wait for one
 * signal, it has one listener: Node holds many for a leak, and a signal made of another costs as much as sealing a message.
 */
export function whenAborted(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) {
    then();
    return () => undefined;
  }
  const others = waiting.get(signal) ?? listenedTo(signal);
  // One of its own, so that who waits twice is called twice.
  const own = (): void => then();
  others.add(own);
  return () => void others.delete(own);
}

function listenedTo(signal: AbortSignal): Set<() => void> {
  const others = new Set<() => void>();
  waiting.set(signal, others);
  const all = (): void => {
    for (const one of others) {
      one();
    }
  };
  signal.addEventListener('abort', all, { once: true });
  return others;
}

/** Resolves once `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    whenAborted(signal, resolve);
  });
}

/** What `work` comes to. @throws the signal's reason, when it is aborted first. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const takeBack = whenAborted(signal, () => reject(signal.reason));
    void work.then(resolve, reject).then(takeBack);
  });
}
