import { join } from 'node:path';
import { failureOf, type PersonKeyFile } from '../../base/index.ts';
import type { FederationFacts } from '../../contract/index.ts';
import type { Desk, Wanted } from '../../dashboard/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Asking, composeDraft, quoteOf } from '../ask/compose.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import type { Shell } from '../shell.ts';
import { commandText } from './command-text.ts';
import { heldKey } from './held-key.ts';
import { projectFields } from './project-fields.ts';
import { questions } from './questions.ts';
import { fieldsOf, reading } from './reading.ts';
import { savedQuestions } from './saved-questions.ts';

/** What a workbench is made of. */
export interface DeskParts {
  readonly shell: Shell;
  readonly coordinator: string;
  readonly project: string;
  readonly keyFile: string;
  readonly key: PersonKeyFile;
  readonly policy: Policy;
  readonly facts: FederationFacts;
  /** The researcher's folder. */
  readonly folder: string;
}

/** A researcher's desk on their own machine: it alone holds the key, asks, and writes files. */
export function createDesk(parts: DeskParts): Desk {
  const { shell, coordinator, project, key: file, policy, folder } = parts;
  const { clock, entropy } = shell;
  const client = coordinatorClient(coordinator);
  const key = heldKey(file, clock);
  const askingOf = ({ draft, sites, total }: Wanted): Asking => ({
    draft,
    project,
    secretKey: key.use(),
    nowMs: clock.wallMs(),
    entropy,
    ...(sites.length === 0 ? {} : { sites }),
    ...(total ? { total: { maxAttempts: 1 } } : {}),
  });
  const policyFor = (name: string): Policy | undefined => (name === policy.name ? policy : undefined);
  const asked = questions({ client, folder: join(folder, 'answers'), project, askingOf, policyFor });
  const fields = projectFields(fieldsOf(policy), async (draft) => {
    const asking = askingOf({ draft, sites: [], total: false });
    return await quoteOf(composeDraft(asking, parts.facts), asking, { client });
  });
  const open = (passphrase: string): boolean => {
    const isOpen = key.open(passphrase);
    if (isOpen) {
      // Nobody waits for it: until it is known, all fields are listed.
      fields.learn().catch((error: unknown) => shell.terminal.note(`The project’s fields: ${failureOf(error)}.`));
    }
    return isOpen;
  };
  const kept = savedQuestions(join(folder, 'questions'), { project, nowMs: clock.wallMs });
  if (!file.isSealed) {
    open('');
  }
  return Object.freeze({
    coordinator,
    project,
    publicKey: file.publicKey,
    policy: policy.name,
    key: { ...key, open, isSealed: file.isSealed },
    fields: fields.list,
    sites: async () => (await client.facts()).sites.map(({ site }) => site),
    quote: asked.quote,
    ask: asked.ask,
    sendAgain: asked.sendAgain,
    letGo: asked.letGo,
    asked: asked.asked,
    saved: kept.list,
    save: kept.save,
    command: (wanted) => commandText(wanted, parts),
    ...reading(() => parts.facts.sites),
  } satisfies Desk);
}
