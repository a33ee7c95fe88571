import type { Shell } from '../shell.ts';

/** A line that says how each site stands, as long as they are waited for. */
export interface SiteLine {
  readonly tell: (site: string, state: string) => void;
  readonly end: () => void;
}

/** Begins it: all are asked, and none has said anything yet. */
export function siteLine({ terminal }: Pick<Shell, 'terminal'>, sites: readonly string[]): SiteLine {
  const states = new Map<string, string>(sites.map((site) => [site, 'asked']));
  terminal.status(lineOf(states));
  return {
    tell(site, state) {
      states.set(site, state);
      terminal.status(lineOf(states));
    },
    end: () => terminal.status(lineOf(states), true),
  };
}

const NAMED_MAX = 6;

/** Every site by name where they are few, else how many stand how. */
function lineOf(states: ReadonlyMap<string, string>): string {
  if (states.size <= NAMED_MAX) {
    return [...states].map(([site, state]) => `${site}: ${state === 'asked' ? '…' : state}`).join('   ');
  }
  const counts = new Map<string, number>();
  for (const state of states.values()) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}
