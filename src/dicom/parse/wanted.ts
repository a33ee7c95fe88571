import type { Place } from './values.ts';

/** The elements that are looked at: those of the header itself, and those of nested items by the way to them. */
export interface Wanted {
  readonly top: ReadonlySet<number>;
  readonly nested: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The elements at all of `places`. */
export function wantedAt(places: readonly Place[]): Wanted {
  const nested = new Map<string, Set<number>>();
  for (const { tag, within } of places.filter((place) => place.within.length > 0)) {
    const way = wayTo(within);
    nested.set(way, (nested.get(way) ?? new Set()).add(tag));
  }
  const top = places.filter(({ within, concept }) => within.length === 0 && concept === undefined);
  return { top: new Set(top.map(({ tag }) => tag)), nested };
}

/** Names the way down through sequences. */
export function wayTo(within: readonly number[]): string {
  return within.join('/');
}
