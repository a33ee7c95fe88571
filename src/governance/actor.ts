import type { Role } from '../contract/index.ts';

/** Who has a verb done: the site's own account, at its socket, or a person who is signed in on a page. */
export interface Actor {
  readonly person: string;
  /** The roles that the journal has for the person now. */
  readonly roles: readonly Role[];
  readonly via: 'shell' | 'page';
  /** When two factors were last shown: milliseconds since 1970-01-01 UTC. */
  readonly strongAtMs?: number;
  /** A named officer of another site, who sees public facts only. */
  readonly guest?: boolean;
}

/** Whoever has the site's own account on its machine. */
export const SHELL: Actor = Object.freeze<Actor>({ person: 'shell', roles: ['operator'], via: 'shell' });
