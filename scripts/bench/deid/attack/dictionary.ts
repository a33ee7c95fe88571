import type { Construction } from './constructions.ts';

/** What somebody with a list of candidates gets out of pseudonyms. */
export interface Recovery {
  /** Pseudonym → identifier. */
  readonly known: ReadonlyMap<string, string>;
  /** Share of the pseudonyms whose identifier is known now. */
  readonly share: number;
}

/** The dictionary attack: works every candidate through `construction` and looks its result up among the pseudonyms. */
export function dictionaryAttack(
  pseudonyms: Iterable<string>,
  { candidates, construction }: { candidates: Iterable<string>; construction: Construction },
): Recovery {
  const targets = new Set(pseudonyms);
  const known = new Map<string, string>();
  for (const candidate of candidates) {
    const made = construction(candidate);
    if (targets.has(made)) {
      known.set(made, candidate);
    }
  }
  return { known, share: targets.size === 0 ? 0 : known.size / targets.size };
}
