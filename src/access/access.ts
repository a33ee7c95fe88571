import type { Hono } from 'hono';
import type { AccessEvent, Desk } from './desk.ts';
import { addKeyPages } from './key-pages.ts';
import { addLeavePages } from './leave-pages.ts';
import { createChallenges } from './local/challenges.ts';
import { addEnrolPages } from './local/enrol-pages.ts';
import { addPasskeyCalls } from './local/passkey-calls.ts';
import { addSignInPages } from './local/sign-in-pages.ts';
import { createOwnTries, createTries } from './local/tries.ts';
import { signsIn } from './people/credentials.ts';
import { type KeyAsk, type KeyUse, useDecidingKey } from './people/deciding-key.ts';
import type { PeopleFolder } from './people/people-folder.ts';
import { createStretch, type Stretch } from './people/stretch.ts';
import type { Provider } from './provider/provider.ts';
import { addProviderPages } from './provider/provider-pages.ts';
import { addScripts } from './scripts.ts';
import type { AccessEnv } from './shell/env.ts';
import { createShell, type ShellParts } from './shell/shell.ts';

/** What a server of pages needs to know who somebody is. */
export interface AccessParts extends Omit<ShellParts, 'comesBack' | 'isStill'> {
  readonly people: PeopleFolder;
  readonly onEvent: (event: AccessEvent) => void;
  /** Where people sign in, unless it is here. */
  readonly provider?: Provider | undefined;
  /** The time by which invitations run out, and by `clock`, in milliseconds since 1970-01-01 UTC: that by which they were made, and it never goes back. */
  readonly nowMs: () => number;
  /** How passwords are stretched: scrypt behind a queue, if nothing else is said. */
  readonly stretch?: Stretch;
}

/** Pages for signed-in people. */
export interface Access {
  /** An app with sign-in and all that belongs to it, behind the shell; `addPages` adds the pages proper. */
  app(addPages: (app: Hono<AccessEnv>) => void): Hono<AccessEnv>;
  /** Opens a person's deciding key by its passphrase for one piece of work, and forgets it. */
  useDecidingKey<T>(ask: KeyAsk, work: (secretKey: Uint8Array) => T): Promise<KeyUse<T>>;
}

export function createAccess(parts: AccessParts): Access {
  const { site, draw, sessions, people, clock, nowMs, entropy, onEvent, stretch = createStretch() } = parts;
  const isLocal = parts.provider === undefined;
  const shell = createShell({
    ...parts,
    comesBack: !isLocal,
    isStill: (person) => !isLocal || signsIn(people.read(person)),
  });
  const challenges = createChallenges({ clock, entropy });
  const tries = { tries: createTries(), factorTries: createOwnTries(), keyTries: createOwnTries() };
  const own = { shell, challenges, ...tries, stretch };
  const desk: Desk = { site, draw, sessions, people, clock, nowMs, entropy, onEvent, ...own };
  return Object.freeze({
    app: (addPages) =>
      shell.app((app) => {
        if (parts.provider === undefined) {
          addLocalPages(app, desk);
        } else {
          addProviderPages(app, desk, parts.provider);
        }
        addLeavePages(app, desk);
        addKeyPages(app, desk);
        addPages(app);
      }),
    useDecidingKey: (ask, work) => useDecidingKey(desk, ask, work),
  } satisfies Access);
}

function addLocalPages(app: Hono<AccessEnv>, desk: Desk): void {
  addSignInPages(app, desk);
  addPasskeyCalls(app, desk);
  addEnrolPages(app, desk);
  addScripts(app);
}
