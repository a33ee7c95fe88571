/** Lets the oldest go of more than `most`: a map keeps the order in which its keys came. */
export function dropOldest<K>(kept: Map<K, unknown>, most: number): void {
  const { done, value } = kept.keys().next();
  if (kept.size > most && !done) {
    kept.delete(value);
  }
}
